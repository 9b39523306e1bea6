import type { SettingValue } from './change.ts';

/** What a verification found. `unknown`: the resource could not be read, so people decide; it never closes anything. */
export const VERDICTS = ['fixed', 'open', 'gone', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdict for people. */
export function verdictInWords(verdict: Verdict): string {
  return WORDS[verdict];
}

const WORDS: Readonly<Record<Verdict, string>> = {
  fixed: 'compliant',
  open: 'not compliant',
  gone: 'resource deleted',
  unknown: 'could not be checked',
};

/** One check of the resource by the read-only role, with its evidence. */
export interface Verification {
  /** Our id of this check. The ledger and the note in Security Hub name it. */
  readonly id: string;
  readonly verdict: Verdict;
  /** One sentence for people: what was found. */
  readonly summary: string;
  /** Set exactly when the verdict is `unknown`: what failed, on what. */
  readonly error: string | null;
  /** Null only when nothing could be read at all. */
  readonly evidence: EvidenceRef | null;
  /** ISO 8601. */
  readonly at: string;
  /** The settings as this check read them, in the control's words. Absent where none were read, and in older histories. */
  readonly settings?: readonly SettingValue[];
  /** Of a type that no control verifies: what its source says. The verdict is `unknown` then. */
  readonly source?: SourceState;
}

/**
 * Of the problem's findings that Security Hub still knows: `archived` when each is ARCHIVED, `passed` when the others
 * are PASSED, `open` when one is still reported. `missing`: Security Hub knows none of them.
 */
export type SourceState = 'archived' | 'passed' | 'open' | 'missing';

/** Redacted raw SDK responses in S3. */
export interface EvidenceRef {
  readonly bucket: string;
  readonly key: string;
  /** Lower-case hex of the stored bytes. */
  readonly sha256: string;
}

/** Only compliant and deleted close a finding, because https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html says that nothing reopens a wrong RESOLVED. */
export function closes(verdict: Verdict): boolean {
  return verdict === 'fixed' || verdict === 'gone';
}
