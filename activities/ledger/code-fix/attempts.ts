/** Attempts at a fix in code, in `<prefix>-events` beside the story: docs/ledger.md. */
import { z } from 'zod';

import type { FixAuthor } from '../../../domain/code-fix.ts';
import { failure } from '../../aws/failures.ts';
import { assignments, get, updateIf } from '../dynamodb/items.ts';
import { queryPrefix } from '../dynamodb/queries.ts';
import { checkInput, ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { count, instant, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import type { Place } from '../lifecycle/story-item.ts';

/** One attempt of an episode, from 1. */
export interface AttemptPlace extends Place {
  readonly number: number;
}

/** A model's answer, stored before it is judged. */
interface Answer {
  readonly at: string;
  /** At most `LONGEST_ANSWER` characters of it. */
  readonly text: string;
  readonly stopReason: string;
  readonly tokens: { readonly input: number; readonly output: number };
}

/** What the validator said of the attempt. */
interface Judgement {
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
  readonly heard: Answer | null;
  /** Null while no answer was judged. */
  readonly judged: Judgement | null;
}

export interface Attempts {
  /** Before each question to a model: counts the call. When an answer is stored already, counts nothing. Answers the attempt. */
  begin(
    place: AttemptPlace,
    about: { readonly author: FixAuthor; readonly at: string },
  ): Promise<RememberedAttempt>;
  /** The service refused the question, which cost nothing. */
  countRefusal(place: AttemptPlace): Promise<void>;
  /** Keeps the first answer, and returns the one that is kept. */
  recordAnswer(place: AttemptPlace, answer: Answer): Promise<Answer>;
  /** The last one replaces earlier ones: after a crash an answer is judged again, against the file of that moment. */
  recordJudgement(
    place: AttemptPlace,
    about: { readonly author: FixAuthor; readonly judged: Judgement },
  ): Promise<void>;
  /** Of all episodes, oldest first. */
  attempts(workflowId: string): Promise<readonly RememberedAttempt[]>;
}

/** Failures as in `ledger.ts`. */
export function dynamoAttempts(store: Store): Attempts {
  return {
    begin: (place, about) => begin(store, place, about),
    async countRefusal(place) {
      const update = 'ADD #refused :one';
      await updateIf(store, 'events', keyOf(place), { update, values: { one: 1 } });
    },
    recordAnswer: (place, answer) => recordAnswer(store, place, answer),
    recordJudgement: (place, about) => recordJudgement(store, place, about),
    async attempts(of) {
      const items = await queryPrefix(store, 'events', { of, prefix: PREFIX }, attemptShape);
      return items.map(asAttempt);
    },
  };
}

/** In characters: more than the validator reads, so that what is too long stays too long. */
const LONGEST_ANSWER = 66_000;

/** How many calls ended without an answer and without a refusal: nobody knows what they cost. */
export function unansweredCalls({
  calls,
  refused,
  heard: answer,
}: Pick<RememberedAttempt, 'calls' | 'refused' | 'heard'>): number {
  return Math.max(0, calls - refused - (answer === null ? 0 : 1));
}

const tokens = z.object({ input: z.int().min(0), output: z.int().min(0) });
const answerShape = z.object({ at: instant, text: z.string(), stopReason: z.string(), tokens });
const judgementShape = z.object({
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
}) satisfies z.ZodType<Judgement>;
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
  heard: answerShape.nullable().default(null),
  judged: judgementShape.nullable().default(null),
});

async function begin(
  store: Store,
  place: AttemptPlace,
  { author, at }: { readonly author: FixAuthor; readonly at: string },
): Promise<RememberedAttempt> {
  const { number, episode } = place;
  const set = { schema: ITEM_SCHEMA, number, episode, author };
  const begun = await updateIf(store, 'events', keyOf(place), {
    update: `SET ${assignments(set)}, #begunAt = if_not_exists(#begunAt, :at) ADD #calls :one`,
    condition: 'attribute_not_exists(#heard)',
    values: { ...set, at, one: 1 },
  });
  return begun === null
    ? await existing(store, place)
    : asAttempt(readItem(attemptShape, begun, nameOf(place)));
}

async function recordAnswer(store: Store, place: AttemptPlace, answer: Answer): Promise<Answer> {
  const kept = { ...answer, text: answer.text.slice(0, LONGEST_ANSWER) };
  const first = await updateIf(store, 'events', keyOf(place), {
    update: 'SET #heard = :heard',
    condition: 'attribute_not_exists(#heard)',
    values: { heard: checkInput(answerShape, kept, nameOf(place)) },
  });
  return first === null ? ((await existing(store, place)).heard ?? kept) : kept;
}

async function recordJudgement(
  store: Store,
  place: AttemptPlace,
  about: Parameters<Attempts['recordJudgement']>[1],
): Promise<void> {
  const { number, episode } = place;
  const judged = checkInput(judgementShape, about.judged, nameOf(place));
  const set = { schema: ITEM_SCHEMA, number, episode, author: about.author, judged };
  await updateIf(store, 'events', keyOf(place), {
    update: `SET ${assignments(set)}, #begunAt = if_not_exists(#begunAt, :at)`,
    values: { ...set, at: judged.at },
  });
}

async function existing(store: Store, place: AttemptPlace): Promise<RememberedAttempt> {
  const item = await get(store, 'events', keyOf(place), attemptShape);
  if (item !== null) return asAttempt(item);
  throw failure('InvalidInput', `The ledger has no ${nameOf(place)}. Begin it first.`);
}

function asAttempt({
  schema: _schema,
  ...attempt
}: z.infer<typeof attemptShape>): RememberedAttempt {
  return attempt;
}

/** Begins with a letter: the keys of story lines begin with a digit, so the query for the story leaves it out. */
const PREFIX = 'attempt#';

function keyOf({ workflowId, episode, number }: AttemptPlace) {
  const place = `${String(episode).padStart(6, '0')}#${String(number).padStart(4, '0')}`;
  return { workflowId, sequence: `${PREFIX}${place}` };
}

function nameOf({ workflowId, episode, number }: AttemptPlace): string {
  return `attempt ${number} at a fix, episode ${episode} of ${workflowId}`;
}
