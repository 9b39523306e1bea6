import { ApplicationFailure } from '@temporalio/common';

import { compareStory, digestOf } from './chain.ts';
import type { Comparison, Difference, StoredLine } from './chain.ts';
import type { SealReader } from './seals.ts';

/** Far more than any life of a problem has. A longer story is an alarm, so that nobody can make the audit read for ever. */
const MOST_LINES = 50_000;

/** Reads at most so many lines of a story as they are stored, oldest first. */
type ReadLines = (
  workflowId: string,
  limit: number,
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

export interface CheckStoryDeps {
  readonly seals: Pick<SealReader, 'of'>;
  readonly lines: ReadLines;
}

/** How a story compares with its seals, or why that could not be said: then it is no better than one that differs. */
export type StoryCheck =
  | { readonly comparison: Comparison; readonly last: LastSeal }
  | { readonly broken: string };

/** What the next seal continues. */
interface LastSeal {
  readonly number: number;
  readonly hash: string | null;
}

/** Needs reads and kms:VerifyMac. Throws what AWS refuses or cannot answer now; what nobody can read is `broken`. */
export async function checkStory(
  { seals, lines }: CheckStoryDeps,
  workflowId: string,
): Promise<StoryCheck> {
  // First the seals: a line that is stored meanwhile is not sealed yet, and never looks removed.
  const known = await seals.of(workflowId);
  if ('broken' in known) return known;
  const stored = await linesOf(lines, workflowId);
  if ('broken' in stored) return stored;
  const comparison = compareStory(stored, known.seals);
  return { comparison, last: { number: known.seals.length, hash: known.last } };
}

async function linesOf(
  read: ReadLines,
  workflowId: string,
): Promise<readonly StoredLine[] | { readonly broken: string }> {
  const items = await readable(read, workflowId);
  if (items instanceof Error) return { broken: `a line cannot be read: ${items.message}` };
  if (items.length > MOST_LINES)
    return { broken: `the story has more than ${MOST_LINES} lines: nobody compares it any more` };
  return items.map((item) => ({ sequence: String(item['sequence']), digest: digestOf(item) }));
}

/** Whoever writes lines can write values that no program can read. What AWS refuses is thrown. */
async function readable(read: ReadLines, workflowId: string) {
  try {
    return await read(workflowId, MOST_LINES + 1);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ApplicationFailure) throw error;
    return error;
  }
}

/** What differs, one sentence each; empty where nothing does. */
export function sentencesOf(check: StoryCheck): readonly string[] {
  if ('broken' in check) return [check.broken];
  return check.comparison.differences.map(sentenceOf);
}

/** Nothing can be put right: lines were added, and have a seal of their own since. */
export function isSettled(check: StoryCheck): boolean {
  if ('broken' in check) return false;
  return check.comparison.differences.every(
    ({ kind, sealedAt }) => kind === 'added' && sealedAt !== null,
  );
}

/** For people: `line 7 of episode 2 was changed after it was sealed (2026-11-30 15:00 UTC)`. */
export function sentenceOf({ kind, sequence, sealedAt }: Difference): string {
  const what = lineName(sequence);
  if (kind !== 'added') return `${what} was ${kind} after it was sealed at ${sealedAt}`;
  return `${what} was added before a line that was sealed already`;
}

/** The sequence of a line in words; as it is where no program of ours made it. */
export function lineName(sequence: string): string {
  const [, episode, line, beside] = /^(\d{6})#(\d{8})(~[0-9a-f]{12})?$/.exec(sequence) ?? [];
  if (episode === undefined) return `line ${JSON.stringify(sequence)}`;
  return `line ${Number(line)}${beside ?? ''} of episode ${Number(episode)}`;
}
