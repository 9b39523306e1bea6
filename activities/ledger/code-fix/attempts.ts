/** Attempts at a fix in code, in `<prefix>-events` beside the story: docs/ledger.md. */
import { z } from 'zod';

import type { FixAuthor } from '../../../domain/code-fix.ts';
import { asked, isConditionFailed } from '../dynamodb/failure.ts';
import { checkInput, ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { count, instant, text } from '../dynamodb/shapes.ts';
import { allPages } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import { settings } from '../lifecycle/record-writes.ts';
import type { Place } from '../lifecycle/story-item.ts';

/** One attempt of an episode, from 1. */
export interface AttemptPlace extends Place {
  readonly number: number;
}

/** What a model said, kept before anybody judges it. */
interface Heard {
  readonly at: string;
  /** At most `LONGEST_ANSWER` characters of it. */
  readonly text: string;
  readonly stopReason: string;
  readonly tokens: { readonly input: number; readonly output: number };
}

/** What the attempt came to. */
interface Judged {
  readonly at: string;
  readonly accepted: boolean;
  /** Of a rejection; empty texts for an accepted one. */
  readonly check: string;
  readonly code: string;
  readonly reason: string;
  /** Of an accepted one the validator's own; of a rejected one what was answered. */
  readonly diff: string;
  /** How many characters are missing at its end. */
  readonly cut: number;
  /** US dollars; absent where nobody configured prices. */
  readonly cost?: number;
  readonly repository: string;
  readonly path: string;
  readonly block: string;
}

export interface RememberedAttempt {
  readonly episode: number;
  readonly number: number;
  readonly author: FixAuthor;
  /** ISO 8601, of the first question. */
  readonly begunAt: string;
  /** Questions that were begun, and how many of them the service refused. */
  readonly calls: number;
  readonly refused: number;
  readonly heard: Heard | null;
  /** Null while nobody has judged an answer. */
  readonly judged: Judged | null;
}

export interface Attempts {
  /** Before a question: it counts, whatever becomes of it. What was heard already is answered instead, and nothing counts. */
  begin(
    place: AttemptPlace,
    about: { readonly author: FixAuthor; readonly at: string },
  ): Promise<RememberedAttempt>;
  /** The service said no: that question was not answered and cost nothing. */
  refused(place: AttemptPlace): Promise<void>;
  /** The first answer stays, and is what comes back. */
  heard(place: AttemptPlace, heard: Heard): Promise<Heard>;
  /** The last word stays: an answer that is judged again after a crash is judged against the file of that moment. */
  judged(
    place: AttemptPlace,
    about: { readonly author: FixAuthor; readonly judged: Judged },
  ): Promise<void>;
  /** Of all episodes, oldest first. Strongly consistent. */
  attempts(workflowId: string): Promise<readonly RememberedAttempt[]>;
}

/** Failures as in `ledger.ts`. */
export function dynamoAttempts(store: Store): Attempts {
  return {
    begin: async (place, about) => await begin(store, place, about),
    refused: async (place) => await refused(store, place),
    heard: async (place, said) => await heard(store, place, said),
    judged: async (place, about) => await judged(store, place, about),
    attempts: async (workflowId) => await attempts(store, workflowId),
  };
}

/** In characters: more than the validator reads, so that what is too long stays too long. */
const LONGEST_ANSWER = 66_000;

/** Questions whose answer nobody heard, and nobody can know what they cost. */
export function unheardOf({
  calls,
  refused: answeredNo,
  heard: answer,
}: Pick<RememberedAttempt, 'calls' | 'refused' | 'heard'>): number {
  return Math.max(0, calls - answeredNo - (answer === null ? 0 : 1));
}

const tokens = z.object({ input: z.int().min(0), output: z.int().min(0) });
const heardShape = z.object({ at: instant, text: z.string(), stopReason: z.string(), tokens });
const judgedShape = z.object({
  at: instant,
  accepted: z.boolean(),
  check: z.string(),
  code: z.string(),
  reason: z.string(),
  diff: z.string(),
  cut: z.int().min(0),
  cost: z.number().min(0).exactOptional(),
  repository: text,
  path: text,
  block: text,
}) satisfies z.ZodType<Judged>;
const authorShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('model'), model: text, prompt: text }),
  z.object({ kind: z.literal('control') }),
]) satisfies z.ZodType<FixAuthor>;
const attemptShape = z.object({
  ...versioned,
  episode: count.max(999_999),
  number: count.max(9999),
  author: authorShape,
  begunAt: instant,
  calls: z.int().min(0).default(0),
  refused: z.int().min(0).default(0),
  heard: heardShape.nullable().default(null),
  judged: judgedShape.nullable().default(null),
});

async function begin(
  { client, tables }: Store,
  place: AttemptPlace,
  { author, at }: { readonly author: FixAuthor; readonly at: string },
): Promise<RememberedAttempt> {
  const { number, episode } = place;
  const set = settings({ schema: ITEM_SCHEMA, number, episode, author });
  const update = client.update({
    TableName: tables.events,
    Key: keyOf(place),
    UpdateExpression: `SET ${set.sets}, #begunAt = if_not_exists(#begunAt, :at) ADD #calls :one`,
    ConditionExpression: 'attribute_not_exists(#heard)',
    ExpressionAttributeNames: {
      ...set.names,
      '#begunAt': 'begunAt',
      '#calls': 'calls',
      '#heard': 'heard',
    },
    ExpressionAttributeValues: { ...set.values, ':at': at, ':one': 1 },
    ReturnValues: 'ALL_NEW',
  });
  try {
    const { Attributes = {} } = await asked(`beginning ${nameOf(place)}`, update);
    return readAttempt(Attributes, nameOf(place));
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    return await known({ client, tables }, place);
  }
}

async function refused({ client, tables }: Store, place: AttemptPlace): Promise<void> {
  const update = client.update({
    TableName: tables.events,
    Key: keyOf(place),
    UpdateExpression: 'ADD #refused :one',
    ExpressionAttributeNames: { '#refused': 'refused' },
    ExpressionAttributeValues: { ':one': 1 },
  });
  await asked(`remembering that ${nameOf(place)} was refused`, update);
}

async function heard({ client, tables }: Store, place: AttemptPlace, said: Heard): Promise<Heard> {
  const kept = { ...said, text: said.text.slice(0, LONGEST_ANSWER) };
  const update = client.update({
    TableName: tables.events,
    Key: keyOf(place),
    UpdateExpression: 'SET #heard = :heard',
    ConditionExpression: 'attribute_not_exists(#heard)',
    ExpressionAttributeNames: { '#heard': 'heard' },
    ExpressionAttributeValues: { ':heard': checkInput(heardShape, kept, nameOf(place)) },
  });
  try {
    await asked(`remembering the answer to ${nameOf(place)}`, update);
    return kept;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    return (await known({ client, tables }, place)).heard ?? kept;
  }
}

async function judged(
  { client, tables }: Store,
  place: AttemptPlace,
  about: Parameters<Attempts['judged']>[1],
): Promise<void> {
  const { number, episode } = place;
  const verdict = checkInput(judgedShape, about.judged, nameOf(place));
  const { author } = about;
  const set = settings({ schema: ITEM_SCHEMA, number, episode, author, judged: verdict });
  const update = client.update({
    TableName: tables.events,
    Key: keyOf(place),
    UpdateExpression: `SET ${set.sets}, #begunAt = if_not_exists(#begunAt, :at)`,
    ExpressionAttributeNames: { ...set.names, '#begunAt': 'begunAt' },
    ExpressionAttributeValues: { ...set.values, ':at': verdict.at },
  });
  await asked(`remembering what ${nameOf(place)} came to`, update);
}

async function attempts(
  { client, tables }: Store,
  workflowId: string,
): Promise<readonly RememberedAttempt[]> {
  const what = `the attempts at a fix of ${workflowId}`;
  const query = async (ExclusiveStartKey: Item | undefined) =>
    await client.query({
      TableName: tables.events,
      KeyConditionExpression: 'workflowId = :id AND begins_with(#sequence, :prefix)',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':id': workflowId, ':prefix': PREFIX },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
  const items = await asked(`reading ${what}`, allPages(query));
  return items.map((item) => readAttempt(item, `${String(item['sequence'])} of ${workflowId}`));
}

async function known({ client, tables }: Pick<Store, 'client' | 'tables'>, place: AttemptPlace) {
  const get = client.get({ TableName: tables.events, Key: keyOf(place), ConsistentRead: true });
  const { Item: item = {} } = await asked(`reading ${nameOf(place)}`, get);
  return readAttempt(item, nameOf(place));
}

function readAttempt(item: Item, where: string): RememberedAttempt {
  const { schema: _schema, ...read } = readItem(attemptShape, item, where);
  return read;
}

/** Digits sort before letters: the story is a range of digits, and what stands beside it begins with a word. */
const PREFIX = 'attempt#';

function keyOf({ workflowId, episode, number }: AttemptPlace) {
  const place = `${String(episode).padStart(6, '0')}#${String(number).padStart(4, '0')}`;
  return { workflowId, sequence: `${PREFIX}${place}` };
}

function nameOf({ workflowId, episode, number }: AttemptPlace): string {
  return `attempt ${number} at a fix, episode ${episode} of ${workflowId}`;
}
