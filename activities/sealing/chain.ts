/**
 * The seals of one story, as pure data: each names lines with their digests, and the hash of the seal before it. So the
 * newest seal stands for all sealed lines, and a difference is named line by line.
 */
import { createHash } from 'node:crypto';

import { canonicalJson } from '../../domain/plan.ts';

/** A story line as it is stored, by its key: the order of the keys is the order of the story. */
export interface StoredLine {
  readonly sequence: string;
  /** SHA-256 of the whole stored item, in hex. */
  readonly digest: string;
}

/** What was sealed at once. */
export interface Seal {
  /** From 1, without a gap. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** The hash of the seal before it; null for the first. */
  readonly before: string | null;
  /** Sequence → digest. */
  readonly lines: Readonly<Record<string, string>>;
}

/**
 * `changed` and `removed` lines were sealed otherwise; `added` ones stand before a line that was sealed earlier. Of an
 * added line `sealedAt` is null until it is sealed itself.
 */
export interface Difference {
  readonly kind: 'changed' | 'removed' | 'added';
  readonly sequence: string;
  /** ISO 8601. */
  readonly sealedAt: string | null;
}

/** How a story compares with its seals. */
export interface Comparison {
  /** The last line that is sealed, and when; null without a seal. */
  readonly upTo: { readonly sequence: string; readonly at: string } | null;
  /** When the first seal was made, ISO 8601: nothing was sealed before. */
  readonly since: string | null;
  /** How many lines are sealed. */
  readonly sealed: number;
  /** Lines that no seal names yet, oldest first. */
  readonly unsealed: readonly StoredLine[];
  /** In the order of the story. */
  readonly differences: readonly Difference[];
}

/** The digest of a stored item, whatever its attributes are. */
export function digestOf(item: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(canonicalJson(plain(item)))
    .digest('hex');
}

/** With the type of everything that JSON cannot tell apart: a line may hold whatever DynamoDB keeps. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return { number: String(value) };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (value instanceof Set) {
    return { set: [...value].map((one) => canonicalJson(plain(one))).toSorted() };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, one]) => [name, plain(one)] as const);
  return { map: Object.fromEntries(members) };
}

/** Compares a story with its seals, oldest first, which must have been read before the lines. */
export function compareStory(lines: readonly StoredLine[], seals: readonly Seal[]): Comparison {
  const known = sealedLines(seals);
  const there = new Set(lines.map(({ sequence }) => sequence));
  const head = seals.length === 0 ? '' : latestOf(known.keys());
  const gone = [...known].filter(([sequence]) => !there.has(sequence));
  const differences = [
    ...lines.flatMap((line) => differenceOf(line, known.get(line.sequence), head)),
    ...gone.map(([sequence, { at }]) => ({ kind: 'removed', sequence, sealedAt: at }) as const),
  ];
  return {
    upTo: seals.length === 0 ? null : { sequence: head, at: seals.at(-1)?.at ?? '' },
    since: seals[0]?.at ?? null,
    sealed: known.size,
    unsealed: lines.filter(({ sequence }) => !known.has(sequence)),
    differences: differences.toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1)),
  };
}

interface Sealed {
  readonly digest: string;
  readonly at: string;
  /** An earlier seal names a later line: it was added before that. */
  readonly late: boolean;
}

function sealedLines(seals: readonly Seal[]): ReadonlyMap<string, Sealed> {
  const known = new Map<string, Sealed>();
  let head = '';
  for (const { lines, at } of seals) {
    for (const [sequence, digest] of Object.entries(lines)) {
      if (!known.has(sequence)) known.set(sequence, { digest, at, late: sequence < head });
    }
    head = latestOf([head, ...Object.keys(lines)]);
  }
  return known;
}

function differenceOf(
  { sequence, digest }: StoredLine,
  sealed: Sealed | undefined,
  head: string,
): readonly Difference[] {
  if (sealed === undefined) {
    return sequence < head ? [{ kind: 'added', sequence, sealedAt: null }] : [];
  }
  const { at: sealedAt, late } = sealed;
  if (sealed.digest !== digest) return [{ kind: 'changed', sequence, sealedAt }];
  return late ? [{ kind: 'added', sequence, sealedAt }] : [];
}

function latestOf(sequences: Iterable<string>): string {
  let latest = '';
  for (const sequence of sequences) if (sequence > latest) latest = sequence;
  return latest;
}

/** One item of DynamoDB has room for some 4,000. */
const MOST_IN_SEAL = 1_000;

/** The lines of the next seals: a line keeps the digest of its first seal for ever, so nothing is sealed over. */
export function sealableParts(
  unsealed: readonly StoredLine[],
): readonly Readonly<Record<string, string>>[] {
  const parts: Readonly<Record<string, string>>[] = [];
  for (let start = 0; start < unsealed.length; start += MOST_IN_SEAL) {
    const part = unsealed.slice(start, start + MOST_IN_SEAL);
    parts.push(Object.fromEntries(part.map(({ sequence, digest }) => [sequence, digest])));
  }
  return parts;
}
