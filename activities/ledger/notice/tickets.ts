/** Which finding a ticket is about, in `<prefix>-messages`: docs/ledger.md. */
import { z } from 'zod';

import { assignments, get, updateIf } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';

/** A ticket's name here is tracker and id: `jira:10042`. */
export interface TicketIndex {
  /** Repeated, it changes nothing. */
  remember(ticket: string, workflowId: string): Promise<void>;
  /** The workflow id; null for tickets that are not ours. */
  findingOf(ticket: string): Promise<string | null>;
}

/** Failures as in `ledger.ts`. */
export function dynamoTicketIndex(store: Store): TicketIndex {
  return {
    async remember(ticket, workflowId) {
      const values = { schema: ITEM_SCHEMA, finding: workflowId };
      const update = `SET ${assignments(values)}`;
      await updateIf(store, 'messages', keyOf(ticket), { update, values });
    },
    findingOf: async (ticket) =>
      (await get(store, 'messages', keyOf(ticket), ticketShape))?.finding ?? null,
  };
}

const ticketShape = z.object({ ...versioned, finding: text });

/** No workflow id begins with `ticket#`: they begin with a control, `exception:` or a product. */
function keyOf(ticket: string): { workflowId: string; item: string } {
  return { workflowId: `ticket#${ticket}`, item: 'finding' };
}
