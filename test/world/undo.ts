/** What Closeloop fixed and closed is undone by two people, at the real console, on real parts. */
import assert from 'node:assert/strict';

import { Client, Connection } from '@temporalio/client';

import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import type { World } from '../../sandbox/world.ts';
import { oneLine } from '../console/cli.ts';
import { closeloop } from '../console/shared-process.ts';
import { fixable } from './scenario.ts';
import { until } from './until.ts';

let world: World;

async function row(bucket: string) {
  const all = await world.ledger.lifecycles();
  return all.find(({ problem }) => problem.resource.name === bucket);
}

async function reaches(bucket: string, phase: string, episode: number): Promise<void> {
  await until(
    async () => {
      const now = await row(bucket);
      return now?.phase === phase && now.episode === episode;
    },
    async () => `${bucket} is not in ${phase}: ${JSON.stringify(await row(bucket))}`,
  );
}

async function fixed(bucket: string): Promise<string> {
  const scenario = fixable(bucket);
  await seedResources(world, [scenario]);
  await importFindings(world, [scenario]);
  await reaches(bucket, 'CLOSED', 1);
  const workflowId = (await row(bucket))?.workflowId ?? '';
  await runEnds(workflowId);
  return workflowId;
}

/** The ledger says CLOSED a moment before the run has ended; until then nobody can undo it. */
async function runEnds(workflowId: string): Promise<void> {
  const { address, namespace } = world.temporal;
  const connection = await Connection.connect({ address });
  try {
    await new Client({ connection, namespace }).workflow.getHandle(workflowId).result();
  } finally {
    await connection.close();
  }
}

async function as(person: string, ...words: string[]) {
  return await closeloop(['findings', ...words, '--json'], world.person(person));
}

async function story(workflowId: string): Promise<string> {
  const lines = await world.ledger.story(workflowId);
  return lines.map(({ kind, actor, text }) => `${kind} ${actor}: ${text}`).join('\n');
}

const starts = () =>
  world.aws.gateway.log().filter((c) => c.operation === 'StartAutomationExecution');

export function undoing(shared: () => World): void {
  before(() => {
    world = shared();
  });

  it('a closed fix that two people undo goes to human review, and is not fixed automatically again', async () => {
    const bucket = 'undone-by-two';
    const id = await fixed(bucket);
    const before = starts().length;
    const asked = await as('barbara', 'undo', id, '--why', 'the website needs it');
    assert.equal(asked.code, 0, asked.stderr);
    assert.equal(oneLine(asked)['outcome'], 'second-asked');
    await reaches(bucket, 'AWAITING_APPROVAL', 2);
    const planHash = (await row(bucket))?.planHash ?? '';
    const own = await as('barbara', 'approve', id, '--plan', planHash);
    assert.match(own.stdout + own.stderr, /barbara requested this/);
    assert.equal(starts().length, before);
    const approved = await as('radia', 'confirm', id);
    assert.equal(approved.code, 0, approved.stderr);
    await reaches(bucket, 'HUMAN_REVIEW', 2);

    assert.match(
      (await row(bucket))?.waitsFor ?? '',
      /undone by barbara because the website needs it/,
    );
    assert.match(await story(id), /undone barbara: undone by barbara .*approved by radia/);
    assert.match(String(starts().at(-1)?.principalArn), /closeloop-remediate/);
    const s3 = world.s3('111122223333', 'eu-west-1');
    await assert.rejects(s3.getPublicAccessBlock({ Bucket: bucket }), {
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
    const twice = await as('barbara', 'undo', id, '--why', 'again');
    assert.equal(twice.code, 1);
    assert.match(twice.stdout + twice.stderr, /was the undo by barbara already/);
  });

  it('a resource that changed since our fix is not undone, and closes again', async () => {
    const bucket = 'moved-since-the-fix';
    const id = await fixed(bucket);
    const s3 = world.s3('111122223333', 'eu-west-1');
    const rules = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] };
    await s3.putBucketOwnershipControls({ Bucket: bucket, OwnershipControls: rules });
    const { Owner, Grants = [] } = await s3.getBucketAcl({ Bucket: bucket });
    const URI = 'http://acs.amazonaws.com/groups/s3/LogDelivery';
    const logs = { Grantee: { Type: 'Group' as const, URI }, Permission: 'READ_ACP' as const };
    const AccessControlPolicy = { Owner, Grants: [...Grants, logs] };
    await s3.putBucketAcl({ Bucket: bucket, AccessControlPolicy });
    const before = starts().length;
    const asked = await as('barbara', 'undo', id, '--why', 'the website needs it');
    assert.match(asked.stdout + asked.stderr, /the resource has drifted since our fix/);
    await reaches(bucket, 'CLOSED', 2);

    assert.match(await story(id), /not undone: the resource has drifted since our fix/);
    assert.equal(starts().length, before);
  });
}
