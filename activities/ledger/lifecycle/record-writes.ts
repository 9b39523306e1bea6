import type { LedgerRow, StoryEntry } from '../../../domain/story.ts';
import { assignments, isNew, putInput, updateInput } from '../dynamodb/items.ts';
import { ITEM_SCHEMA } from '../dynamodb/read-item.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import type { Write } from '../dynamodb/transact.ts';
import { indexKeys } from './lifecycle-item.ts';
import type { Place } from './story-item.ts';

/** A new line; fails when its key is taken. */
export function putLine(store: Store, item: Item): Write {
  return { Put: putInput(store, 'events', item, isNew('events')) };
}

export interface RowWrite extends Place {
  readonly row: LedgerRow;
  /** The last line that the row shows. */
  readonly last: StoryEntry;
}

/** Shows a newer line or episode, and adopts an episode that is unknown here; fails when what is shown is as new. */
export function updateRow(store: Store, { workflowId, episode, row, last }: RowWrite): Write {
  const keys = indexKeys(row, last.at);
  const set = { schema: ITEM_SCHEMA, opened: episode, episode, cursor: last.seq, row, ...keys };
  const remove = [
    ...(keys.due === undefined ? ['#due'] : []),
    ...(row.phase === 'CLOSED' ? [] : ['#closedAt']),
  ];
  return {
    Update: updateInput(
      store,
      'lifecycles',
      { workflowId },
      {
        update: `SET ${assignments(set)}, ${OPENERS}, ${status(row)} REMOVE ${remove.join(', ')}`,
        condition: NEWER,
        values: { ...set, none: [], open: 'open' },
      },
    ),
  };
}

/** `markClosing` and `markClosed` write `closing` and `closed`; any other phase means open. */
function status(row: LedgerRow): string {
  const ending = row.phase === 'CLOSE' || row.phase === 'CLOSED';
  return ending ? '#status = if_not_exists(#status, :open)' : '#status = :open';
}

const OPENERS = '#openers = if_not_exists(#openers, :none)';

const NEWER =
  'attribute_not_exists(#workflowId) OR (#opened <= :episode AND (attribute_not_exists(#episode) OR #episode < :episode OR (#episode = :episode AND #cursor < :cursor)))';
