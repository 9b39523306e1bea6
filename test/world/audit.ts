/** Somebody steals the closer's credentials and closes findings; the audit finds exactly those. On real parts. */
import assert from 'node:assert/strict';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import type { Client } from '@temporalio/client';
import { z } from 'zod';

import { alarmSchema } from '../../activities/audit/alarm.ts';
import { statusItem } from '../../activities/closing/proof-items.ts';
import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { messageSchema } from '../../activities/notify/message.ts';
import { resultShape } from '../../console/doctor/audit.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import type { World } from '../../sandbox/world.ts';
import { AUDIT_SCHEDULE } from '../../workflows/messages.ts';
import { examined } from './doctor.ts';
import { runSchedule } from './run-schedule.ts';
import { runToEnd } from './run-to-end.ts';
import { fixable } from './scenario.ts';
import { subscribe } from './subscribe.ts';
import { until } from './until.ts';

let world: World;
let client: Client;
const alarms: z.output<typeof alarmSchema>[] = [];
/** Workflow ids. */
const notified: string[] = [];

const snsEvent = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
});

/** What a subscriber that wants only alarms of the audit gets. */
async function collect(): Promise<void> {
  await subscribe(world, 'audit-alarms', ['audit', 'unproven'], async (event) => {
    const { Records } = snsEvent.parse(event);
    for (const { Sns } of Records) {
      const message = JSON.parse(Sns.Message);
      const alarm = alarmSchema.safeParse(message);
      if (alarm.success) alarms.push(alarm.data);
      else notified.push(messageSchema.parse(message).finding.workflowId);
    }
  });
}

/** As whoever has stolen the closer's keys. */
function stolen() {
  const credentials = world.aws.gateway.principals.hub('closeloop-closer');
  return { endpoint: world.aws.url, region: HUB_REGION, credentials, maxAttempts: 1 };
}

async function set(
  securityHub: SecurityHub,
  { findings }: Lifecycle,
  Status: 'RESOLVED' | 'SUPPRESSED',
): Promise<void> {
  const FindingIdentifiers = findings.map(({ id, productArn }) => ({
    Id: id,
    ProductArn: productArn,
  }));
  const Note = { Text: 'Closeloop verification v-1: fixed', UpdatedBy: 'closeloop' };
  await securityHub.batchUpdateFindings({ FindingIdentifiers, Workflow: { Status }, Note });
  await world.aws.gateway.idle();
}

async function statusOf({ findings }: Lifecycle): Promise<string | undefined> {
  const hub = world.securityHub(HUB_ACCOUNT, HUB_REGION);
  const Filters = { Id: [{ Value: findings[0]?.id ?? '', Comparison: 'EQUALS' as const }] };
  return (await hub.getFindings({ Filters })).Findings?.[0]?.Workflow?.Status;
}

/** Puts the proof of one finding in the place of another's. */
async function copyProof(from: Lifecycle, to: Lifecycle): Promise<void> {
  const table = DynamoDBDocument.from(new DynamoDBClient(stolen()));
  const TableName = 'closeloop-proofs';
  const [source] = from.findings;
  const [target] = to.findings;
  assert.ok(source && target);
  const Key = { workflowId: from.workflowId, item: statusItem(source) };
  const { Item } = await table.get({ TableName, Key });
  assert.ok(Item, 'the closer proves what it closes');
  const place = { workflowId: to.workflowId, item: statusItem(target) };
  const about = { findingId: target.id, productArn: target.productArn };
  await table.put({ TableName, Item: { ...Item, ...place, ...about } });
  table.destroy();
}

/** What the audit found closed. */
async function audit() {
  const { counts, failed } = resultShape.parse(await runSchedule(client, AUDIT_SCHEDULE)).closed;
  assert.equal(failed, null);
  await world.aws.gateway.idle();
  return counts;
}

export function auditing(shared: () => { readonly world: World; readonly client: Client }): void {
  const people = { state: 'HUMAN_REVIEW', destiny: null } as const;
  const open = async (name: string) =>
    await runToEnd(world, fixable(`${name}-runbook-fails`, { expected: people }));

  before(async () => {
    ({ world, client } = shared());
    await collect();
  });

  it('the audit finds nothing in what the tests before it had closed, and says so in doctor', async () => {
    const { unproven = 0, unchecked = 0, proven = 0 } = await audit();
    assert.deepEqual([unproven, unchecked, alarms, notified], [0, 0, [], []]);
    assert.ok(proven > 0);
    const row = (await examined(world)).find(({ name }) => name === 'audit of closed findings');
    assert.equal(row?.status, 'ok', row?.found);
    assert.match(row?.found ?? '', / 0 without proof$/);
  });

  it('what stolen credentials of the closer close is open again after one audit, told, and with its people; nothing else', async () => {
    const proper = await runToEnd(world, fixable('audit-proper'));
    const resolved = await open('audit-resolved');
    const suppressed = await open('audit-suppressed');
    const copied = await open('audit-copied');
    const person = await open('audit-person');
    const thief = new SecurityHub(stolen());
    await set(thief, resolved, 'RESOLVED');
    await set(thief, suppressed, 'SUPPRESSED');
    await copyProof(proper, copied);
    await set(thief, copied, 'RESOLVED');
    thief.destroy();
    const { findings } = person;
    const FindingIdentifiers = findings.map(({ id: Id, productArn: ProductArn }) => ({
      Id,
      ProductArn,
    }));
    const Workflow = { Status: 'SUPPRESSED' } as const;
    const Note = { Text: 'we know', UpdatedBy: 'ana' };
    const hub = world.securityHub(HUB_ACCOUNT, HUB_REGION);
    await hub.batchUpdateFindings({ FindingIdentifiers, Workflow, Note });
    await world.aws.gateway.idle();

    const { unproven, reopened } = await audit();
    assert.deepEqual([unproven, reopened], [3, 3]);
    const all = [proper, resolved, suppressed, copied, person];
    assert.deepEqual(await Promise.all(all.map(statusOf)), [
      'RESOLVED',
      'NEW',
      'NEW',
      'NEW',
      'SUPPRESSED',
    ]);
    const named = alarms.at(-1)?.findings.map(({ id }) => id);
    const stolenIds = [resolved, suppressed, copied].map((one) => one.findings[0]?.id ?? '');
    assert.deepEqual(named?.toSorted(), stolenIds.toSorted());
    const lifecycles = [resolved, suppressed, copied].map(({ workflowId }) => workflowId);
    assert.deepEqual(notified.toSorted(), lifecycles.toSorted());
    for (const workflowId of lifecycles) {
      const heard = async () => JSON.stringify(await world.ledger.story(workflowId));
      await until(async () => (await heard()).includes('without proof'), heard);
    }
    assert.doesNotMatch(
      JSON.stringify(await world.ledger.story(person.workflowId)),
      /without proof/,
    );
    const row = (await examined(world)).find(({ name }) => name === 'audit of closed findings');
    assert.equal(row?.status, 'broken');
    assert.match(row?.found ?? '', /3 without proof \(3 open again\)/);
  });

  it('what a thief closes between two audits is found by the next, and a further one finds nothing more', async () => {
    const stolenOne = await open('audit-later');
    const thief = new SecurityHub(stolen());
    await set(thief, stolenOne, 'RESOLVED');
    thief.destroy();
    const { reopened } = await audit();
    assert.equal(reopened, 1);
    const { unproven = 0 } = await audit();
    assert.equal(unproven, 0);
    assert.equal(await statusOf(stolenOne), 'NEW');
  });
}
