/** The notifications of whole lifecycles, with a working topic and with one that is down. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SNS } from '@aws-sdk/client-sns';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';

import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoNotices } from '../../activities/ledger/notice/notices.ts';
import type { Notice } from '../../activities/ledger/notice/notices.ts';
import { messageSchema } from '../../activities/notify/message.ts';
import type { Message } from '../../activities/notify/message.ts';
import { AwsError } from '../../sandbox/aws/gateway/aws-error.ts';
import type { FaultInjector } from '../../sandbox/aws/gateway/fault-injection.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import type { Scenario } from '../../sandbox/demo/scenario.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import { startTickets } from '../../sandbox/vendors/tickets.ts';
import type { Trackers } from '../../sandbox/vendors/tickets.ts';
import { startWorld, TOPIC_ARN } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { SWEEP, TASK_QUEUES } from '../../workflows/messages.ts';
import { closeloop } from '../console/shared-process.ts';
import { actions } from '../workflows/actions.ts';
import { runToEnd } from './run-to-end.ts';
import { fixable } from './scenario.ts';
import { until } from './until.ts';

const snsEvent = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
});

const SUBSCRIBER = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:test-subscriber`;

let world: World;

let tickets: Trackers;

let client: Client;

let down = false;

const received: Message[] = [];

/** What a subscriber with the filter policy of docs/notifications.md gets. */
const filtered: Message[] = [];

const hubConfig = () => ({
  endpoint: world.aws.url,
  region: HUB_REGION,
  credentials: world.aws.credentials(HUB_ACCOUNT),
  maxAttempts: 1,
});

const injectFaults: FaultInjector = async ({ call }, answer) => {
  if (down && call.operation === 'Publish')
    throw new AwsError('InternalFailure', 'the topic is down', 500);
  return await answer();
};

/** The example that people copy. */
async function documentedFilter(): Promise<string> {
  const page = await readFile(new URL('../../docs/notifications.md', import.meta.url), 'utf8');
  const [, example] = /```json\n([^`]*"severity"[^`]*)```/.exec(page) ?? [];
  assert.ok(example, 'docs/notifications.md has no example of a filter policy');
  return example;
}

function messageIn(event: unknown): Message {
  const [record] = snsEvent.parse(event).Records;
  return messageSchema.parse(JSON.parse(record?.Sns.Message ?? ''));
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

async function kindsSent(workflowId: string): Promise<readonly string[]> {
  // A closed run has published all that it will.
  await client.workflow.getHandle(workflowId).result();
  await world.aws.gateway.idle();
  return received
    .filter((message) => message.finding.workflowId === workflowId)
    .toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1))
    .map(({ kind }) => kind);
}

/** The one ticket about a bucket. */
function ticketOf(bucket: string) {
  const about = tickets.jira.issues.filter(({ summary }) => summary.includes(bucket));
  assert.ok(about.length <= 1, 'several tickets');
  return about[0];
}

function historyOf(bucket: string): string {
  return (ticketOf(bucket)?.comments ?? []).map(({ body }) => JSON.stringify(body)).join('\n');
}

/** Its own people fix it. */
async function blockPublicAccess({ account, region, bucket: Bucket }: Scenario): Promise<void> {
  const all = { BlockPublicAcls: true, IgnorePublicAcls: true };
  const block = { ...all, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  const s3 = world.s3(account, region);
  await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: block });
}

const ids = (messages: readonly Message[]) => messages.map(({ id }) => id).toSorted();

describe('the notifications of whole lifecycles', () => {
  before(async () => {
    world = await startWorld({ say: () => {}, settleSeconds: 0.5, aws: { injectFaults } });
    const connection = await Connection.connect({ address: world.temporal.address });
    client = new Client({ connection, namespace: world.temporal.namespace });
    world.aws.gateway.registerLambda(
      SUBSCRIBER,
      async (event) => void received.push(messageIn(event)),
    );
    const sns = new SNS(hubConfig());
    const subscription = { TopicArn: TOPIC_ARN, Protocol: 'lambda' } as const;
    await sns.subscribe({ ...subscription, Endpoint: SUBSCRIBER });
    const Endpoint = `${SUBSCRIBER}-filtered`;
    world.aws.gateway.registerLambda(
      Endpoint,
      async (event) => void filtered.push(messageIn(event)),
    );
    const Attributes = { FilterPolicy: await documentedFilter() };
    await sns.subscribe({ ...subscription, Endpoint, Attributes });
    sns.destroy();
    tickets = await startTickets({ ...world, topicArn: TOPIC_ARN });
  });

  after(async () => {
    await tickets.stop();
    await client.connection.close();
    await world.stop();
  });

  it('an automatic fix sends two notifications, which cost no billable action', async () => {
    const { workflowId } = await runToEnd(world, fixable('notified-automatic'));
    assert.deepEqual(await kindsSent(workflowId), ['routed', 'fixed']);
    const handle = client.workflow.getHandle(workflowId);
    // Eight, and the timer of the wait before the verification; a slow machine has waited long enough without one.
    const history = await handle.fetchHistory();
    const timers = (history.events ?? []).filter(
      (event) => event.timerStartedEventAttributes,
    ).length;
    assert.ok(timers <= 1);
    assert.equal(actions(history) - timers, 8);
    const fixed = received.find(
      (one) => one.finding.workflowId === workflowId && one.kind === 'fixed',
    );
    assert.partialDeepStrictEqual(fixed, {
      finding: {
        account: { alias: 'payments' },
        owner: { team: 'payments', channels: ['slack:#payments'] },
      },
      state: { phase: 'CLOSED', destiny: 'Fixed', deadline: null },
    });
    assert.match(fixed?.links.workflow ?? '', /^http:\/\/.*\/workflows\//);
  });

  it('an automatic fix leaves exactly one ticket, closed with the verdict', async () => {
    await until(async () => ticketOf('notified-automatic')?.status === 'Erledigt');
    const history = historyOf('notified-automatic');
    assert.match(history, /Routed: /);
    assert.match(history, /Fixed by Closeloop/);
    const show = ['findings', 'show', 'notified-automatic'];
    const { stdout } = await closeloop(show, world.person('barbara'));
    const key = ticketOf('notified-automatic')?.key ?? '';
    assert.match(stdout, new RegExp(`Ticket {2}${key} in jira:SEC: http.*/browse/${key}$`, 'm'));
  });

  it('a ticket closed by hand is reopened with the result of a check until the resource is compliant', async () => {
    const [bucket, by] = ['closed-by-hand', 'Ada'];
    const report = {
      by: 'security-hub',
      id: 'S3.2',
      title: 'Public',
      severity: 'CRITICAL',
    } as const;
    const scenario = fixable(bucket, { reports: [report] });
    await seedResources(world, [scenario]);
    await importFindings(world, [scenario]);
    await until(async () => historyOf(bucket).includes('Waits for you'));
    // A message that is still being written would open the ticket again.
    await world.aws.gateway.idle();
    const close = async () => {
      const webhook = tickets.jira.moveByHand(ticketOf(bucket)?.key ?? '', 'Erledigt', by);
      assert.partialDeepStrictEqual(await tickets.hook(webhook), { statusCode: 200 });
    };
    await close();
    await until(async () => ticketOf(bucket)?.status === 'Backlog');
    await until(async () => historyOf(bucket).includes('Checked: not compliant: '));
    const closedByHand =
      /Ada \(jira\) closed this ticket by hand\. That does not close the finding/;
    await until(async () => closedByHand.test(historyOf(bucket)));
    await blockPublicAccess(scenario);
    await close();
    await until(async () => historyOf(bucket).includes('Fixed by somebody else'));
    await until(async () => ticketOf(bucket)?.status === 'Erledigt');
  });

  it('a work item closed by hand in Azure DevOps starts a check of its finding', async () => {
    const bucket = 'in-azure-devops';
    const report = {
      by: 'security-hub',
      id: 'S3.2',
      title: 'Public',
      severity: 'CRITICAL',
    } as const;
    const tags = { Team: 'data', Environment: 'production' };
    const scenario = fixable(bucket, { reports: [report], tags });
    await seedResources(world, [scenario]);
    await importFindings(world, [scenario]);
    const item = () => tickets.boards.items.find(({ title }) => title.includes(bucket));
    const history = () => (item()?.comments ?? []).map(({ text }) => text).join('\n');
    await until(async () => history().includes('Waits for you'));
    await world.aws.gateway.idle();
    assert.deepEqual([item()?.project, item()?.state], ['Data', 'Offen']);
    await blockPublicAccess(scenario);
    const hook = tickets.boards.moveByHand(item()?.id ?? 0, 'Erledigt', 'Edgar');
    assert.partialDeepStrictEqual(await tickets.serviceHook(hook), { statusCode: 200 });
    await until(async () => history().includes('Fixed by somebody else'));
    await until(async () => item()?.state === 'Erledigt');
    assert.equal(tickets.boards.items.length, 1);
    assert.equal(ticketOf(bucket), undefined);
  });

  it('a subscriber with the documented filter policy gets only what the policy selects', async () => {
    await world.aws.gateway.idle();
    const wanted = received.filter(
      ({ kind, finding }) =>
        ['waits-for-you', 'escalated', 'reopened'].includes(kind) &&
        ['CRITICAL', 'HIGH'].includes(finding.severity) &&
        finding.owner.team !== 'unassigned',
    );
    assert.deepEqual(ids(filtered), ids(wanted));
    assert.ok(wanted.length >= 2 && wanted.length < received.length);
  });

  it('a topic that is down blocks no closing, and the sweep sends the notification later', async () => {
    down = true;
    const { workflowId } = await runToEnd(world, fixable('notified-later'));
    const dynamo = new DynamoDBClient(hubConfig());
    const notices = dynamoNotices(openStore(dynamo, 'closeloop'));
    assert.deepEqual(await kindsSent(workflowId), []);
    const untold = await notices.unpublished(workflowId);
    assert.deepEqual(
      untold.map(({ kind }) => kind),
      ['routed', 'fixed'],
    );
    assert.match(untold[0]?.lastError ?? '', /sns:Publish.*the topic is down/);
    down = false;
    const swept = { workflowId: 'sweep-for-test', taskQueue: TASK_QUEUES.orchestrator };
    for (const notice of untold) await makeOld(dynamo, notice);
    await client.workflow.execute(SWEEP, swept);
    assert.deepEqual(await kindsSent(workflowId), ['routed', 'fixed']);
    assert.deepEqual(await notices.unpublished(workflowId), []);
    dynamo.destroy();
  });
});
