/** Tag patterns: `Environment=production,Team=platform`. Keys and values are compared exactly, as AWS does. */

export interface TagPattern {
  /** In order of the keys; `value` is null for `*`: any value. */
  readonly pairs: readonly TagPair[];
  /** One spelling for equal patterns. */
  readonly canonical: string;
}

interface TagPair {
  readonly key: string;
  readonly value: string | null;
}

export type Tags = Readonly<Record<string, string>>;

/** The pattern, or one sentence about what is wrong with it. A value may hold `=`, no part may hold a comma. */
export function parsePattern(text: string): TagPattern | string {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => part === '')) return 'it is empty';
  const pairs: TagPair[] = [];
  for (const part of parts) {
    const pair = parsePair(part);
    if (typeof pair === 'string') return pair;
    if (pairs.some(({ key }) => key === pair.key)) return `it names the tag ${pair.key} twice`;
    pairs.push(pair);
  }
  const sorted = [...pairs].sort((a, b) => (a.key < b.key ? -1 : 1));
  const canonical = sorted.map(({ key, value }) => `${key}=${value ?? '*'}`).join(',');
  return { pairs: sorted, canonical };
}

export function matches({ pairs }: TagPattern, tags: Tags): boolean {
  return pairs.every(
    ({ key, value }) => Object.hasOwn(tags, key) && (value === null || tags[key] === value),
  );
}

/** Positive when `a` is more specific than `b`: more tags, or as many with fewer `*`. 0 is a tie. */
export function compareSpecificity(a: TagPattern, b: TagPattern): number {
  return a.pairs.length - b.pairs.length || exactPairs(a) - exactPairs(b);
}

/** True when `whole` matches whatever all of `parts` match. */
export function follows(whole: TagPattern, parts: readonly TagPattern[]): boolean {
  const known = parts.flatMap((part) => part.pairs);
  return whole.pairs.every(({ key, value }) =>
    known.some((pair) => pair.key === key && (value === null || pair.value === value)),
  );
}

/** True when one resource can match both. */
export function compatible(a: TagPattern, b: TagPattern): boolean {
  return a.pairs.every(({ key, value }) => {
    const other = b.pairs.find((pair) => pair.key === key);
    return other === undefined || value === null || other.value === null || other.value === value;
  });
}

function exactPairs({ pairs }: TagPattern): number {
  return pairs.filter(({ value }) => value !== null).length;
}

function parsePair(part: string): TagPair | string {
  const at = part.indexOf('=');
  if (at < 0) return `"${part}" is not Key=Value`;
  const [key, value] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  if (key === '') return `"${part}" has no key`;
  if (key.includes('*')) return `"${part}": a key cannot be a pattern`;
  if (value === '') return `"${part}" has no value; ${key}=* means any value`;
  if (value === '*') return { key, value: null };
  if (value.includes('*')) return `"${part}": * must be the whole value and means any value`;
  return { key, value };
}
