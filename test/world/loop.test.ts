/** The whole loop on real parts: what a single test of a part cannot show. */
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { Client, Connection } from '@temporalio/client';

import { findingOf } from '../../sandbox/demo/findings.ts';
import { seedResources } from '../../sandbox/demo/seed.ts';
import type { Seeded } from '../../sandbox/demo/seed.ts';
import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { actions } from '../workflows/actions.ts';
import { end, seed } from './run-to-end.ts';
import { fixable } from './scenario.ts';
import { seen, until } from './until.ts';

const people = { state: 'HUMAN_REVIEW', destiny: null } as const;

let world: World;
let client: Client;
before(async () => {
  world = await startWorld({ say: () => {}, settleSeconds: 0.5 });
  const connection = await Connection.connect({ address: world.temporal.address });
  client = new Client({ connection, namespace: world.temporal.namespace });
});
after(async () => {
  await client.connection.close();
  await world.stop();
});

/** Imports changed copies of a scenario's findings, and waits until the starter has handled the events. */
async function importAgain(
  { scenario, findings }: Seeded,
  changes: Partial<AwsSecurityFinding>,
): Promise<void> {
  const hub = world.securityHub(scenario.account, scenario.region);
  const UpdatedAt = new Date().toISOString();
  await hub.batchImportFindings({
    Findings: findings.map((f) => ({ ...f, UpdatedAt, ...changes })),
  });
  await world.aws.gateway.idle();
}

/** Billable actions of a lifecycle that waits: the ledger shows the wait before its timer is started. */
async function billed(workflowId: string): Promise<number> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    if (history.events?.at(-1)?.timerStartedEventAttributes) return actions(history);
    assert.ok(Date.now() < deadline, `${workflowId} does not wait`);
    await setTimeout(20);
  }
}

/** As Lambda does it: an event that the function could not take comes twice more. A busy machine needs that. */
async function deliver(event: object, retries = 2): Promise<void> {
  try {
    await world.starter.invoke(event);
  } catch (error) {
    if (retries === 0) throw error;
    await deliver(event, retries - 1);
  }
}

function starts(from: number): number {
  const log = world.aws.gateway.log().slice(from);
  return log.filter((c) => c.operation === 'StartAutomationExecution').length;
}

describe('the loop', () => {
  it('the same event fifty times at once starts one lifecycle and one Automation execution', async () => {
    const scenario = fixable('fifty-times');
    await seedResources(world, [scenario]);
    const [report] = scenario.reports;
    assert.ok(report);
    const finding = findingOf(scenario, report, new Date());
    const event = {
      version: '0',
      id: 'fifty',
      source: 'aws.securityhub',
      'detail-type': 'Security Hub Findings - Imported',
      account: '222233334444',
      region: 'eu-west-1',
      time: new Date().toISOString(),
      resources: [],
      detail: { findings: [finding] },
    };
    const from = world.aws.gateway.log().length;
    const hub = world.securityHub(scenario.account, scenario.region);
    await hub.batchImportFindings({ Findings: [finding] });
    await Promise.all(Array.from({ length: 50 }, () => deliver(event)));

    const { episode, destinyReason: reason } = await end(world, { scenario, findings: [finding] });
    assert.equal(reason, 'remediated');
    assert.equal(episode, 1);
    assert.equal(starts(from), 1);
  });

  it('an unchanged re-import by two alternating products costs no billable action', async () => {
    const prowler = 'Ensure there are no S3 buckets open to Everyone or Any AWS user.';
    const scenario = fixable('alternating-runbook-fails', {
      expected: people,
      reports: [
        { by: 'security-hub', id: 'S3.8', title: 'Block public access', severity: 'HIGH' },
        { by: 'prowler', id: 's3_bucket_public_access', title: prowler, severity: 'HIGH' },
      ],
    });
    const one = await seed(world, scenario);
    const { workflowId } = await end(world, one);
    await world.aws.gateway.idle();
    const before = await billed(workflowId);
    for (const finding of [...one.findings, ...one.findings]) {
      await importAgain({ scenario, findings: [finding] }, {});
    }

    assert.equal(await billed(workflowId), before);
  });

  it('an identical finding after closing starts the next episode, in human review as a regression of our fix', async () => {
    const scenario = fixable('comes-back');
    const one = await seed(world, scenario);
    const first = await end(world, one);
    const s3 = world.s3(scenario.account, scenario.region);
    await s3.deletePublicAccessBlock({ Bucket: scenario.bucket });
    await importAgain(one, { Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' } });
    await importAgain(one, {});

    // The ledger shows the first episode until the second has been triaged.
    const returned = { ...one, scenario: { ...scenario, expected: people } };
    const second = await seen(async () => {
      const now = await end(world, returned);
      return now.episode === first.episode ? undefined : now;
    });
    assert.equal(second.workflowId, first.workflowId);
    assert.equal(second.episode, 2);
    assert.equal(second.phase, 'HUMAN_REVIEW');
    const row = await world.ledger.lifecycle(second.workflowId);
    assert.match(row?.waitsFor ?? '', /fixed by Closeloop on .* open again: episode 2/);
  });

  it('a resource that a person repaired closes after our own check when the source reports PASSED', async () => {
    const scenario = fixable('repaired-runbook-fails', { expected: people });
    const one = await seed(world, scenario);
    await end(world, one);
    await world.s3(scenario.account, scenario.region).putPublicAccessBlock({
      Bucket: scenario.bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    });
    await importAgain(one, { Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' } });

    const expected = { state: 'CLOSED', destiny: 'Fixed' } as const;
    const { destinyReason: reason } = await end(world, {
      ...one,
      scenario: { ...scenario, expected },
    });
    assert.equal(reason, 'fixed-by-others');
  });

  it('a PASSED report about a resource that is not compliant closes nothing', async () => {
    const scenario = fixable('not-repaired-runbook-fails', { expected: people });
    const one = await seed(world, scenario);
    const { workflowId } = await end(world, one);
    await importAgain(one, { Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' } });

    await until(async () => {
      const kinds = (await world.ledger.story(workflowId)).map(({ kind }) => kind);
      const said = kinds.lastIndexOf('source-says-resolved');
      return said !== -1 && kinds.lastIndexOf('verified') > said;
    });
    assert.equal((await end(world, one)).phase, 'HUMAN_REVIEW');
  });
});
