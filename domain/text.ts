/** Formats for the sentences that people read. */

/** At most `max` characters: texts of products and people may be long, the raw answers are in the evidence. */
export function truncate(text: string, max = 500): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** `2026-11-01T10:00:00.000Z`, from epoch milliseconds. */
export function isoInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** `2026-11-01T10:00Z`, from epoch milliseconds. */
export function isoMinute(ms: number): string {
  return `${isoInstant(ms).slice(0, 16)}Z`;
}

/** `2026-11-24 10:00 UTC`, from ISO 8601 in UTC. */
export function utc(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
