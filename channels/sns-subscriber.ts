import { z } from 'zod';

import { messageSchema } from '../activities/notify/message.ts';
import type { Message } from '../activities/notify/message.ts';
import type { Delivered } from './delivery-lock.ts';

/** As SNS invokes a function. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
const eventShape = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
});

export interface Subscriber {
  readonly deliver: (message: Message) => Promise<Delivered>;
  /** One JSON line for the log. */
  readonly log: (line: string) => void;
}

/**
 * A function that subscribes to the topic. Throws what could not be delivered, for Lambda to try again; a message of
 * another version is logged and left, since trying again cannot help.
 */
export function subscriber({ deliver, log }: Subscriber): (event: unknown) => Promise<void> {
  return async (event) => {
    const { Records } = eventShape.parse(event);
    for (const { Sns } of Records) {
      const message = messageSchema.safeParse(JSON.parse(Sns.Message));
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
