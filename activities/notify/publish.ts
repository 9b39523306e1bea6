import type { ShownPlan } from '../../domain/decision-form.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { readPlan } from '../decisions/read-plan.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Notice, Notices } from '../ledger/notice/notices.ts';
import { compose } from './compose.ts';
import type { Surroundings } from './compose.ts';
import { attributesOf, messageSchema } from './message.ts';
import type { Message } from './message.ts';
import { publishTo } from './topic.ts';
import type { Publisher } from './topic.ts';

export interface PublishDeps extends Omit<Surroundings, 'ownership'>, Publisher {
  readonly notices: Pick<Notices, 'unpublished' | 'markPublished' | 'markFailed' | 'undelivered'>;
  readonly ownership: () => Promise<OwnershipTable>;
  readonly planText: Ledger['planText'];
  readonly now: () => Date;
  /** Writes one line to the log. */
  readonly warn: (line: string) => void;
}

/** Publishes the waiting notices of a lifecycle. Never throws: a notice stays in the ledger until it is published. */
export type PublishNotices = (workflowId: string) => Promise<PublishResult>;

interface PublishResult {
  readonly published: number;
  /** Not published; the sweep tries again. */
  readonly waiting: number;
}

/**
 * Oldest first, and none after one that failed, so that a topic that is down costs one call. A process that dies
 * before it has marked a notice publishes the same message again, under the same id.
 */
export function publishNotices(deps: PublishDeps): PublishNotices {
  return async (workflowId) => {
    try {
      const waiting = await deps.notices.unpublished(workflowId);
      const ownership = waiting.length === 0 ? null : await deps.ownership();
      return ownership === null
        ? { published: 0, waiting: 0 }
        : await publishAll(deps, waiting, ownership);
    } catch (error) {
      deps.warn(`The notices of ${workflowId} could not be published: ${messageOf(error)}`);
      return { published: 0, waiting: 1 };
    }
  };
}

async function publishAll(
  deps: PublishDeps,
  notices: readonly Notice[],
  ownership: OwnershipTable,
): Promise<PublishResult> {
  let published = 0;
  for (const notice of notices) {
    const plan = await planOf(deps, notice);
    const why = await publishMessage(deps, compose(notice, { ...deps, ownership }, plan));
    if (why !== null) {
      deps.warn(`A notice of ${notice.workflowId} was not published and waits: ${why}`);
      await deps.notices.markFailed(notice, why);
      break;
    }
    await deps.notices.markPublished(notice, deps.now().toISOString());
    published += 1;
  }
  return { published, waiting: notices.length - published };
}

/** The plan that a notice names, or why it cannot be shown; null where it names none. */
export async function planOf(
  ledger: Pick<Ledger, 'planText'>,
  { workflowId, row: { planHash: hash, problem } }: Pick<Notice, 'workflowId' | 'row'>,
): Promise<ShownPlan | string | null> {
  return hash === null ? null : await readPlan(ledger, { workflowId, hash, problem });
}

/**
 * As `publishNotices`, for the sweep: also publishes again what a channel did not deliver, under the same id, so
 * that channels that have delivered it drop it.
 */
export function republishNotices(deps: PublishDeps): PublishNotices {
  const publishNew = publishNotices(deps);
  return async (workflowId) => {
    const { published, waiting } = await publishNew(workflowId);
    const pending = await deps.notices.undelivered(workflowId);
    let [again, failed] = [0, 0];
    for (const { message } of pending) {
      if (message === null) continue;
      const why = await publishMessage(deps, messageSchema.parse(JSON.parse(message)));
      if (why === null) again += 1;
      else failed += 1;
    }
    return { published: published + again, waiting: waiting + failed };
  };
}

/** Null when it is published, else why not. */
export async function publishMessage(topic: Publisher, message: Message): Promise<string | null> {
  try {
    await publishTo(topic, message, attributesOf(message));
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For a worker without a topic. */
export const publishNothing: PublishNotices = async () => ({ published: 0, waiting: 0 });
