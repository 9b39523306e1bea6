/**
 * Whom a person gave a finding to, in `<prefix>-executions`, where only closeloop-runtime may write: an assignment says
 * who may decide, so a worker believes it only from here. docs/ledger.md.
 */
import { z } from 'zod';

import { get, putIf } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, checkInput, versioned } from '../dynamodb/read-item.ts';
import { count, instant, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';

const assignmentShape = z.object({
  episode: count.max(999_999),
  /** The slug of the new owner. */
  team: text,
  /** The proven person, and the id of the signed decision. */
  by: text,
  decision: text,
  at: instant,
});
export type SignedAssignment = z.infer<typeof assignmentShape>;

export interface Assignments {
  /** The last one of an episode counts. False, and nothing is written, after one of a later episode. Failures as in `ledger.ts`. */
  remember(workflowId: string, assignment: SignedAssignment): Promise<boolean>;
  /** Of this episode; null: nobody signed one. */
  of(workflowId: string, episode: number): Promise<SignedAssignment | null>;
}

export function dynamoAssignments(store: Store): Assignments {
  return {
    async remember(workflowId, assignment) {
      const what = `the assignment of ${workflowId}`;
      const item = {
        ...keyOf(workflowId),
        schema: ITEM_SCHEMA,
        ...checkInput(assignmentShape, assignment, what),
      };
      return await putIf(store, 'executions', item, {
        condition: 'attribute_not_exists(#episode) OR #episode <= :episode',
        values: { episode: item.episode },
      });
    },
    async of(workflowId, episode) {
      const known = await get(store, 'executions', keyOf(workflowId), itemShape);
      return known?.episode === episode ? known : null;
    },
  };
}

const itemShape = z.object({ ...versioned, ...assignmentShape.shape });

function keyOf(workflowId: string) {
  return { workflowId, item: 'assigned' };
}
