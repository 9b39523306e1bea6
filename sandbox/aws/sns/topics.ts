/** What MiniStack cannot do for a topic: invoke the subscribed functions. */
import type { Delivery } from '../events/deliver.ts';
import type { QueryCall } from '../gateway/backend-call.ts';
import type { Call } from '../gateway/identify/call.ts';
import type { WireAnswer } from '../gateway/wire.ts';
import { accepts } from './filter-policy.ts';

export interface Topics {
  /** After the back end took a message: starts delivering it to the functions that subscribed. */
  published(call: Call, account: string, answer: WireAnswer): Promise<void>;
}

/**
 * Functions get the message as SNS wraps it, asynchronously and with Lambda's retries, where the subscription's filter
 * policy takes its attributes. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function createTopics(call: QueryCall, delivery: Pick<Delivery, 'invoke'>): Topics {
  return {
    published: async ({ service, operation, input, region }, account, { status, body }) => {
      if (service !== 'sns' || operation !== 'Publish' || status !== 200) return;
      const topic = textOf(input['TopicArn']);
      const where = { account, region, service: 'sns' };
      const request = (Action: string, more: Readonly<Record<string, string>>) =>
        call(where, { Action, Version: '2010-03-31', ...more });
      const event = wrapped(input, topic, within(String(body), 'MessageId'));
      const subscriptions = functionsIn(
        await request('ListSubscriptionsByTopic', { TopicArn: topic }),
      );
      for (const { arn, endpoint } of subscriptions) {
        const set = await request('GetSubscriptionAttributes', { SubscriptionArn: arn });
        if (isTaken(subscriptionIn(set), input)) delivery.invoke(endpoint, event);
      }
    },
  };
}

interface Subscription {
  readonly arn: string;
  readonly endpoint: string;
}

function functionsIn(xml: string): readonly Subscription[] {
  const members = xml.split('<member>').slice(1);
  return members
    .filter((member) => member.includes('<Protocol>lambda</Protocol>'))
    .map((member) => ({
      arn: within(member, 'SubscriptionArn'),
      endpoint: within(member, 'Endpoint'),
    }));
}

function within(xml: string, tag: string): string {
  return new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(xml)?.[1] ?? '';
}

/** A subscription's attributes. */
function subscriptionIn(xml: string): Readonly<Record<string, string>> {
  const entries = xml.split('<entry>').slice(1);
  return Object.fromEntries(
    entries.map((one) => [within(one, 'key'), unescaped(within(one, 'value'))]),
  );
}

function unescaped(text: string): string {
  const named = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#34;': '"',
    '&apos;': "'",
    '&#39;': "'",
  };
  const read = Object.entries(named).reduce((all, [from, to]) => all.replaceAll(from, to), text);
  return read.replaceAll('&amp;', '&');
}

/** By its attributes: no subscriber of Closeloop filters by the body. */
function isTaken(
  {
    FilterPolicy: policy = '',
    FilterPolicyScope: scope = 'MessageAttributes',
  }: Readonly<Record<string, string>>,
  input: Readonly<Record<string, unknown>>,
): boolean {
  if (policy === '' || policy === '{}') return true;
  if (scope !== 'MessageAttributes')
    throw new Error(`The sandbox filters by message attributes, not by ${scope}: ${policy}`);
  const values = Object.entries(attributesIn(input)).map(([name, { Value }]) => [name, Value]);
  return accepts(policy, Object.fromEntries(values));
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

type Attributed = Record<string, { readonly Type: string; readonly Value: string }>;

/** In the query protocol: `MessageAttributes.entry.1.Name`, `….Value.DataType`, `….Value.StringValue`. */
function attributesIn(input: Readonly<Record<string, unknown>>): Attributed {
  const found: Attributed = {};
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
