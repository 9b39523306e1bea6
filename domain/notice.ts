import type { Destiny } from './outcome.ts';
import type { LedgerRow, StoryEntry, StoryKind } from './story.ts';

/** The kinds of notifications. They are part of the messages' schema: add, never rename. */
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
  // Of no story entry: the audit found that the story is not what was sealed.
  'tampered',
  // Of no story entry: the audit found that a finding is closed without proof.
  'unproven',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Which notification a story entry causes; null for none. */
export function noticeKind(
  { kind, phase }: Pick<StoryEntry, 'kind' | 'phase'>,
  { destiny, episode }: Pick<LedgerRow, 'destiny'> & { readonly episode: number },
): NoticeKind | null {
  if (kind === 'closed') return destiny === null ? 'fixed' : CLOSED[destiny];
  // Before the first triage nobody knows the owner, so a first report notifies nobody.
  if (kind === 'observed') return episode > 1 ? 'reopened' : null;
  // Granting and writing to Security Hub are two entries. People are notified when the exception is in force.
  if (kind === 'accepted') return phase === 'ACCEPTED' ? 'accepted' : null;
  // A check that somebody asked for and that closed nothing. A close has an entry of its own.
  if (kind === 'verified') return WAITS_FOR_PEOPLE.includes(phase) ? 'checked' : null;
  // What triage finds afterwards has an entry of its own.
  if (ENDS.includes(kind)) return phase === 'REOPEN' ? 'reopened' : null;
  // Of an undo, for which a plan is made first: the request to approve that plan is told.
  if (kind === 'second-asked' && phase === 'TRIAGE') return null;
  return ALWAYS[kind] ?? null;
}

/** An exception is over. */
const ENDS: readonly StoryKind[] = ['expired', 'revoked', 'ended'];

/** The statuses in which people have to decide, approve or merge. */
export const WAITS_FOR_PEOPLE: readonly string[] = [
  'AWAITING_APPROVAL',
  'AWAITING_MERGE',
  'HUMAN_REVIEW',
];

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
  // The pull request's reviewers have to merge or close it.
  proposed: 'waits-for-you',
  people: 'waits-for-you',
  'second-asked': 'waits-for-you',
  reminded: 'reminded',
  escalated: 'escalated',
  overdue: 'escalated',
  expiring: 'expiring',
};
