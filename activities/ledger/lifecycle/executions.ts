import { z } from 'zod';

import { failure } from '../../aws/failures.ts';
import { get, updateIf } from '../dynamodb/items.ts';
import { queryPrefix } from '../dynamodb/queries.ts';
import { ITEM_SCHEMA, checkInput, versioned } from '../dynamodb/read-item.ts';
import { count, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import { untilWritten } from '../dynamodb/until-written.ts';
import type { Execution, PlacedExecution, WriteCap } from '../ledger.ts';
import { countWrite } from './caps.ts';
import { putLine } from './record-writes.ts';
import type { Place } from './story-item.ts';

const executionShape = z.object({
  ...versioned,
  token: text,
  planHash: text,
  executionId: text.nullable(),
  found: text.exactOptional(),
  left: text.exactOptional(),
  undo: z.object({ by: text, approvedBy: text, why: z.string() }).exactOptional(),
});
const placedShape = executionShape.extend({ sequence: text });

/** One automation: the round of an episode. */
export interface Round extends Place {
  readonly round: number;
}

/** What is intended, and the cap that it counts against. */
export interface Intent {
  readonly token: string;
  readonly planHash: string;
  readonly cap: WriteCap;
  readonly about: Pick<Execution, 'found' | 'undo'>;
}

/** See `Ledger.rememberIntent`. Refuses another plan or token for a round that has one. */
export async function rememberIntent(
  store: Store,
  round: Round,
  { cap, about, ...intent }: Intent,
): Promise<'remembered' | 'capped'> {
  const what = `remembering ${nameOf(round)}`;
  const item = { ...keyOf(round), schema: ITEM_SCHEMA, ...intent, ...about, executionId: null };
  checkInput(executionShape, item, nameOf(round));
  const writes = [putLine(store, item), countWrite(store, cap)];
  return await untilWritten<'remembered' | 'capped'>(what, async () => {
    if (await transact(store, what, writes)) return { done: 'remembered' };
    const known = await execution(store, round);
    // The intent is not what failed, so the counter is.
    if (known === null) return { done: 'capped' };
    if (known.token === intent.token && known.planHash === intent.planHash) {
      return { done: 'remembered' };
    }
    throw failure(
      'InvalidInput',
      `${nameOf(round)} is remembered with plan ${known.planHash}, not ${intent.planHash}: a round writes once. Start a new round.`,
    );
  });
}

/** See `Ledger.rememberExecution`. Refuses a second execution, and one without an intent. */
export async function rememberExecution(
  store: Store,
  round: Round,
  executionId: string,
): Promise<void> {
  checkInput(text, executionId, `${nameOf(round)}: the execution id`);
  const remembered = await updateIf(store, 'events', keyOf(round), {
    update: 'SET #executionId = :id',
    condition: '#executionId = :unset OR #executionId = :id',
    values: { id: executionId, unset: null },
  });
  if (remembered !== null) return;
  throw failure(
    'InvalidInput',
    `${nameOf(round)} cannot remember execution ${executionId}: it has another one, or no intent was remembered before the start.`,
  );
}

/** See `Ledger.execution`. */
export async function execution(store: Store, round: Round): Promise<Execution | null> {
  const item = await get(store, 'events', keyOf(round), executionShape);
  if (item === null) return null;
  const { schema: _schema, ...known } = item;
  return known;
}

/** See `Ledger.rememberLeft`. */
export async function rememberLeft(store: Store, round: Round, left: string): Promise<void> {
  checkInput(text, left, `${nameOf(round)}: the settings it left`);
  const remembered = await updateIf(store, 'events', keyOf(round), {
    update: 'SET #left = if_not_exists(#left, :left)',
    condition: 'attribute_exists(#executionId)',
    values: { left },
  });
  if (remembered !== null) return;
  throw failure(
    'InvalidInput',
    `${nameOf(round)} cannot remember the settings it left: no intent was remembered before the start.`,
  );
}

/** See `Ledger.executions`. */
export async function executions(store: Store, of: string): Promise<readonly PlacedExecution[]> {
  const items = await queryPrefix(store, 'events', { of, prefix: PREFIX }, placedShape);
  return items.map(({ schema: _schema, sequence, ...known }) => {
    const [episode = 0, round = 0] = sequence.slice(PREFIX.length).split('#').map(Number);
    return { ...known, episode, round };
  });
}

/** Begins with a letter: the keys of story lines begin with a digit, so the query for the story leaves it out. */
const PREFIX = 'execution#';

function keyOf({ workflowId, episode, round }: Round) {
  checkInput(count.max(999_999), episode, `an automation of ${workflowId}: the episode`);
  checkInput(count.max(9999), round, `an automation of ${workflowId}: the round`);
  const place = `${String(episode).padStart(6, '0')}#${String(round).padStart(4, '0')}`;
  return { workflowId, sequence: `${PREFIX}${place}` };
}

function nameOf({ workflowId, episode, round }: Round): string {
  return `The automation of round ${round}, episode ${episode} of ${workflowId}`;
}
