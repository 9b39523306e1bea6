import type { OwnershipTable } from '../../policies/ownership.ts';
import { asking } from '../aws/failures.ts';
import type { Notice, Notices } from '../ledger/notice/notices.ts';
import { compose } from './compose.ts';
import type { Surroundings } from './compose.ts';
import { attributesOf, messageSchema } from './message.ts';
import type { Message } from './message.ts';

export interface TellDeps extends Omit<Surroundings, 'ownership'> {
  readonly notices: Pick<Notices, 'unpublished' | 'markPublished' | 'markFailed' | 'undelivered'>;
  /** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  readonly sns: { publish(input: Publication): Promise<unknown> };
  readonly topicArn: string;
  readonly ownership: () => Promise<OwnershipTable>;
  readonly now: () => Date;
  /** One line for the log: a message that waits harms nobody, but somebody wants to know. */
  readonly warn: (line: string) => void;
}

interface Publication {
  readonly TopicArn: string;
  readonly Message: string;
  MessageAttributes: Record<string, { DataType: string; StringValue: string }>;
}

/** Publishes what waits to be told of a lifecycle. Never throws: it is in the ledger until it was told. */
export type Tell = (workflowId: string) => Promise<Told>;

interface Told {
  readonly told: number;
  /** Not published; the sweep tries again. */
  readonly waiting: number;
}

/**
 * Oldest first, and none after one that failed: a topic that is down costs one try. A process that dies between
 * publishing and remembering it publishes the same message again, under the same id.
 */
export function telling(deps: TellDeps): Tell {
  return async (workflowId) => {
    try {
      const untold = await deps.notices.unpublished(workflowId);
      const ownership = untold.length === 0 ? null : await deps.ownership();
      return ownership === null
        ? { told: 0, waiting: 0 }
        : await publishAll(deps, untold, ownership);
    } catch (error) {
      deps.warn(`What waits to be told of ${workflowId} could not be read: ${wordsOf(error)}`);
      return { told: 0, waiting: 1 };
    }
  };
}

async function publishAll(
  deps: TellDeps,
  untold: readonly Notice[],
  ownership: OwnershipTable,
): Promise<Told> {
  let told = 0;
  for (const notice of untold) {
    const why = await published(deps, compose(notice, { ...deps, ownership }));
    if (why !== null) {
      deps.warn(`${notice.workflowId} waits to be told: ${why}`);
      await deps.notices.markFailed(notice, why);
      break;
    }
    await deps.notices.markPublished(notice, deps.now().toISOString());
    told += 1;
  }
  return { told, waiting: untold.length - told };
}

/**
 * As `telling`, for the sweep: what a channel did not take is published once more, under the same id, so that those
 * who have it drop it.
 */
export function tellingAgain(deps: TellDeps): Tell {
  const tell = telling(deps);
  return async (workflowId) => {
    const { told, waiting } = await tell(workflowId);
    const pending = await deps.notices.undelivered(workflowId);
    let [again, failed] = [0, 0];
    for (const { message } of pending) {
      if (message === null) continue;
      const why = await published(deps, messageSchema.parse(JSON.parse(message)));
      if (why === null) again += 1;
      else failed += 1;
    }
    return { told: told + again, waiting: waiting + failed };
  };
}

/** Null, or why not. */
async function published({ sns, topicArn }: TellDeps, message: Message): Promise<string | null> {
  const attributes = Object.entries(attributesOf(message)).map(
    ([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const,
  );
  const input = {
    TopicArn: topicArn,
    Message: JSON.stringify(message),
    MessageAttributes: Object.fromEntries(attributes),
  };
  try {
    await asking(`sns:Publish to ${topicArn}`, () => sns.publish(input));
    return null;
  } catch (error) {
    return wordsOf(error);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where no topic is configured, nobody is told and nothing waits. */
export const tellNobody: Tell = async () => ({ told: 0, waiting: 0 });
