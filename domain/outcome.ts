/** How an episode ended. Issue by issue more of these are reached; the words are fixed now. */
export const DESTINIES = ['Fixed', 'Accepted', 'Prevented', 'Withdrawn'] as const;
export type Destiny = (typeof DESTINIES)[number];

/** Why an episode ended. Counted apart: only `remediated` is our work, and the last two no look of ours proved. */
export type FixedReason =
  | 'remediated'
  | 'already-fixed'
  | 'fixed-by-others'
  | 'gone'
  /** No control verifies it: two people said so, and the source stopped reporting it. */
  | 'attested'
  /** No control verifies it: the source archived it before anybody acted. */
  | 'by-source';

/** Withdrawn is no fix: nobody but the source says anything. */
export function destinyOf(reason: FixedReason): Destiny {
  return reason === 'by-source' ? 'Withdrawn' : 'Fixed';
}

/** What a remediation activity reports. Expected refusals are values; only the unexpected throws. */
export type RemediationResult =
  | { readonly status: 'succeeded'; readonly executionId: string }
  /** Automation ended badly: verification decides what is true. */
  | { readonly status: 'failed'; readonly executionId: string | null; readonly reason: string }
  /** A worker died between intent and start and the state has moved since: verification decides. */
  | { readonly status: 'interrupted'; readonly reason: string }
  /** State, document, parameters or table differ from the approved plan: nothing was written. */
  | { readonly status: 'moved'; readonly reason: string }
  /** Kill switch, missing approval, cap: nothing was written, people decide. */
  | { readonly status: 'refused'; readonly reason: string }
  /** Shadow mode: this would have run, nothing was written. */
  | { readonly status: 'planned'; readonly reason: string };
