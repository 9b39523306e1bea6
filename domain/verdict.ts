/**
 * What our own read of the resource says. `unknown` is an answer too: it means that we could not see,
 * and leads to people, never to "fine".
 */
export const VERDICTS = ['fixed', 'open', 'gone', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One look at the resource by the read-only role, with where its evidence lies. */
export interface Verification {
  /** Our own id of this look; it stands in the Security Hub note and in the ledger. */
  readonly id: string;
  readonly verdict: Verdict;
  /** One sentence for people: what was seen. */
  readonly summary: string;
  /** Set exactly when the verdict is `unknown`: what failed, on what. */
  readonly error: string | null;
  /** Null only when no read was possible at all. */
  readonly evidence: EvidenceRef | null;
  /** ISO 8601. */
  readonly at: string;
  /** What the source says of a type that no control verifies; the verdict is `unknown` then. */
  readonly source?: SourceState;
}

/**
 * All findings of a problem that Security Hub still knows: `archived` when each is ARCHIVED, `passed` when the others
 * are PASSED, `open` when one is still reported. `missing`: it knows none of them.
 */
export type SourceState = 'archived' | 'passed' | 'open' | 'missing';

/** Redacted raw SDK responses in S3. */
export interface EvidenceRef {
  readonly bucket: string;
  readonly key: string;
  /** Lower-case hex of the stored bytes. */
  readonly sha256: string;
}

/** Only these close a finding: https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html says nothing re-opens a wrong RESOLVED. */
export function closes(verdict: Verdict): boolean {
  return verdict === 'fixed' || verdict === 'gone';
}
