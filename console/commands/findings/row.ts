/** What lists and pages derive from a row of the ledger. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { isUnassigned, teamOf } from '../../output/owner.ts';

const DAY = 86_400_000;

/** A line of the story with its episode. */
export type EpisodeEntry = StoryEntry & { readonly episode: number };

/** What a row is shown with. */
export interface Telling {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly defaultTeam: string | null;
}

/** The control, or the type of a finding without one. */
export function controlOf({ problem }: Lifecycle): string {
  return problem.control ?? problem.findingType;
}

/** `S3.PublicAccess on payments-logs`. */
export function nameOf(row: Lifecycle): string {
  return `${controlOf(row)} on ${row.problem.resource.name}`;
}

/** A row of `--json`: the ledger's, with what is derived from it. */
export function listed(
  row: Lifecycle,
  { now, defaultTeam }: Telling,
): Readonly<Record<string, unknown>> {
  const { problem, ...rest } = row;
  const { control, findingType, account, region, resource } = problem;
  const identity = { workflowId: row.workflowId, control, findingType, account, region, resource };
  const team = { owner: teamOf(row, defaultTeam), ownerIsDefault: isUnassigned(row) };
  const late = lateness(row, now);
  const lateBy = late === null ? {} : { lateSeconds: Math.round(late.ms / 1000) };
  return { ...identity, ...rest, ...team, overdue: late !== null, ...lateBy };
}

export function isOpen(row: Lifecycle): boolean {
  return row.phase !== 'CLOSED';
}

/** By how much people missed their first deadline, and who had it then. */
export interface Lateness {
  readonly ms: number;
  /** Null in rows written before the ledger kept it. */
  readonly by: string | null;
}

/** Null where no deadline of people was missed: an escalation or a new deadline does not make up for a missed one. */
export function lateness(row: Lifecycle, now: number): Lateness | null {
  const { due, nextDeadline, ladder } = row;
  if (!isOpen(row)) return null;
  if (due !== undefined) {
    const ms = now - Date.parse(due.first);
    return ms > 0 ? { ms, by: due.who } : null;
  }
  if (nextDeadline === null) return null;
  const ms = now - Date.parse(nextDeadline);
  return ms > 0 || (ladder?.overdue ?? 0) > 0 ? { ms: Math.max(ms, 0), by: null } : null;
}

/** True when people missed their first deadline. */
export function isOverdue(row: Lifecycle, now: number): boolean {
  return lateness(row, now) !== null;
}

/** True for what is accepted and ends within so many days. */
export function isExpiring({ exception }: Lifecycle, within: number, now: number): boolean {
  return exception !== undefined && Date.parse(exception.until) <= now + within * DAY;
}

/**
 * Why people have to decide. The row's own `reason` is its last story entry, which may be a check that somebody
 * requested later; the reason for the human review is in the sentence that `waitsFor` in domain/lifecycle/story.ts writes.
 */
export function reasonOf(row: Lifecycle): string {
  const reason = / decides until \S+: (.+)$/s.exec(row.waitsFor)?.[1];
  return reason === undefined ? row.reason : withoutRequest(reason, row);
}

/** The request for a second person has a line of its own. */
export function withoutRequest(sentence: string, { request }: Lifecycle): string {
  if (request === undefined) return sentence;
  const at = sentence.lastIndexOf(` ${request.by} asked to ${request.decision}: `);
  return at === -1 ? sentence : sentence.slice(0, at);
}

/** Longer reasons are shortened; the story has all of it. */
export const LONGEST_REASON = 240;

/** At most so many characters; the story has the whole text. */
export function brief(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
