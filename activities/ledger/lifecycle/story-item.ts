/** Story lines in `<prefix>-events`: docs/ledger.md. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import { canonicalJson } from '../../../domain/plan.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { asked } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { count, entryShape, text } from '../dynamodb/shapes.ts';
import { allPages } from '../dynamodb/store.ts';
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
 * The items that `known` lacks. A line that is there with other words (a workflow that Temporal reset tells its
 * story anew) is kept beside it: nothing is lost, nothing is overwritten, and telling it again adds nothing.
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

/** Lines between two keys, both included, oldest first. Strongly consistent. */
export async function linesBetween(
  { client, tables }: Store,
  workflowId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly StoryLine[]> {
  const query = async (ExclusiveStartKey: Item | undefined) =>
    await client.query({
      TableName: tables.events,
      KeyConditionExpression: 'workflowId = :id AND #sequence BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':id': workflowId, ':from': from, ':to': to },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
  const items = await asked(`reading the story of ${workflowId}`, allPages(query));
  return items.map((item) => readLine(item, tables.events));
}

function readLine(item: Item, table: string): StoryLine {
  const where = `Line ${String(item['sequence'])} of ${String(item['workflowId'])} in ${table}`;
  const { sequence, episode } = readItem(lineShape, item, where);
  return { sequence, episode, entry: readItem(entryShape, item, where) };
}

function shortHash(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
