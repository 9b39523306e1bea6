import { z } from 'zod';

import { switchSchema } from '../activities/kill-switch/message.ts';
import type { SwitchMessage } from '../activities/kill-switch/message.ts';
import { messageSchema } from '../activities/notify/message.ts';
import type { Message } from '../activities/notify/message.ts';
import type { Delivered } from './delivery-lock.ts';

/** As SNS invokes a function. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
const eventShape = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
});

export type LogLine = (line: string) => void;

/**
 * A function that subscribes to the topic: `deliver` is for what is about one finding, `announce` for the kill switch.
 * Throws what could not be delivered, so that Lambda tries again; a message of another version is only logged, since
 * trying again cannot help.
 */
export function subscriber(
  deliver: (message: Message) => Promise<Delivered>,
  announce: (message: SwitchMessage) => Promise<Delivered>,
  log: LogLine = console.log,
): (event: unknown) => Promise<void> {
  return async (event) => {
    const { Records } = eventShape.parse(event);
    for (const { Sns } of Records) {
      const given: unknown = JSON.parse(Sns.Message);
      const news = switchSchema.safeParse(given);
      if (news.success) {
        const { id, kind } = news.data;
        log(JSON.stringify({ level: 'info', id, kind, outcome: await announce(news.data) }));
        continue;
      }
      const message = messageSchema.safeParse(given);
      if (!message.success) {
        const why = z.prettifyError(message.error);
        log(JSON.stringify({ level: 'error', message: `This is no message that we know: ${why}` }));
        continue;
      }
      const { id, kind } = message.data;
      log(JSON.stringify({ level: 'info', id, kind, outcome: await deliver(message.data) }));
    }
  };
}
