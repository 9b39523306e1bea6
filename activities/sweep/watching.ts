/** When a closed resource is looked at again: a day after the close. Times are ISO 8601. */
const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

/** A deploy of yesterday's template, a nightly job: most of what undoes a fix has run once by then. */
export function firstLookAfter(closedAt: string): string {
  return new Date(Date.parse(closedAt) + DAY).toISOString();
}
