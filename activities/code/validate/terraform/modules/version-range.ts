/** A version as its three numbers. */
export type Version = readonly [number, number, number];

/** From `from` on, and below `below`; null where a constraint has no end. */
export interface VersionRange {
  readonly from: Version;
  readonly below: Version | null;
}

/**
 * Every version that a constraint allows lies in the range; null where it is none that we read, for example one with a
 * pre-release. https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function rangeOf(constraint: string): VersionRange | null {
  let range = ANY;
  for (const part of constraint.split(',')) {
    const one = rangeOfPart(part.trim());
    if (one === null) return null;
    range = both(range, one);
  }
  return range.below !== null && compare(range.from, range.below) >= 0 ? null : range;
}

/** What both allow. */
export function both(a: VersionRange, b: VersionRange): VersionRange {
  const from = compare(a.from, b.from) < 0 ? b.from : a.from;
  if (a.below === null || b.below === null) return { from, below: a.below ?? b.below };
  return { from, below: compare(a.below, b.below) < 0 ? a.below : b.below };
}

const PART = /^(>=|<=|!=|~>|>|<|=)?\s*v?(\d{1,5})(?:\.(\d{1,5}))?(?:\.(\d{1,5}))?$/;
/** Every version. */
export const ANY: VersionRange = { from: [0, 0, 0], below: null };

function rangeOfPart(part: string): VersionRange | null {
  const [all, operator = '=', a = '', b, c] = PART.exec(part) ?? [];
  if (all === undefined) return null;
  const [major, minor, patch] = [Number(a), Number(b ?? 0), Number(c ?? 0)];
  const version: Version = [major, minor, patch];
  const next: Version = [major, minor, patch + 1];
  if (operator === '=') return { from: version, below: next };
  if (operator === '>=') return { from: version, below: null };
  if (operator === '>') return { from: next, below: null };
  if (operator === '<') return { ...ANY, below: version };
  if (operator === '<=') return { ...ANY, below: next };
  if (operator === '!=') return ANY;
  // The last part given may grow: `~> 5` has no end.
  if (b === undefined) return { from: version, below: null };
  return { from: version, below: c === undefined ? [major + 1, 0, 0] : [major, minor + 1, 0] };
}

/** A version of our own tables. */
export function versionOf(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return [major, minor, patch];
}

/** Below zero where `a` is older than `b`. */
export function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Does every version of `inner` lie in `outer`? */
export function isWithin(inner: VersionRange, outer: VersionRange): boolean {
  if (compare(inner.from, outer.from) < 0) return false;
  if (outer.below === null) return true;
  return inner.below !== null && compare(inner.below, outer.below) <= 0;
}
