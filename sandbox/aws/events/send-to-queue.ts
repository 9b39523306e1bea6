import { z } from 'zod';

import type { JsonCall } from '../gateway/backend-call.ts';
import type { AwsEvent } from '../security-hub/events.ts';

/** Puts an event on a queue, as EventBridge does for an SQS target. */
export function queueSender(call: JsonCall): (queueArn: string, event: AwsEvent) => Promise<void> {
  return async (queueArn, event) => {
    const [, , , region = '', account = '', QueueName = ''] = queueArn.split(':');
    const where = (operation: string) => ({
      account,
      region,
      service: 'sqs',
      target: `AmazonSQS.${operation}`,
    });
    const found = z
      .object({ QueueUrl: z.string() })
      .parse(await call(where('GetQueueUrl'), { QueueName }));
    await call(where('SendMessage'), { ...found, MessageBody: JSON.stringify(event) });
  };
}
