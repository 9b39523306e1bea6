/** What people are told of a whole life, with a real topic and with one that is down. */
import assert from 'node:assert/strict';

import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SNS } from '@aws-sdk/client-sns';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';

import { dynamoNotices } from '../../activities/ledger/notices.ts';
import type { Notice } from '../../activities/ledger/notices.ts';
import { messageSchema } from '../../activities/notify/message.ts';
import type { Message } from '../../activities/notify/message.ts';
import { AwsError } from '../../sandbox/aws/aws-error.ts';
import type { Meddle } from '../../sandbox/aws/meddle.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/principals.ts';
import type { Scenario } from '../../sandbox/demo/scenarios.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import { watch } from '../../sandbox/demo/watch.ts';
import { startWorld, TOPIC_ARN } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { SWEEP, TASK_QUEUES } from '../../workflows/messages.ts';
import { actions } from '../workflows/actions.ts';
import { fixable } from './scenario.ts';

const snsEvent = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
});
const SUBSCRIBER = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:test-subscriber`;

let world: World;
let client: Client;
let down = false;
const heard: Message[] = [];
const hubConfig = () => ({
  endpoint: world.aws.url,
  region: HUB_REGION,
  credentials: world.aws.credentials(HUB_ACCOUNT),
  maxAttempts: 1,
});

const meddle: Meddle = async ({ call }, answer) => {
  if (down && call.operation === 'Publish')
    throw new AwsError('InternalFailure', 'the topic is down', 500);
  return await answer();
};

before(async () => {
  world = await startWorld({ say: () => {}, settleSeconds: 0.5, aws: { meddle } });
  const connection = await Connection.connect({ address: world.temporal.address });
  client = new Client({ connection, namespace: world.temporal.namespace });
  world.aws.gateway.registerLambda(SUBSCRIBER, async (event) => void heard.push(messageIn(event)));
  const sns = new SNS(hubConfig());
  await sns.subscribe({ TopicArn: TOPIC_ARN, Protocol: 'lambda', Endpoint: SUBSCRIBER });
  sns.destroy();
});
after(async () => {
  await client.connection.close();
  await world.stop();
});

function messageIn(event: unknown): Message {
  const [record] = snsEvent.parse(event).Records;
  return messageSchema.parse(JSON.parse(record?.Sns.Message ?? ''));
}

async function lived(scenario: Scenario): Promise<string> {
  await seedResources(world, [scenario]);
  const seeded = await importFindings(world, [scenario]);
  const [standing] = await watch(world, seeded, { onLine: () => {}, limitMs: 40_000 });
  assert.ok(standing?.lifecycle, 'no lifecycle was started');
  return standing.lifecycle.workflowId;
}

/** As if they had waited for an hour. */
async function makeOld(dynamo: DynamoDBClient, { workflowId, sequence }: Notice): Promise<void> {
  const update = new UpdateItemCommand({
    TableName: 'closeloop-messages',
    Key: { workflowId: { S: workflowId }, item: { S: `notice#${sequence}` } },
    UpdateExpression: 'SET since = :then',
    ExpressionAttributeValues: { ':then': { S: '2020-01-01T00:00:00.000Z' } },
  });
  await dynamo.send(update);
}

async function told(workflowId: string): Promise<readonly string[]> {
  // A closed run has published all that it will.
  await client.workflow.getHandle(workflowId).result();
  await world.aws.gateway.idle();
  return heard
    .filter((message) => message.finding.workflowId === workflowId)
    .toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1))
    .map(({ kind }) => kind);
}

it('an automatic fix is told twice, and telling costs no billable action', async () => {
  const workflowId = await lived(fixable('told-automatic'));
  assert.deepEqual(await told(workflowId), ['routed', 'fixed']);
  const handle = client.workflow.getHandle(workflowId);
  assert.equal(actions(await handle.fetchHistory()), 9);
  const fixed = heard.find((one) => one.finding.workflowId === workflowId && one.kind === 'fixed');
  assert.partialDeepStrictEqual(fixed, {
    finding: {
      account: { alias: 'payments' },
      owner: { team: 'payments', channels: ['slack:#payments'] },
    },
    state: { phase: 'CLOSED', destiny: 'Fixed', deadline: null },
  });
  assert.match(fixed?.links.workflow ?? '', /^http:\/\/.*\/workflows\//);
});

it('a topic that is down neither blocks nor loses: it is closed, and the sweep tells it later', async () => {
  down = true;
  const workflowId = await lived(fixable('told-later'));
  const dynamo = new DynamoDBClient(hubConfig());
  const notices = dynamoNotices(dynamo, 'closeloop');
  assert.deepEqual(await told(workflowId), []);
  const untold = await notices.untold(workflowId);
  assert.deepEqual(
    untold.map(({ kind }) => kind),
    ['routed', 'fixed'],
  );
  assert.match(untold[0]?.lastError ?? '', /sns:Publish.*the topic is down/);
  down = false;
  const swept = { workflowId: 'sweep-for-test', taskQueue: TASK_QUEUES.orchestrator };
  for (const notice of untold) await makeOld(dynamo, notice);
  await client.workflow.execute(SWEEP, swept);
  assert.deepEqual(await told(workflowId), ['routed', 'fixed']);
  assert.deepEqual(await notices.untold(workflowId), []);
  dynamo.destroy();
});
