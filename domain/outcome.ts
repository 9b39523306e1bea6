/** How an episode ended. */
export const DESTINIES = ['Fixed', 'Accepted', 'Prevented', 'Withdrawn'] as const;
export type Destiny = (typeof DESTINIES)[number];

/** Why an episode ended. Only `remediated` is our work; no verification of ours proves the last two. */
export type FixedReason =
  | 'remediated'
  | 'already-fixed'
  | 'fixed-by-others'
  | 'gone'
  /** No control verifies it: two people attested it, and its source stopped reporting it. */
  | 'attested'
  /** No control verifies it: its source archived it before anybody acted. */
  | 'by-source';

/** `by-source` is Withdrawn and not Fixed: only the source says that the problem is over. */
export function destinyOf(reason: FixedReason): Destiny {
  return reason === 'by-source' ? 'Withdrawn' : 'Fixed';
}

/** What a remediation activity answers. Expected refusals are values; the activity throws only what is unexpected. */
export type RemediationResult =
  | { readonly status: 'succeeded'; readonly executionId: string }
  /** Automation failed: verification decides. */
  | { readonly status: 'failed'; readonly executionId: string | null; readonly reason: string }
  /** A worker died between recording and starting the write, and the resource changed since: verification decides. */
  | { readonly status: 'interrupted'; readonly reason: string }
  /** Drift: settings, document, parameters or policy differ from the plan. Nothing was written. */
  | { readonly status: 'moved'; readonly reason: string }
  /** Kill switch, missing approval or rate limit: nothing was written, people decide. */
  | { readonly status: 'refused'; readonly reason: string }
  /** Shadow mode: nothing was written. */
  | { readonly status: 'planned'; readonly reason: string };
