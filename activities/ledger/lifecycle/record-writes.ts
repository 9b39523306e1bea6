import type { LedgerRow, StoryEntry } from '../../../domain/story.ts';
import { ITEM_SCHEMA } from '../dynamodb/read-item.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import type { Write } from '../dynamodb/transact.ts';
import { indexKeys } from './lifecycle-item.ts';
import type { Place } from './story-item.ts';

/** A new line; fails when its key is taken. */
export function putLine({ tables }: Store, item: Item): Write {
  const ConditionExpression = 'attribute_not_exists(#sequence)';
  const ExpressionAttributeNames = { '#sequence': 'sequence' };
  return {
    Put: { TableName: tables.events, Item: item, ConditionExpression, ExpressionAttributeNames },
  };
}

export interface RowWrite extends Place {
  readonly row: LedgerRow;
  /** The last line that the row shows. */
  readonly last: StoryEntry;
}

/** Shows a newer line, or a newer episode; fails when what is shown is as new. Adopts an episode unknown here. */
export function updateRow({ tables }: Store, write: RowWrite): Write {
  const { workflowId, episode, row, last } = write;
  const keys = indexKeys(row, last.at);
  const set = {
    schema: ITEM_SCHEMA,
    opened: episode,
    episode,
    cursor: last.seq,
    row,
    ...keys,
  };
  const remove = [
    ...(keys.due === undefined ? ['due'] : []),
    ...(row.phase === 'CLOSED' ? [] : ['closedAt']),
  ];
  const { names, values, sets } = settings(set);
  return {
    Update: {
      TableName: tables.lifecycles,
      Key: { workflowId },
      UpdateExpression: `SET ${sets}, ${OPENERS}, ${status(row)} REMOVE ${remove.join(', ')}`,
      ConditionExpression: NEWER,
      ExpressionAttributeNames: { ...names, '#openers': 'openers', '#status': 'status' },
      ExpressionAttributeValues: { ...values, ':none': [], ':open': 'open' },
    },
  };
}

/** `SET` of plain values, each under its own name and placeholder. */
export function settings(values: Readonly<Record<string, unknown>>): {
  readonly sets: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
} {
  const keys = Object.keys(values);
  return {
    sets: keys.map((key) => `#${key} = :${key}`).join(', '),
    names: Object.fromEntries(keys.map((key) => [`#${key}`, key])),
    values: Object.fromEntries(keys.map((key) => [`:${key}`, values[key]])),
  };
}

/** Closing and closed are said by `markClosing` and `markClosed`; any other phase means open. */
function status(row: LedgerRow): string {
  const ending = row.phase === 'CLOSE' || row.phase === 'CLOSED';
  return ending ? '#status = if_not_exists(#status, :open)' : '#status = :open';
}

const OPENERS = '#openers = if_not_exists(#openers, :none)';

const NEWER =
  'attribute_not_exists(workflowId) OR (#opened <= :episode AND (attribute_not_exists(#episode) OR #episode < :episode OR (#episode = :episode AND #cursor < :cursor)))';
