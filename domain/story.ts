import type { SettingValue } from './change.ts';
import type { Decided } from './decision.ts';
import type { FindingRef, Problem, Severity } from './finding.ts';
import type { Destiny } from './outcome.ts';
import type { Owner } from './ownership.ts';
import type { SourceRow } from './source-row.ts';
import type { EvidenceRef, Verification } from './verdict.ts';

/** What happened. The ledger keeps these words for ever: add, never rename. */
export type StoryKind =
  | 'observed'
  | 'joined'
  | 'mapped'
  | 'severity-raised'
  | 'source-says-resolved'
  | 'triaged'
  | 'approval-asked'
  | 'decision-asked'
  | 'decision-trusted'
  | 'decision-refused'
  | 'remediating'
  | 'remediated'
  | 'settling'
  | 'verifying'
  | 'verified'
  | 'closing'
  | 'closed'
  | 'people'
  | 'overdue'
  | 'rechecked'
  | 'claimed-fixed'
  | 'cancelled'
  | 'second-asked'
  | 'assigned'
  | 'accepted'
  | 'extended'
  | 'revoked'
  | 'expiring'
  | 'expired'
  | 'reminded'
  | 'escalated'
  | 'undone'
  | 'failed'
  | 'drafting'
  | 'drafted'
  | 'proposed'
  | 'merged'
  | 'withdrawing'
  | 'withdrawn'
  /** Shadow mode: the plan is checked, and nothing is written. */
  | 'planning'
  /** An exception ended before its time and nobody revoked it: the severity was raised, its scope does not match. */
  | 'ended';

/** One entry of the story, which is append-only. (episode, seq) is its key in the ledger. */
export interface StoryEntry {
  readonly seq: number;
  /** ISO 8601, workflow time. */
  readonly at: string;
  readonly kind: StoryKind;
  /** The status after this happened. */
  readonly phase: string;
  /** A person's name, `closeloop`, or the product that reported. */
  readonly actor: string;
  /** One sentence for people. */
  readonly text: string;
  readonly planHash?: string;
  readonly verificationId?: string;
  /** Where the verification's evidence is, with its hash. */
  readonly evidence?: EvidenceRef;
}

/** The lifecycle as the ledger keeps it: what lists and pages show without asking Temporal. */
export interface LedgerRow {
  readonly problem: Problem;
  readonly title: string;
  readonly phase: string;
  /** The last story entry: why it is in this status, one sentence. */
  readonly reason: string;
  readonly waitsFor: string;
  readonly destiny: Destiny | null;
  readonly destinyReason: string | null;
  readonly severity: Severity;
  readonly owner: Owner | null;
  readonly round: number;
  readonly planHash: string | null;
  readonly planSummary: string | null;
  /** `PlanRef.detail`; absent without a plan and in rows written before it existed. */
  readonly planDetail?: readonly string[];
  /** Absent while there is no code fix. */
  readonly source?: SourceRow;
  readonly verificationId: string | null;
  /** What the last check read; absent where it read no settings, and in rows written before it existed. */
  readonly found?: FoundRow;
  /** ISO 8601; null while an activity runs and when closed. */
  readonly nextDeadline: string | null;
  readonly findings: readonly FindingRef[];
  /** Set exactly while the destiny is Accepted. */
  readonly exception?: ExceptionRow;
  /** Set exactly while a trusted decision waits for a second person. */
  readonly request?: RequestRow;
  /** Set where the last triage found the control in shadow mode: an approval would write nothing. */
  readonly shadow?: true;
  /** Set where Closeloop wrote in this episode. */
  readonly wrote?: true;
  /** Set exactly while people have to decide, approve or merge. */
  readonly ladder?: LadderRow;
  /** Set while people have to decide; absent in rows written before it existed. */
  readonly due?: DueRow;
  /** ISO 8601: when the next heads-up before the exception's end is due; absent when all were given. */
  readonly headsUpAt?: string;
  /** Why people have it; absent while they never had it, and in rows written before this existed. */
  readonly withPeople?: string;
  /** Set while a proven request to undo waits for its second person; absent in rows written before it existed. */
  readonly undo?: UndoRow;
  /** Which decisions need two people; absent before triage, and in rows written before it existed. */
  readonly fourEyes?: FourEyesRow;
}

/** The settings of the resource as one check read them. */
export interface FoundRow {
  readonly verificationId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly settings: readonly SettingValue[];
}

/** Who requested to undo our change, and why. */
export interface UndoRow {
  readonly by: string;
  readonly why: string;
}

/** Policy's rules about second people, as the lifecycle applies them. */
export interface FourEyesRow {
  /** A second person confirms a plan that a person proposes. */
  readonly approval: boolean;
  /** Two people accept risks of this severity and above; null: never. */
  readonly acceptFrom: Severity | null;
}

/** A decision of one person that another has to confirm. */
export interface RequestRow {
  readonly decision: Decided;
  readonly by: string;
  readonly why: string;
  /** As the first person wrote it; the second person has to send the same. */
  readonly until: string | null;
  readonly planHash: string | null;
}

/** Who has to decide until the row's deadline, and who after it; null when the same people are asked again. */
export interface LadderRow {
  readonly asked: string;
  readonly next: string | null;
  /** How often the last escalation level missed its deadline. */
  readonly overdue: number;
  /** The escalation level, from 1, and how many there are. Set in human review. */
  readonly level?: number;
  readonly levels?: number;
}

/** Until when people have to decide, whatever they send meanwhile. Times are ISO 8601. */
export interface DueRow {
  /** The first deadline, and who had to decide until then. */
  readonly first: string;
  readonly who: string;
  /** The end of all levels together. */
  readonly latest: string;
}

/** What a check found, for the ledger's row; empty where it read no settings. */
export function foundRow(verification: Verification | null): Pick<LedgerRow, 'found'> {
  if (verification?.settings === undefined) return {};
  const { id: verificationId, at, settings } = verification;
  return { found: { verificationId, at, settings } };
}

/** An exception as people see it. Times are ISO 8601. */
export interface ExceptionRow {
  readonly by: string;
  readonly confirmedBy: string | null;
  readonly why: string;
  readonly since: string;
  readonly until: string;
  readonly severity: Severity;
  /** The scoped exception that covers it; absent where the finding itself was accepted. */
  readonly scope?: string;
}

/** What an activity writes to the ledger before it acts: entries and row in one transaction. */
export interface StoryUpdate {
  /** Null until the first triage has read the ledger. */
  readonly episode: number | null;
  readonly row: LedgerRow;
  readonly entries: readonly StoryEntry[];
}
