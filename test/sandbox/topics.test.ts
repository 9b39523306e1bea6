import assert from 'node:assert/strict';

import { SNS } from '@aws-sdk/client-sns';

import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import { withSandboxAws } from './with-sandbox-aws.ts';

const FUNCTION = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:subscriber`;

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

describe('topics in the sandbox', () => {
  const sandbox = withSandboxAws({ retryDelays: [1, 1] });

  async function topicWith(handler: (event: unknown) => Promise<unknown>) {
    const credentials = sandbox().credentials(HUB_ACCOUNT);
    const sns = new SNS({
      endpoint: sandbox().url,
      region: HUB_REGION,
      credentials,
      maxAttempts: 1,
    });
    sandbox().gateway.registerLambda(FUNCTION, handler);
    const { TopicArn } = await sns.createTopic({ Name: `topic-${crypto.randomUUID()}` });
    await sns.subscribe({ TopicArn, Protocol: 'lambda', Endpoint: FUNCTION });
    return { sns, TopicArn };
  }

  it('a published message reaches the subscribed functions, wrapped as SNS does', async () => {
    const events: unknown[] = [];
    const { sns, TopicArn } = await topicWith(async (event) => events.push(event));
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'fixed' } };
    const { MessageId } = await sns.publish({
      TopicArn,
      Message: '{"a":"ü & <b>"}',
      MessageAttributes,
    });
    await sandbox().gateway.idle();
    sns.destroy();
    assert.partialDeepStrictEqual(events, [
      {
        Records: [
          {
            EventSource: 'aws:sns',
            Sns: {
              MessageId,
              TopicArn,
              Message: '{"a":"ü & <b>"}',
              MessageAttributes: {
                kind: {
                  Type: 'String',
                  Value: 'fixed',
                },
              },
            },
          },
        ],
      },
    ]);
    assert.equal(events.length, 1);
  });

  it('a filter policy keeps messages from a function, by strings and anything-but', async () => {
    const { sns, TopicArn } = await topicWith(async () => {});
    const filtering = async (name: string, policy: unknown) => {
      const Endpoint = `${FUNCTION}-${name}`;
      const told: unknown[] = [];
      sandbox().gateway.registerLambda(Endpoint, async (event) => told.push(event));
      const Attributes = { FilterPolicy: JSON.stringify(policy) };
      await sns.subscribe({ TopicArn, Protocol: 'lambda', Endpoint, Attributes });
      return told;
    };
    const all = {
      one: await filtering('one', { kind: ['fixed', 'accepted'], severity: ['HIGH'] }),
      other: await filtering('other', { kind: ['fixed'], severity: ['LOW'] }),
      but: await filtering('but', { severity: [{ 'anything-but': ['LOW', 'MEDIUM'] }] }),
      amp: await filtering('amp', { kind: ['<fixed> & "so"'] }),
    };
    await sns.publish({
      TopicArn,
      Message: 'm',
      MessageAttributes: {
        kind: text('fixed'),
        severity: text('HIGH'),
        owner: text('payments'),
        account: text('111122223333'),
      },
    });
    await sns.publish({
      TopicArn,
      Message: 'm',
      MessageAttributes: { kind: text('<fixed> & "so"'), region: text('eu-west-1') },
    });
    await sandbox().gateway.idle();
    sns.destroy();
    const counts = Object.entries(all).map(([name, told]) => `${name} ${told.length}`);
    assert.deepEqual(counts, ['one 1', 'other 0', 'but 1', 'amp 1']);
  });

  it('publishing fails under a filter policy that the sandbox cannot evaluate', async () => {
    const { sns, TopicArn } = await topicWith(async () => {});
    const FilterPolicy = JSON.stringify({ price: [{ numeric: ['>', 100] }] });
    const Endpoint = `${FUNCTION}-numeric`;
    await sns.subscribe({
      TopicArn,
      Protocol: 'lambda',
      Endpoint,
      Attributes: { FilterPolicy },
    });
    await assert.rejects(sns.publish({ TopicArn, Message: 'm' }), /no such filter policy/);
    sns.destroy();
  });

  it('the sandbox’s SNS invokes a failing subscriber twice more, then keeps the event as a dead letter', async () => {
    let calls = 0;
    const { sns, TopicArn } = await topicWith(async () => {
      calls += 1;
      throw new Error('busy');
    });
    await sns.publish({ TopicArn, Message: 'm' });
    await sandbox().gateway.idle();
    sns.destroy();
    const letters = sandbox()
      .gateway.deadLetters()
      .filter(({ target }) => target === FUNCTION);
    assert.deepEqual([calls, letters.at(-1)?.error], [3, 'busy']);
  });
});
