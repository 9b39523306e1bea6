const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-03-01 14:05:09` in UTC; whoever prints it names the offset once. */
export function timestamp(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

/** `2026-03-01 14:05:09 UTC (in 3 h 20 min)`. */
export function moment(iso: string, now: number): string {
  return `${timestamp(iso)} UTC (${relative(iso, now)})`;
}

/** `in 3 h 20 min`, `2 d 4 h ago`, `now`. */
export function relative(iso: string, now: number): string {
  const distance = Date.parse(iso) - now;
  if (Math.abs(distance) < 1000) return 'now';
  return distance > 0 ? `in ${duration(distance)}` : `${duration(-distance)} ago`;
}

/** A duration in its two largest units: `45 s`, `3 h 20 min`, `12 d 4 h`. */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / 1000)} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  if (ms < DAY) return twoUnits(ms, [HOUR, 'h'], [MINUTE, 'min']);
  return twoUnits(ms, [DAY, 'd'], [HOUR, 'h']);
}

function twoUnits(
  ms: number,
  [large, largeName]: readonly [number, string],
  [small, smallName]: readonly [number, string],
): string {
  const rest = Math.floor((ms % large) / small);
  const first = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}
