/** What no control verifies, at the real console: two people's word, and the source's. */
import assert from 'node:assert/strict';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import type { World } from '../../sandbox/world.ts';
import { closeloop } from '../console/shared-process.ts';
import { fixable } from './scenario.ts';
import { until } from './until.ts';

let world: World;

interface Reported {
  readonly workflowId: string;
  readonly finding: AwsSecurityFinding;
}

/** A GuardDuty finding that no control knows, with its owner. */
async function reported(bucket: string): Promise<Reported> {
  const type = { by: 'guardduty', id: 'Policy:S3/BucketLooksOdd', title: 'Looks odd' } as const;
  const scenario = fixable(bucket, { reports: [{ ...type, severity: 'MEDIUM' }] });
  await seedResources(world, [scenario]);
  const [seeded] = await importFindings(world, [scenario]);
  const mine = async () =>
    (await world.ledger.lifecycles()).find(({ problem }) => problem.resource.name === bucket);
  await until(async () => (await mine())?.phase === 'HUMAN_REVIEW');
  const finding = seeded?.findings[0];
  assert.ok(finding !== undefined);
  return { workflowId: (await mine())?.workflowId ?? '', finding };
}

async function archive(finding: AwsSecurityFinding): Promise<void> {
  const archived = { ...finding, RecordState: 'ARCHIVED' as const, UpdatedAt: instant() };
  const hub = world.securityHub(finding.AwsAccountId ?? '', 'eu-west-1');
  await hub.batchImportFindings({ Findings: [archived] });
}

function instant(): string {
  return new Date().toISOString();
}

async function says(person: string, workflowId: string) {
  const words = ['findings', 'claim-fixed', workflowId, '--evidence', 'ticket OPS-7'];
  return await closeloop(words, world.person(person));
}

async function row(workflowId: string) {
  return await world.ledger.lifecycle(workflowId);
}

async function inSecurityHub({ Id = '', AwsAccountId = '' }: AwsSecurityFinding) {
  const Filters = { Id: [{ Value: Id, Comparison: 'EQUALS' as const }] };
  const { Findings: [found] = [] } = await world
    .securityHub(AwsAccountId, 'eu-west-1')
    .getFindings({ Filters });
  return { status: found?.Workflow?.Status, note: found?.Note?.Text ?? '' };
}

export function attested(shared: () => World): void {
  before(() => {
    world = shared();
  });

  it('a problem without control that two people attest closes only once its source has archived it', async () => {
    const { workflowId, finding } = await reported('attested-by-two');
    const first = await says('barbara', workflowId);
    const again = await says('barbara', workflowId);
    const second = await says('radia', workflowId);

    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /a second person has to confirm it/);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /another person has to confirm it/);
    assert.equal(second.code, 0, second.stderr);
    await until(async () => /still reports it/.test((await row(workflowId))?.waitsFor ?? ''));
    assert.equal((await row(workflowId))?.phase, 'HUMAN_REVIEW');

    await archive(finding);
    await until(async () => (await row(workflowId))?.phase === 'CLOSED');
    const { destiny, destinyReason } = (await row(workflowId)) ?? {};
    assert.deepEqual({ destiny, destinyReason }, { destiny: 'Fixed', destinyReason: 'attested' });
    const { status, note } = await inSecurityHub(finding);
    assert.equal(status, 'RESOLVED');
    assert.match(note, /attested by barbara, confirmed by radia; .*OPS-7/);
  });

  it('a finding that its source archives before anybody acts is withdrawn, and Security Hub stays as it is', async () => {
    const { workflowId, finding } = await reported('withdrawn-by-source');
    await archive(finding);
    await until(async () => (await row(workflowId))?.phase === 'CLOSED');

    const { destiny, destinyReason } = (await row(workflowId)) ?? {};
    assert.deepEqual(
      { destiny, destinyReason },
      { destiny: 'Withdrawn', destinyReason: 'by-source' },
    );
    assert.equal((await inSecurityHub(finding)).status, 'NEW');
    const shown = await closeloop(['findings', 'show', workflowId], world.person('radia'));
    assert.match(shown.stdout, /Withdrawn \(by-source\)/);
  });
}
