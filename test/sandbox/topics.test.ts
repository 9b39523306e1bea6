import assert from 'node:assert/strict';

import { SNS } from '@aws-sdk/client-sns';

import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/principals.ts';
import { withSandboxAws } from './with-sandbox-aws.ts';

const FUNCTION = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:subscriber`;

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

  it('hands a published message to the functions that subscribed, as SNS wraps it', async () => {
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

  it('tries a function that fails twice more, then keeps the event', async () => {
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
