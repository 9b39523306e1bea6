/** What the import does with each finding that Security Hub shows as SUPPRESSED: every one is named. */
import type { KnownFinding, Ledger } from '../../activities/ledger/ledger.ts';
import type { AcceptancePolicy } from '../../domain/exception.ts';
import { compareSeverity, highestSeverity } from '../../domain/finding.ts';
import type { Observation, Problem, Severity } from '../../domain/finding.ts';
import { importedUntil } from '../../domain/lifecycle/imported.ts';
import type { Intake } from '../../policies/intake.ts';
import { decide } from '../../starter/decide.ts';
import type { Step } from '../../starter/decide.ts';
import { describeBroken } from '../../starter/event/event.ts';
import type { Finding } from '../../starter/event/finding.ts';
import { observationOf } from '../../starter/event/observation.ts';
import { parseFinding } from '../../starter/event/parse-finding.ts';
import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import { targetsOf } from '../../starter/targets.ts';

export interface ImportDeps {
  readonly ledger: Pick<Ledger, 'knownFinding' | 'lifecycle'>;
  readonly intake: Intake;
  /** How long policy accepts, and from which severity on two people do. */
  readonly acceptance: Pick<AcceptancePolicy, 'most' | 'fourEyesFrom'>;
  /** The person who imports, and so accepts. */
  readonly actor: string;
  readonly now: number;
}

/** What does not become an exception, and why. */
export interface LeftRow {
  readonly action: 'skip' | 'refuse';
  readonly finding: string;
  readonly workflowId: string | null;
  readonly because: string;
}

/** One problem: `import` becomes an exception with an end, `people` a human review. */
export interface TakenRow {
  readonly action: 'import' | 'people';
  readonly workflowId: string;
  readonly problem: Problem;
  readonly severity: Severity;
  /** ISO 8601. */
  readonly until: string;
  /** Who accepts it: the person who imports. The lifecycle checks who that is. */
  readonly by: string;
  /** The name in the note in Security Hub, which nobody proved; null: no note. */
  readonly claimedBy: string | null;
  /** Whether policy asks another person to confirm the import. */
  readonly needsSecond: boolean;
  readonly because: string;
  readonly reports: readonly TakenReport[];
}

interface TakenReport {
  readonly observation: Observation;
  readonly hash: string;
  readonly known: KnownFinding | null;
}

export interface ImportPlan {
  readonly taken: readonly TakenRow[];
  readonly left: readonly LeftRow[];
}

export async function planImport(
  deps: ImportDeps,
  findings: AsyncIterable<unknown>,
): Promise<ImportPlan> {
  const left: LeftRow[] = [];
  const taken = new Map<string, TakenRow>();
  for await (const raw of findings) {
    const { candidates, others } = await sortFinding(deps, raw);
    left.push(...others);
    for (const one of candidates) {
      const before = taken.get(one.workflowId);
      taken.set(one.workflowId, asRow(deps, before === undefined ? one : merge(before, one)));
    }
  }
  return { taken: [...taken.values()], left };
}

type Candidate = Pick<TakenRow, 'workflowId' | 'problem' | 'severity' | 'claimedBy' | 'reports'>;

async function sortFinding(deps: ImportDeps, raw: unknown) {
  const parsed = parseFinding(raw);
  if (!parsed.ok) {
    const finding = parsed.broken.id ?? 'a finding without an id';
    return { candidates: [], others: [refuse(finding, describeBroken(parsed.broken, 0))] };
  }
  const { finding } = parsed;
  const { id, productArn } = finding;
  const known = await deps.ledger.knownFinding({ id, productArn });
  // What the starter would do with it if nobody had suppressed it.
  const circumstances = { intake: deps.intake, catalogue: CATALOGUE, action: null, known: null };
  const { steps, refusal } = decide({ ...finding, workflow: 'NEW' }, circumstances);
  const targets = targetsOf(
    steps.map(({ identified }) => identified),
    known,
    CATALOGUE.isControl,
  );
  const candidates: Candidate[] = [];
  const others = refusal === null ? [] : [refuse(id, refusal.text)];
  for (const step of steps) {
    const own = step.identified.workflowId;
    const workflowId = targets.get(own)?.workflowId ?? own;
    const because = await skipBecause(deps, step, workflowId);
    if (because === null) candidates.push(candidate(finding, { step, workflowId, known, ...deps }));
    else others.push({ action: 'skip', finding: id, workflowId, because });
  }
  return { candidates, others };
}

function refuse(finding: string, because: string): LeftRow {
  return { action: 'refuse', finding, workflowId: null, because };
}

/** Null for what is imported. */
async function skipBecause(
  { ledger }: ImportDeps,
  { action, text }: Step,
  workflowId: string,
): Promise<string | null> {
  if (action !== 'start' && action !== 'people') return text;
  const row = await ledger.lifecycle(workflowId);
  if (row === null || row.phase === 'CLOSED') return null;
  const until = row.exception === undefined ? '' : ` until ${row.exception.until}`;
  return `Closeloop already handles it: it is in ${row.phase}${until}`;
}

interface Found extends Pick<ImportDeps, 'intake'> {
  readonly step: Step;
  readonly workflowId: string;
  readonly known: KnownFinding | null;
}

function candidate(finding: Finding, { step, workflowId, known, intake }: Found): Candidate {
  const event = { id: '', time: null, action: null, findings: [] };
  const reported = observationOf(finding, { event, index: 0, asked: false, look: false });
  const observation = { ...reported, messageId: `import/${reported.messageId}` };
  const { hash } = decide(finding, { intake, catalogue: CATALOGUE, action: null, known: null });
  return {
    workflowId,
    problem: step.identified.problem,
    severity: finding.severity,
    claimedBy: finding.note?.by ?? null,
    reports: [{ observation, hash, known }],
  };
}

function merge(before: Candidate, other: Candidate): Candidate {
  const severity = highestSeverity(before.severity, other.severity);
  return { ...before, severity, reports: [...before.reports, ...other.reports] };
}

/** CRITICAL findings, and those that no control verifies, are decided one by one. */
function asRow({ acceptance, actor: by, now }: ImportDeps, one: Candidate): TakenRow {
  const { workflowId, problem, severity, claimedBy } = one;
  const end = importedUntil(workflowId, acceptance.most, { severity, now });
  const until = new Date(end).toISOString().replace('.000Z', 'Z');
  const { fourEyesFrom } = acceptance;
  const needsSecond = fourEyesFrom !== null && compareSeverity(severity, fourEyesFrom) >= 0;
  const row = { ...one, by, needsSecond, until };
  if (severity === 'CRITICAL')
    return { ...row, action: 'people', because: 'CRITICAL: people decide about each' };
  if (problem.control === null) {
    const because = problem.unmappedReason ?? `no control verifies ${problem.findingType}`;
    return { ...row, action: 'people', because };
  }
  const note = claimedBy === null ? 'without a note' : `with a note that names ${claimedBy}`;
  const second = needsSecond ? `; ${severity}: another person has to confirm it` : '';
  return { ...row, action: 'import', because: `SUPPRESSED in Security Hub ${note}${second}` };
}
