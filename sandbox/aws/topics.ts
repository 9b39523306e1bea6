/** What the back end cannot do for a topic: invoke the functions that subscribed. */
import type { QueryCall } from './backend-call.ts';
import type { Delivery } from './events/deliver.ts';
import type { Call } from './identify/call.ts';
import type { WireAnswer } from './wire.ts';

export interface Topics {
  /** After the back end took a message: starts delivering it to the functions that subscribed. */
  published(call: Call, account: string, answer: WireAnswer): Promise<void>;
}

/**
 * Functions get the message as SNS wraps it, asynchronously and with Lambda's retries. Filter policies are not
 * evaluated. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function createTopics(call: QueryCall, delivery: Pick<Delivery, 'invoke'>): Topics {
  return {
    published: async ({ service, operation, input, region }, account, { status, body }) => {
      if (service !== 'sns' || operation !== 'Publish' || status !== 200) return;
      const topic = textOf(input['TopicArn']);
      const where = { account, region, service: 'sns' };
      const list = { Action: 'ListSubscriptionsByTopic', Version: '2010-03-31', TopicArn: topic };
      const event = wrapped(input, topic, messageId(String(body)));
      for (const arn of functionsIn(await call(where, list))) delivery.invoke(arn, event);
    },
  };
}

function functionsIn(xml: string): readonly string[] {
  const members = xml.split('<member>').slice(1);
  return members
    .filter((member) => member.includes('<Protocol>lambda</Protocol>'))
    .flatMap((member) => /<Endpoint>([^<]+)<\/Endpoint>/.exec(member)?.slice(1, 2) ?? []);
}

function messageId(xml: string): string {
  return /<MessageId>([^<]+)<\/MessageId>/.exec(xml)?.[1] ?? '';
}

function wrapped(input: Readonly<Record<string, unknown>>, topic: string, id: string): unknown {
  const Sns = {
    Type: 'Notification',
    MessageId: id,
    TopicArn: topic,
    Message: textOf(input['Message']),
    Timestamp: new Date().toISOString(),
    MessageAttributes: attributesIn(input),
  };
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns }] };
}

/** In the query protocol: `MessageAttributes.entry.1.Name`, `….Value.DataType`, `….Value.StringValue`. */
function attributesIn(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (let at = 1; ; at += 1) {
    const entry = `MessageAttributes.entry.${at}`;
    const name = textOf(input[`${entry}.Name`]);
    if (name === '') return found;
    const Value = textOf(input[`${entry}.Value.StringValue`]);
    found[name] = { Type: textOf(input[`${entry}.Value.DataType`]), Value };
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
