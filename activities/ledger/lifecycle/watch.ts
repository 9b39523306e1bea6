/** Closed is still watched: what the sweep asks the ledger. */
import { asked, isConditionFailed } from '../dynamodb/failure.ts';
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
    markWatched: (workflowId, episode, look, next) =>
      markWatched(store, { workflowId, episode }, { look, next }),
    openFindings: (workflowId, findings) => openFindings(store, workflowId, findings),
  };
}

async function swept(store: Store, workflowId: string): Promise<Swept | null> {
  const item = await getLifecycle(store, workflowId);
  const lifecycle = item === null ? null : asLifecycle(item);
  if (item === null || lifecycle === null) return null;
  // A run that has opened its episode, and told nothing of it yet, is at work.
  const begun = item.opened > lifecycle.episode;
  const { closing = null, watched = null } = item;
  return { lifecycle, status: begun ? 'open' : item.status, closing, watched };
}

async function markWatched(
  { client, tables }: Store,
  { workflowId, episode }: Place,
  { look, next }: { readonly look: Watched; readonly next: string | null },
): Promise<void> {
  const watched = checkInput(watchedShape, look, `the look at ${workflowId}`);
  const due = next === null ? null : indexTime(checkInput(instant, next, 'the next look'));
  const update = client.update({
    TableName: tables.lifecycles,
    Key: { workflowId },
    UpdateExpression:
      due === null ? 'SET watched = :look REMOVE due' : 'SET watched = :look, due = :due',
    ConditionExpression: '#opened = :episode AND #status = :closed',
    ExpressionAttributeNames: { '#opened': 'opened', '#status': 'status' },
    ExpressionAttributeValues: {
      ':look': watched,
      ':episode': episode,
      ':closed': 'closed',
      ...(due === null ? {} : { ':due': due }),
    },
  });
  try {
    await asked(`remembering a look at ${workflowId}`, update);
  } catch (error) {
    // Another episode has begun: whatever was seen is its business.
    if (!isConditionFailed(error)) throw error;
  }
}
