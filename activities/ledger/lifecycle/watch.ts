/** What the sweep reads and writes of closed lifecycles. */
import { assignments, updateIf } from '../dynamodb/items.ts';
import { checkInput } from '../dynamodb/read-item.ts';
import { count, indexTime, instant } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import { openFindings } from '../finding/findings.ts';
import type { Swept, Watch, Watched } from '../ledger.ts';
import { asLifecycle, getLifecycle, watchedShape } from './lifecycle-item.ts';
import { soonest } from './lists.ts';
import type { Place } from './story-item.ts';

/** See `Watch`. */
export function watch(store: Store): Watch {
  const limited = async (phase: string, before: string, limit: number) => {
    checkInput(instant, before, 'the sweep: the time');
    checkInput(count, limit, 'the sweep: how many');
    return await soonest(store, { phase, before, limit });
  };
  return {
    dueAgain: (now, limit) => limited('CLOSED', now, limit),
    unfinished: (before, limit) => limited('CLOSE', before, limit),
    swept: (workflowId) => swept(store, workflowId),
    markWatched: (workflowId, episode, check, next) =>
      markWatched(store, { workflowId, episode }, { check, next }),
    openFindings: (workflowId, findings) => openFindings(store, workflowId, findings),
  };
}

async function swept(store: Store, workflowId: string): Promise<Swept | null> {
  const item = await getLifecycle(store, workflowId);
  const lifecycle = item === null ? null : asLifecycle(item);
  if (item === null || lifecycle === null) return null;
  // A newer episode is open and has no story line yet: its run is at work.
  const begun = item.opened > lifecycle.episode;
  const { closing = null, watched = null } = item;
  return { lifecycle, status: begun ? 'open' : item.status, closing, watched };
}

/** When another episode has begun, the condition fails and nothing is written: the check was of the former one. */
async function markWatched(
  store: Store,
  { workflowId, episode }: Place,
  { check, next }: { readonly check: Watched; readonly next: string | null },
): Promise<void> {
  const watched = checkInput(watchedShape, check, `the check of ${workflowId}`);
  const due = next === null ? {} : { due: indexTime(checkInput(instant, next, 'the next check')) };
  const set = { watched, ...due };
  await updateIf(
    store,
    'lifecycles',
    { workflowId },
    {
      update: `SET ${assignments(set)}${next === null ? ' REMOVE #due' : ''}`,
      condition: '#opened = :episode AND #status = :closed',
      values: { ...set, episode, closed: 'closed' },
    },
  );
}
