/** Messages that a lifecycle refused: they leave nothing in its history, so who sent one records the refusal here. */
import { z } from 'zod';

import { isNew, putIf } from '../dynamodb/items.ts';
import { queryPrefix } from '../dynamodb/queries.ts';
import { checkInput, ITEM_SCHEMA, versioned } from '../dynamodb/read-item.ts';
import { indexTime, instant, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';

/** A message that a lifecycle's validator refused. */
export interface Refused {
  /** The message's own id: recorded twice, it is stored once. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** Who the message says sent it: nothing was proved. */
  readonly actor: string;
  readonly door: string;
  /** The update's name: `approve`, `accept`, `recheck`, … */
  readonly decision: string;
  /** `Refusal['type']` of domain/decision.ts. */
  readonly type: string;
  readonly message: string;
}

export interface Refusals {
  /** Appends; the same refusal is stored once. Failures as in `ledger.ts`. */
  recordRefusal(workflowId: string, refused: Refused): Promise<void>;
  /** All of a lifecycle, oldest first. */
  refusals(workflowId: string): Promise<readonly Refused[]>;
}

/** In a table of their own, because decision channels and the console write here and may not write the story: docs/ledger.md. */
export function dynamoRefusals(store: Store): Refusals {
  return {
    async recordRefusal(workflowId, refused) {
      const what = `the refusal of ${refused.decision} by ${workflowId}`;
      const short = { ...refused, message: refused.message.slice(0, WORDS) };
      const checked = checkInput(refusedShape, short, what);
      const at = indexTime(checked.at);
      const key = { workflowId, item: `${PREFIX}${at}#${checked.id}` };
      // The same id at the same moment is the same message.
      const item = { schema: ITEM_SCHEMA, ...key, ...checked, at };
      await putIf(store, 'refusals', item, isNew('refusals'));
    },
    async refusals(of) {
      const items = await queryPrefix(store, 'refusals', { of, prefix: PREFIX }, itemShape);
      return items.map(({ schema: _schema, ...refused }) => refused);
    },
  };
}

/** In characters: as long as workflows/message-shapes.ts takes them. */
const ID = 128;
const NAME = 200;
const WORDS = 2_000;

const refusedShape = z.object({
  id: text.max(ID),
  at: instant,
  actor: z.string().max(NAME),
  door: text.max(ID),
  decision: text.max(ID),
  type: text.max(ID),
  message: z.string().max(WORDS),
}) satisfies z.ZodType<Refused>;

const itemShape = z.object({ ...versioned, ...refusedShape.shape });

const PREFIX = 'refusal#';
