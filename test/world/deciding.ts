/** People decide at the real console, under their own sign-in, against the real workers. */
import assert from 'node:assert/strict';

import { Client, Connection } from '@temporalio/client';

import { presign } from '../../console/connect/proving.ts';
import type { Decision } from '../../domain/decision.ts';
import { HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import type { World } from '../../sandbox/world.ts';
import { seen } from '../activities/decisions/seen.ts';
import { closeloop } from '../console/shared-process.ts';
import { fixable } from './scenario.ts';
import { until } from './until.ts';

let world: World;

/** A CRITICAL finding of payments, whose plan waits for its approval. */
async function waiting(bucket: string): Promise<{ workflowId: string; planHash: string }> {
  const report = { by: 'security-hub', id: 'S3.2', title: 'Public', severity: 'CRITICAL' } as const;
  const scenario = fixable(bucket, { reports: [report] });
  await seedResources(world, [scenario]);
  await importFindings(world, [scenario]);
  const row = async () =>
    (await world.ledger.lifecycles()).find(({ problem }) => problem.resource.name === bucket);
  await until(async () => (await row())?.phase === 'AWAITING_APPROVAL');
  const { workflowId = '', planHash } = (await row()) ?? {};
  return { workflowId, planHash: planHash ?? '' };
}

async function approves(
  person: string,
  { workflowId, planHash }: { workflowId: string; planHash: string },
) {
  const words = ['findings', 'approve', workflowId, '--plan', planHash, '--why', 'seen'];
  return await closeloop(words, world.person(person));
}

async function story(workflowId: string): Promise<string> {
  const lines = await world.ledger.story(workflowId);
  return lines.map(({ kind, actor, text }) => `${kind} ${actor}: ${text}`).join('\n');
}

export function deciding(shared: () => World): void {
  before(() => {
    world = shared();
  });

  it('an approval by a person without authority is refused and recorded; one by a person with authority is carried out', async () => {
    const finding = await waiting('approved-by-radia');
    const linus = await approves('linus', finding);
    const rechecked = await closeloop(
      ['findings', 'recheck', finding.workflowId],
      world.person('linus'),
    );
    // The recheck takes the finding to a verification and back.
    await until(async () => {
      const row = await world.ledger.lifecycle(finding.workflowId);
      const isBack = row?.phase === 'AWAITING_APPROVAL';
      return isBack && /rechecked linus/.test(await story(finding.workflowId));
    });
    const radia = await approves('radia', finding);

    assert.equal(linus.code, 1);
    assert.match(
      linus.stderr,
      /linus may not decide about it; these may: payments \(barbara, radia\)/,
    );
    assert.equal(radia.code, 0, radia.stderr);
    const told = await story(finding.workflowId);
    assert.match(told, /decision-refused linus: linus may not decide about it/);
    assert.equal(rechecked.code, 0, rechecked.stderr);
    assert.match(
      told,
      /rechecked linus: /,
      'as they are signed in, not as this machine calls them',
    );
    assert.match(
      told,
      /decision-trusted radia: radia is of payments; STS: signed by arn:.*\/radia/,
    );
  });

  it('an approval with the proof of another decision, or sent twice, is refused', async () => {
    const [one, other] = [await waiting('first-of-two'), await waiting('second-of-two')];
    const connection = await Connection.connect({ address: world.temporal.address });
    const client = new Client({ connection, namespace: world.temporal.namespace });
    const env = world.person('barbara');
    const unseen: Decision = {
      id: 'stolen',
      finding: one.workflowId,
      episode: 1,
      decision: 'reject',
      planHash: one.planHash,
      severity: 'CRITICAL',
      until: null,
      team: null,
      actor: 'barbara',
      why: 'not now',
      door: 'cli',
      proof: null,
    };
    const decision = await seen(unseen, world.ledger);
    const credentials = {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: env['AWS_SESSION_TOKEN'] ?? '',
    };
    const at = { region: HUB_REGION, endpoint: world.aws.url, credentials };
    const proof = await presign(decision, at);
    const send = async (workflowId: string, payload: Decision) =>
      await client.workflow.getHandle(workflowId).executeUpdate('reject', { args: [payload] });
    try {
      const moved = { ...decision, finding: other.workflowId, planHash: other.planHash, proof };
      await send(other.workflowId, moved);
      await until(async () => /SignatureDoesNotMatch/.test(await story(other.workflowId)));
      await send(one.workflowId, { ...decision, proof });
      await until(async () => /rejected by barbara/.test(await story(one.workflowId)));
      assert.match(await story(other.workflowId), /decision-refused .*it is not of this decision/);
      assert.equal((await world.ledger.lifecycle(other.workflowId))?.phase, 'AWAITING_APPROVAL');
    } finally {
      await connection.close();
    }
  });
}
