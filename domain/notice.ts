import type { Destiny } from './outcome.ts';
import type { LedgerRow, StoryEntry, StoryKind } from './story.ts';

/** What people are told of. Part of the messages' schema: add, never rename. */
export const NOTICE_KINDS = [
  'routed',
  'waits-for-you',
  'reminded',
  'escalated',
  'checked',
  'fixed',
  'accepted',
  'expiring',
  'reopened',
  'prevented',
  'withdrawn',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Which message a line of the story is; null for what only the story tells. */
export function noticeKind(
  { kind, phase }: Pick<StoryEntry, 'kind' | 'phase'>,
  { destiny, episode }: Pick<LedgerRow, 'destiny'> & { readonly episode: number },
): NoticeKind | null {
  if (kind === 'closed') return destiny === null ? 'fixed' : CLOSED[destiny];
  // The owner of a first report is not known yet.
  if (kind === 'observed') return episode > 1 ? 'reopened' : null;
  // Granted and written to Security Hub are two lines: people hear of what is in force.
  if (kind === 'accepted') return phase === 'ACCEPTED' ? 'accepted' : null;
  // Somebody asked for a look, and it changed nothing: what is verified fixed has a line of its own.
  if (kind === 'verified') return WAITS.includes(phase) ? 'checked' : null;
  // The look that follows has a line of its own.
  if (kind === 'expired' || kind === 'revoked') return phase === 'REOPEN' ? 'reopened' : null;
  return ALWAYS[kind] ?? null;
}

/** Phases in which people are asked for something. */
const WAITS: readonly string[] = ['HUMAN_REVIEW', 'AWAITING_APPROVAL', 'AWAITING_MERGE'];

const CLOSED: Readonly<Record<Destiny, NoticeKind>> = {
  Fixed: 'fixed',
  Accepted: 'accepted',
  Prevented: 'prevented',
  Withdrawn: 'withdrawn',
};

const ALWAYS: Readonly<Partial<Record<StoryKind, NoticeKind>>> = {
  remediating: 'routed',
  assigned: 'routed',
  'approval-asked': 'waits-for-you',
  // A pull request: its reviewers merge it, or say why not.
  proposed: 'waits-for-you',
  people: 'waits-for-you',
  'second-asked': 'waits-for-you',
  reminded: 'reminded',
  escalated: 'escalated',
  overdue: 'escalated',
  expiring: 'expiring',
};
