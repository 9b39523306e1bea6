/** Story lines in `<prefix>-events`: docs/ledger.md. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import { canonicalJson } from '../../../domain/plan.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { query } from '../dynamodb/queries.ts';
import { anyItem, ITEM_SCHEMA, versioned } from '../dynamodb/read-item.ts';
import { count, entryShape, text } from '../dynamodb/shapes.ts';
import type { Item, Store } from '../dynamodb/store.ts';

const lineShape = z.object({
  ...versioned,
  workflowId: text,
  sequence: text,
  episode: count.max(999_999),
  ...entryShape.shape,
});

/** A line with its place. */
export interface StoryLine {
  readonly sequence: string;
  readonly episode: number;
  readonly entry: StoryEntry;
}

/** `000002#00000017`: the order of the keys is the order of the story. */
export function sequenceOf(episode: number, seq: number): string {
  return `${String(episode).padStart(6, '0')}#${String(seq).padStart(8, '0')}`;
}

/**
 * The items that `known` lacks. When a line with the same number has another content (Temporal reset the
 * workflow), the new one is stored beside it: nothing is lost or overwritten, and recording it again adds nothing.
 */
export function missingLines(
  entries: readonly StoryEntry[],
  { workflowId, episode, known }: Place & { readonly known: readonly StoryLine[] },
): readonly Item[] {
  const there = new Map(known.map((line) => [line.sequence, canonicalJson(line.entry)]));
  return entries.flatMap((entry) => {
    const content = canonicalJson(entry);
    const first = sequenceOf(episode, entry.seq);
    const before = there.get(first);
    const sequence = before === undefined ? first : `${first}~${shortHash(content)}`;
    if (before === content || there.has(sequence)) return [];
    there.set(sequence, content);
    return [{ schema: ITEM_SCHEMA, workflowId, sequence, episode, ...entry }];
  });
}

export interface Place {
  readonly workflowId: string;
  readonly episode: number;
}

/** Every key that begins with a digit: ":" is the character after "9". */
const FIRST = '0';
const LAST = ':';

/** The lines as they are stored, whatever they hold, oldest first; at most `limit`. */
export async function rawLines(
  store: Store,
  workflowId: string,
  limit: number,
): Promise<readonly Item[]> {
  const keys = '#workflowId = :id AND #sequence BETWEEN :from AND :to';
  const about = { keys, values: { id: workflowId, from: FIRST, to: LAST }, limit };
  return await query(store, 'events', about, anyItem);
}

/** Lines between two keys, both included, oldest first. */
async function linesBetween(
  store: Store,
  workflowId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly StoryLine[]> {
  const keys = '#workflowId = :id AND #sequence BETWEEN :from AND :to';
  const about = { keys, values: { id: workflowId, from, to } };
  const items = await query(store, 'events', about, lineShape);
  return items.map(({ schema: _schema, workflowId: _id, sequence, episode, ...entry }) => ({
    sequence,
    episode,
    entry,
  }));
}

/** The whole story. */
export async function allLines(store: Store, workflowId: string): Promise<readonly StoryLine[]> {
  return await linesBetween(store, workflowId, { from: FIRST, to: LAST });
}

/** Lines with the numbers of these entries. */
export async function knownLines(
  store: Store,
  { workflowId, episode }: Place,
  entries: readonly StoryEntry[],
): Promise<readonly StoryLine[]> {
  const numbers = entries.map(({ seq }) => seq);
  const from = sequenceOf(episode, Math.min(...numbers));
  // "~" sorts after every digit, and "g" after every hexadecimal one: includes lines kept beside the last.
  const to = `${sequenceOf(episode, Math.max(...numbers))}~g`;
  return await linesBetween(store, workflowId, { from, to });
}

function shortHash(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
