/** Somebody who may recreate documents in a workload account runs nothing through Closeloop. */
import assert from 'node:assert/strict';

import { SSM } from '@aws-sdk/client-ssm';

import { documentHash, ownDocuments } from '../../controls/documents.ts';
import { PAYMENTS } from '../../sandbox/demo/scenario.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import type { World } from '../../sandbox/world.ts';
import { closeloop } from '../console/shared-process.ts';
import { fixable } from './scenario.ts';
import { until } from './until.ts';

/** Where no other test of this world has a bucket. */
const region = 'eu-central-1';
const NAME = 'Closeloop-S3PublicAccess';
const released = ownDocuments().find(({ name }) => name === NAME);
assert.ok(released);
const EVIL = released.content.replace('BlockPublicAcls: true', 'BlockPublicAcls: false');

let world: World;
let ssm: SSM;

async function recreate(Content: string): Promise<void> {
  await ssm.deleteDocument({ Name: NAME });
  const made = { Name: NAME, DocumentType: 'Automation', DocumentFormat: 'YAML' } as const;
  await ssm.createDocument({ ...made, Content });
}

async function report(bucket: string, severity: 'HIGH' | 'CRITICAL'): Promise<void> {
  const reports = [{ by: 'security-hub', id: 'S3.8', title: 'Public', severity }] as const;
  const scenario = fixable(bucket, { region, reports });
  await seedResources(world, [scenario]);
  await importFindings(world, [scenario]);
}

async function reaches(bucket: string, phase: string) {
  const row = async () =>
    (await world.ledger.lifecycles()).find(({ problem }) => problem.resource.name === bucket);
  await until(async () => (await row())?.phase === phase);
  const found = await row();
  assert.ok(found);
  return found;
}

/** Of automations in that Region. */
function starts(): number {
  const log = world.aws.gateway.log();
  return log.filter((c) => c.operation === 'StartAutomationExecution' && c.region === region)
    .length;
}

export function recreated(shared: () => World): void {
  before(() => {
    world = shared();
    const credentials = world.aws.credentials(PAYMENTS);
    ssm = new SSM({ endpoint: world.aws.url, region, credentials, maxAttempts: 1 });
  });
  afterEach(async () => await recreate(released?.content ?? ''));
  after(() => ssm.destroy());

  it('a document that was recreated before the finding sends it to human review, with both hashes', async () => {
    assert.notEqual(EVIL, released?.content);
    await recreate(EVIL);
    await report('recreated-before', 'HIGH');
    const { reason } = await reaches('recreated-before', 'HUMAN_REVIEW');

    assert.match(reason, /not what this release ships: hash (\w{64}) instead of (\w{64})/);
    assert.ok(reason.includes(documentHash(EVIL)) && reason.includes(released?.hash ?? ''));
    assert.equal(starts(), 0);
  });

  it('a document that was recreated while its plan waited is not started by the approval', async () => {
    await report('recreated-meanwhile', 'CRITICAL');
    const { workflowId, planHash } = await reaches('recreated-meanwhile', 'AWAITING_APPROVAL');
    await recreate(EVIL);
    const words = ['findings', 'approve', workflowId, '--plan', planHash ?? '', '--why', 'seen'];
    const approved = await closeloop(words, world.person('radia'));
    const { reason } = await reaches('recreated-meanwhile', 'HUMAN_REVIEW');

    assert.equal(approved.code, 0, approved.stderr);
    assert.match(reason, /^nothing was written: DocumentDiffers: .* hash \w{64} instead of \w{64}/);
    assert.equal(starts(), 0);
  });
}
