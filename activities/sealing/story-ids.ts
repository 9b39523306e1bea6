import { z } from 'zod';

import { scan, scanKeys } from '../ledger/dynamodb/queries.ts';
import { text } from '../ledger/dynamodb/shapes.ts';
import type { Store } from '../ledger/dynamodb/store.ts';
import type { StoryIds } from './seal-stories.ts';

/** Stories that one activity compares. */
const PAGE = 200;

const exception = z.object({ id: text });

/** Ids of everything that has a story: scoped exceptions, of which there are tens, with the first page of lifecycles. */
export function storyIds(
  store: Store,
  limit: number = PAGE,
): (after: string | null) => Promise<StoryIds> {
  return async (after) => {
    const { keys, isLast } = await scanKeys(store, 'lifecycles', { after, limit });
    const scoped = after === null ? await scan(store, 'exceptions', exception) : [];
    return {
      ids: [...scoped.map(({ id }) => id), ...keys],
      after: isLast ? null : (keys.at(-1) ?? null),
    };
  };
}
