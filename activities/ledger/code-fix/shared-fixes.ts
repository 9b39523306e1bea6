/** Which lifecycles wait for which pull request: in `<prefix>-caps`, one item a fix. docs/ledger.md. */
import { z } from 'zod';

import type { FixPlace, PullRef } from '../../../domain/code-fix.ts';
import { fixId } from '../../code/fix-key.ts';
import { assignments, get, updateIf } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import type { Store } from '../dynamodb/store.ts';

export interface SharedFixes {
  /** The commit at which Closeloop left its open pull request; null when it knows of none. */
  tipOf(place: FixPlace): Promise<string | null>;
  /** This lifecycle waits for the pull request. Repeated, it changes nothing. */
  join(pull: PullRef, workflowId: string): Promise<void>;
  /** This lifecycle waits no more; answers whether others do. */
  leave(place: FixPlace, workflowId: string): Promise<'others-wait' | 'nobody-waits'>;
}

/** Failures as in `ledger.ts`. */
export function dynamoSharedFixes(store: Store): SharedFixes {
  return {
    tipOf: async (place) => (await getFix(store, fixId(place)))?.tip ?? null,
    async join({ place, tip, url }, workflowId) {
      const set = { schema: ITEM_SCHEMA, tip, url };
      await updateIf(store, 'caps', keyOf(fixId(place)), {
        update: `SET ${assignments(set)} ADD #waiting :who`,
        values: { ...set, who: new Set([workflowId]) },
      });
    },
    async leave(place, workflowId) {
      const key = keyOf(fixId(place));
      const left = await updateIf(store, 'caps', key, {
        update: 'DELETE #waiting :who',
        // Without it an update of a missing item would make one without its other attributes.
        condition: 'attribute_exists(#tip)',
        values: { who: new Set([workflowId]) },
      });
      const { waiting } = left === null ? {} : readItem(fixShape, left, key.counter);
      return (waiting?.size ?? 0) > 0 ? 'others-wait' : 'nobody-waits';
    },
  };
}

/** The lifecycles that wait for one pull request. */
export interface FixWaiters {
  /** The pull request's page. */
  readonly url: string;
  /** Workflow ids. */
  readonly waiting: readonly string[];
}

/** Looks them up by the id of a fix (`fixId`); null when Closeloop proposed no such fix. Failures as in `ledger.ts`. */
export function dynamoFixWaiters(store: Store): (fix: string) => Promise<FixWaiters | null> {
  return async (fix) => {
    const item = await getFix(store, fix);
    return item === null ? null : { url: item.url, waiting: [...(item.waiting ?? [])] };
  };
}

const fixShape = z.object({
  ...versioned,
  tip: z.string(),
  url: z.string(),
  waiting: z.set(z.string()).exactOptional(),
});

async function getFix(store: Store, fix: string) {
  return await get(store, 'caps', keyOf(fix), fixShape);
}

function keyOf(fix: string): { readonly counter: string } {
  return { counter: `fix#${fix}` };
}
