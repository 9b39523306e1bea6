/** What lists and pages derive from a row of the ledger. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { isUnassigned, teamOf } from '../../output/owner.ts';

const DAY = 86_400_000;

/** A line of the story with its episode. */
export type EpisodeEntry = StoryEntry & { readonly episode: number };

/** What a row needs besides itself to be told. */
export interface Telling {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly defaultTeam: string | null;
}

/** A row of `--json`: the ledger's, with what is derived from it spelled out. */
export function listed(
  row: Lifecycle,
  { now, defaultTeam }: Telling,
): Readonly<Record<string, unknown>> {
  const { problem, ...rest } = row;
  const { control, findingType, account, region, resource } = problem;
  const identity = { workflowId: row.workflowId, control, findingType, account, region, resource };
  const team = { owner: teamOf(row, defaultTeam), ownerIsDefault: isUnassigned(row) };
  return { ...identity, ...rest, ...team, overdue: isOverdue(row, now) };
}

export function isOpen(row: Lifecycle): boolean {
  return row.phase !== 'CLOSED';
}

/** True when people have let the deadline pass: the present one, or one of the last people there are to ask. */
export function isOverdue(row: Lifecycle, now: number): boolean {
  if (!isOpen(row) || row.nextDeadline === null) return false;
  return Date.parse(row.nextDeadline) < now || (row.ladder?.overdue ?? 0) > 0;
}

/** True for what is accepted and ends within so many days. */
export function isExpiring({ exception }: Lifecycle, within: number, now: number): boolean {
  return exception !== undefined && Date.parse(exception.until) <= now + within * DAY;
}

/**
 * Why people have to decide. The row's own `reason` is its last line: after a look that somebody asked for, that is
 * what was seen. The reason that still stands is told by `waitsFor` in domain/lifecycle/story.ts.
 */
export function reasonOf(row: Lifecycle): string {
  const told = / decides until \S+: (.+)$/s.exec(row.waitsFor)?.[1];
  return told === undefined ? row.reason : withoutRequest(told, row);
}

/** What waits for a second person has a place of its own. */
export function withoutRequest(sentence: string, { request }: Lifecycle): string {
  if (request === undefined) return sentence;
  const at = sentence.lastIndexOf(` ${request.by} asked to ${request.decision}: `);
  return at === -1 ? sentence : sentence.slice(0, at);
}
