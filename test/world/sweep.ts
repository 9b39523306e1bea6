/** The sweep checks closed problems again and restarts lost lifecycles, on real parts. */
import assert from 'node:assert/strict';

import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Client } from '@temporalio/client';

import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import type { World } from '../../sandbox/world.ts';
import { SWEEP_SCHEDULE } from '../../workflows/messages.ts';
import { runSchedule } from './run-schedule.ts';
import { runToEnd } from './run-to-end.ts';
import { fixable } from './scenario.ts';
import { seen } from './until.ts';

let world: World;
let client: Client;

/** Makes the next check due now instead of in a day. */
async function makeDue(workflowId: string): Promise<void> {
  const credentials = world.aws.credentials(HUB_ACCOUNT);
  const dynamo = new DynamoDBClient({ endpoint: world.aws.url, region: HUB_REGION, credentials });
  await dynamo.send(
    new UpdateItemCommand({
      TableName: 'closeloop-lifecycles',
      Key: { workflowId: { S: workflowId } },
      UpdateExpression: 'SET due = :past',
      ExpressionAttributeValues: { ':past': { S: '2026-01-01T00:00:00.000Z' } },
    }),
  );
  dynamo.destroy();
}

/** What the sweep did. */
const sweep = async (): Promise<unknown> => await runSchedule(client, SWEEP_SCHEDULE);

export function sweeping(shared: () => { readonly world: World; readonly client: Client }): void {
  before(() => {
    ({ world, client } = shared());
  });

  it('the sweep finds a fix that somebody undid without a report: a regression in human review, NEW in Security Hub', async () => {
    const scenario = fixable('undone-silently');
    const { workflowId } = await runToEnd(world, scenario);
    const s3 = world.s3(scenario.account, scenario.region);
    await s3.deletePublicAccessBlock({ Bucket: scenario.bucket });

    assert.deepEqual(await sweep(), {});
    await makeDue(workflowId);
    assert.deepEqual(await sweep(), { returned: 1 });

    const row = await seen(async () => {
      const now = await world.ledger.lifecycle(workflowId);
      return now?.phase === 'HUMAN_REVIEW' ? now : undefined;
    });
    assert.equal(row.episode, 2);
    assert.match(row.waitsFor, /fixed by Closeloop on .* open again: episode 2/);
    const hub = world.securityHub(scenario.account, scenario.region);
    const id = row.findings[0]?.id ?? '';
    const Filters = { Id: [{ Value: id, Comparison: 'EQUALS' as const }] };
    const [finding] = (await hub.getFindings({ Filters })).Findings ?? [];
    assert.equal(finding?.Workflow?.Status, 'NEW');
    assert.match(finding?.Note?.Text ?? '', /the sweep found it not compliant again/);
    await world.aws.gateway.idle();
    assert.equal((await world.ledger.lifecycle(workflowId))?.episode, 2);
  });

  it('the sweep leaves a compliant resource alone and plans its next check', async () => {
    const { workflowId } = await runToEnd(world, fixable('stays-fixed'));
    await makeDue(workflowId);

    assert.deepEqual(await sweep(), { fixed: 1 });
    assert.deepEqual(await sweep(), {});
    assert.equal((await world.ledger.lifecycle(workflowId))?.phase, 'CLOSED');
  });

  it('the sweep starts a new lifecycle for an open problem whose lifecycle was terminated', async () => {
    const people = { state: 'HUMAN_REVIEW', destiny: null } as const;
    const { workflowId } = await runToEnd(
      world,
      fixable('payments-runbook-fails', { expected: people }),
    );
    await makeDue(workflowId);
    assert.deepEqual(await sweep(), { running: 1 });
    await client.workflow.getHandle(workflowId).terminate('by mistake');

    assert.deepEqual(await sweep(), { revived: 1 });
    await seen(async () => {
      const now = await world.ledger.lifecycle(workflowId);
      return now?.episode === 2 && now.phase === 'HUMAN_REVIEW' ? now : undefined;
    });
    assert.deepEqual(await sweep(), {});
  });
}
