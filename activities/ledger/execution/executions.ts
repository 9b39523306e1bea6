import { z } from 'zod';

import { failure } from '../../aws/failures.ts';
import { get, isNew, putInput, updateIf } from '../dynamodb/items.ts';
import { queryPrefix } from '../dynamodb/queries.ts';
import { ITEM_SCHEMA, checkInput, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import { untilWritten } from '../dynamodb/until-written.ts';
import type { Execution, IntentAbout, IntentResult, PlacedExecution, WriteCap } from '../ledger.ts';
import { countWrite } from './caps.ts';
import { placeOf } from './round.ts';
import type { Round } from './round.ts';
import { advanceRound, consumeReceipt, isConsumed, isPast } from './single-use.ts';
import type { ReceiptUse } from './single-use.ts';

const executionShape = z.object({
  ...versioned,
  token: text,
  planHash: text,
  executionId: text.nullable(),
  found: text.exactOptional(),
  left: text.exactOptional(),
  undo: z.object({ by: text, approvedBy: text, why: z.string() }).exactOptional(),
});
const placedShape = executionShape.extend({ item: text });

/** What is intended, and the cap that it counts against. */
export interface Intent {
  readonly token: string;
  readonly planHash: string;
  readonly cap: WriteCap;
  readonly about: IntentAbout;
}

/** See `Ledger.rememberIntent`. Refuses another plan or token for a round that has one. */
export async function rememberIntent(
  store: Store,
  round: Round,
  { cap, about, ...intent }: Intent,
): Promise<IntentResult> {
  const what = `remembering ${nameOf(round)}`;
  const { consumes = [], ...rest } = about;
  const item = { ...keyOf(round), schema: ITEM_SCHEMA, ...intent, ...rest, executionId: null };
  checkInput(executionShape, item, nameOf(round));
  const uses = consumes.map((decision) => ({ ...round, decision }));
  const writes = [
    { Put: putInput(store, 'executions', item, isNew('executions')) },
    countWrite(store, cap),
    advanceRound(store, round),
    ...uses.map((use) => consumeReceipt(store, use)),
  ];
  return await untilWritten<IntentResult>(what, async () => {
    if (await transact(store, what, writes)) return { done: 'remembered' };
    const known = await execution(store, round);
    if (known === null) return { done: await whyNot(store, round, uses) };
    if (known.token === intent.token && known.planHash === intent.planHash) {
      return { done: 'remembered' };
    }
    throw failure(
      'InvalidInput',
      `${nameOf(round)} is remembered with plan ${known.planHash}, not ${intent.planHash}: a round writes once. Start a new round.`,
    );
  });
}

/** Which condition of the transaction failed, when the intent itself is new. */
async function whyNot(
  store: Store,
  round: Round,
  uses: readonly ReceiptUse[],
): Promise<IntentResult> {
  if (await isPast(store, round)) return 'past';
  for (const use of uses) if (await isConsumed(store, use)) return 'used';
  return 'capped';
}

/** See `Ledger.rememberExecution`. Refuses a second execution, and one without an intent. */
export async function rememberExecution(
  store: Store,
  round: Round,
  executionId: string,
): Promise<void> {
  checkInput(text, executionId, `${nameOf(round)}: the execution id`);
  const remembered = await updateIf(store, 'executions', keyOf(round), {
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
  const item = await get(store, 'executions', keyOf(round), executionShape);
  if (item === null) return null;
  const { schema: _schema, ...known } = item;
  return known;
}

/** See `Ledger.rememberLeft`. */
export async function rememberLeft(store: Store, round: Round, left: string): Promise<void> {
  checkInput(text, left, `${nameOf(round)}: the settings it left`);
  const remembered = await updateIf(store, 'executions', keyOf(round), {
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
  const items = await queryPrefix(store, 'executions', { of, prefix: PREFIX }, placedShape);
  return items.map(({ schema: _schema, item, ...known }) => {
    const [episode = 0, round = 0] = item.slice(PREFIX.length).split('#').map(Number);
    return { ...known, episode, round };
  });
}

const PREFIX = 'execution#';

function keyOf({ workflowId, episode, round }: Round) {
  return { workflowId, item: `${PREFIX}${placeOf({ workflowId, episode, round })}` };
}

function nameOf({ workflowId, episode, round }: Round): string {
  return `The automation of round ${round}, episode ${episode} of ${workflowId}`;
}
