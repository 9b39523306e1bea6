import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { findSequence } from './find-sequence.ts';
import type { Hunk } from './parsed-diff.ts';

/** A hunk at the place where its old lines stand, from 0. */
export interface PlacedHunk {
  readonly at: number;
  readonly hunk: Hunk;
}

/**
 * Where each hunk belongs: at its own line; else at its line moved as the hunk before it; else the only place in
 * the rest of the file that has exactly its lines. Line numbers may be wrong, context may not.
 */
export function locateHunks(
  hunks: readonly Hunk[],
  lines: readonly string[],
): readonly PlacedHunk[] | Rejection {
  const placed: PlacedHunk[] = [];
  let from = 0;
  let drift = 0;
  for (const hunk of hunks) {
    const at = place(hunk, lines, { from, drift });
    if (typeof at !== 'number') return at;
    placed.push({ at, hunk });
    drift = at - declared(hunk);
    from = at + hunk.oldCount;
  }
  return placed;
}

interface Progress {
  readonly from: number;
  readonly drift: number;
}

function place(hunk: Hunk, lines: readonly string[], progress: Progress): number | Rejection {
  const old = hunk.lines.filter(({ kind }) => kind !== '+').map(({ text }) => text);
  const { from, drift } = progress;
  const guesses = [declared(hunk), declared(hunk) + drift];
  const guess = guesses.find((at) => at >= from && matches(lines, old, at));
  if (guess !== undefined) return guess;
  if (old.length === 0) return outside(hunk, lines.length);
  const [only, second] = findSequence(lines, old, from);
  if (only === undefined) return mismatch(hunk, lines);
  return second === undefined ? only : ambiguous(hunk, only, second);
}

/** With nothing to match, a hunk goes in behind the line it names. */
function declared({ oldStart, oldCount }: Hunk): number {
  return oldCount === 0 ? oldStart : oldStart - 1;
}

function matches(lines: readonly string[], old: readonly string[], at: number): boolean {
  return at + old.length <= lines.length && old.every((text, index) => lines[at + index] === text);
}

function outside({ number, oldStart }: Hunk, count: number): Rejection {
  return reject(
    'OUTSIDE_FILE',
    `The hunk on line ${number} of the answer inserts at line ${oldStart} of a file of ${count} lines.`,
  );
}

function ambiguous({ number }: Hunk, first: number, second: number): Rejection {
  return reject(
    'AMBIGUOUS',
    `The hunk on line ${number} of the answer fits the file at line ${first + 1} and at line ${second + 1}.`,
  );
}

/** Names the first line that the file does not have at all, which is what the model made up. */
function mismatch(hunk: Hunk, lines: readonly string[]): Rejection {
  const known = new Set(lines);
  const old = hunk.lines.filter(({ kind }) => kind !== '+');
  const unknown = old.find(({ text }) => !known.has(text));
  const where = `the hunk on line ${hunk.number} of the answer`;
  if (unknown === undefined) {
    return reject('CONTEXT_MISMATCH', `The file has the lines of ${where}, but not together.`);
  }
  return reject('CONTEXT_MISMATCH', `The file does not have a line of ${where}.`, {
    in: 'answer',
    number: unknown.number,
    text: unknown.text,
  });
}
