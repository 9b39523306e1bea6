/** When a closed resource is checked again: a day after the close, then by sample. Times are ISO 8601. */
import { createHash } from 'node:crypto';

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** The share of the closed resources that is checked in a week. */
const WEEKLY_SHARE = 0.05;
/** A resource that was not drawn in so many weeks is checked in the last of them. */
const MOST_WEEKS = 52;

/** By then most of what could undo the fix has run once: a nightly job, a deployment of the old template. */
export function firstRecheckAfter(closedAt: string): string {
  return new Date(Date.parse(closedAt) + DAY).toISOString();
}

/** For a resource that could not be read. */
export function nextDailyRecheck(at: string): string {
  return new Date(Date.parse(at) + DAY).toISOString();
}

/**
 * Each week each lifecycle is drawn with the same probability, by a hash of its id and the week. So the sample needs
 * no memory, a repeated run draws the same, and the checks are spread over the week.
 */
export function nextSampledRecheck(
  workflowId: string,
  after: string,
  share = WEEKLY_SHARE,
): string {
  const first = Math.floor(Date.parse(after) / WEEK) + 1;
  const weeks = Array.from({ length: MOST_WEEKS }, (_, n) => first + n);
  const week = weeks.find((one) => draw(workflowId, `${one}`) < share) ?? first + MOST_WEEKS - 1;
  return new Date(Math.floor((week + draw(workflowId, `moment of ${week}`)) * WEEK)).toISOString();
}

/** From 0 up to 1, the same for the same arguments. */
function draw(workflowId: string, what: string): number {
  return createHash('sha256').update(`${workflowId}\n${what}`).digest().readUInt32BE(0) / 2 ** 32;
}
