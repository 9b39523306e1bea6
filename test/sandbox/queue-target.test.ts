import assert from 'node:assert/strict';

import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { z } from 'zod';

import { type JsonCall, jsonCaller } from '../../sandbox/aws/gateway/backend-call.ts';
import { type Gateway, startGateway } from '../../sandbox/aws/gateway/gateway.ts';
import type { Ministack } from '../../sandbox/aws/ministack/ministack.ts';
import { asffFinding, HUB } from '../builders/asff.ts';
import { emptyMinistack } from './empty-ministack.ts';

const QUEUE = `arn:aws:sqs:eu-west-1:${HUB}:findings`;
const HUB_FINDING = asffFinding({ AwsAccountId: HUB });

describe('a rule with a queue as target', () => {
  let ministack: Ministack;
  let gateway: Gateway;
  let call: JsonCall;
  const sqs = (operation: string, input: unknown) =>
    call(
      { account: HUB, region: 'eu-west-1', service: 'sqs', target: `AmazonSQS.${operation}` },
      input,
    );

  before(async () => {
    ministack = await emptyMinistack();
    gateway = await startGateway({ backendUrl: ministack.url, actionsOf: () => [] });
    gateway.prepare({ account: HUB, region: 'eu-west-1' }, []);
    call = jsonCaller(ministack.url);
  });
  after(async () => {
    await gateway.close();
    await ministack.stop();
  });

  it('a queue that is the target of a rule gets the event as a message', async () => {
    const credentials = gateway.principals.admin(HUB);
    const config = { endpoint: gateway.url, region: 'eu-west-1', credentials, maxAttempts: 1 };
    const { QueueUrl } = z
      .object({ QueueUrl: z.string() })
      .parse(await sqs('CreateQueue', { QueueName: 'findings' }));
    const bus = new EventBridge(config);
    await bus.putRule({
      Name: 'to-queue',
      EventPattern: JSON.stringify({ source: ['aws.securityhub'] }),
    });
    await bus.putTargets({ Rule: 'to-queue', Targets: [{ Id: 'queue', Arn: QUEUE }] });
    await new SecurityHub(config).batchImportFindings({ Findings: [HUB_FINDING] });
    await gateway.idle();
    assert.deepEqual(gateway.deadLetters(), []);
    const { Messages } = z
      .object({ Messages: z.array(z.object({ Body: z.string() })) })
      .parse(await sqs('ReceiveMessage', { QueueUrl }));
    assert.equal(Messages.length, 1);
    const event: unknown = JSON.parse(Messages[0]?.Body ?? '');
    const { source, detail } = z
      .object({
        source: z.string(),
        detail: z.object({ findings: z.array(z.looseObject({ Id: z.string() })) }),
      })
      .parse(event);
    assert.equal(source, 'aws.securityhub');
    assert.equal(detail.findings[0]?.Id, HUB_FINDING.Id);
  });
});
