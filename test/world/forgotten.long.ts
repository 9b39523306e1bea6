/** Nothing depends on how long Temporal keeps histories: what it has deleted returns, is shown and is undone. */
import assert from 'node:assert/strict';

import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Scenario } from '../../sandbox/demo/scenario.ts';
import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { closeloop } from '../console/shared-process.ts';
import { end, seed } from './run-to-end.ts';
import { fixable } from './scenario.ts';
import { seen } from './until.ts';

describe('after retention has deleted a history', () => {
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

  /** Runs a scenario to its end and deletes its history, as Temporal does after retention. */
  async function forgotten(scenario: Scenario) {
    const seeded = await seed(world, scenario);
    const { workflowId } = await end(world, seeded);
    const handle = client.workflow.getHandle(workflowId);
    await handle.result();
    const { namespace } = world.temporal;
    const workflowExecution = { workflowId };
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
    await seen(async () => {
      const found = await handle.describe().catch((error: unknown) => error);
      return found instanceof WorkflowNotFoundError ? true : undefined;
    });
    const [finding] = seeded.findings;
    assert.ok(finding);
    return { workflowId, finding };
  }

  async function reaches(workflowId: string, episode: number, phase: string): Promise<Lifecycle> {
    return await seen(async () => {
      const now = await world.ledger.lifecycle(workflowId);
      return now?.episode === episode && now.phase === phase ? now : undefined;
    });
  }

  it('a problem whose history Temporal deleted shows its story, and its return is the next episode with that past', async () => {
    const scenario = fixable('long-forgotten');
    const { workflowId, finding } = await forgotten(scenario);
    const shown = await closeloop(['findings', 'show', workflowId], world.person('barbara'));
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /Fixed \(remediated\)/);
    const s3 = world.s3(scenario.account, scenario.region);
    await s3.deletePublicAccessBlock({ Bucket: scenario.bucket });
    // Security Hub opens a finding again that passed meanwhile.
    const hub = world.securityHub(scenario.account, scenario.region);
    for (const Status of ['PASSED', 'FAILED'] as const) {
      const UpdatedAt = new Date().toISOString();
      const Compliance = { ...finding.Compliance, Status };
      await hub.batchImportFindings({ Findings: [{ ...finding, UpdatedAt, Compliance }] });
    }

    const row = await reaches(workflowId, 2, 'HUMAN_REVIEW');
    assert.match(row.waitsFor, /fixed by Closeloop on .* open again: episode 2/);
    const story = await world.ledger.story(workflowId);
    assert.ok(story.some(({ episode, kind }) => episode === 1 && kind === 'closed'));
  });

  it('two people undo the fix of a problem whose history Temporal deleted', async () => {
    const { workflowId: id } = await forgotten(fixable('undone-though-forgotten'));
    const undo = ['findings', 'undo', id, '--why', 'the website needs it'];
    const asked = await closeloop(undo, world.person('barbara'));
    assert.equal(asked.code, 0, asked.stderr);
    const { planHash } = await reaches(id, 2, 'AWAITING_APPROVAL');
    const approve = ['findings', 'approve', id, '--plan', planHash ?? ''];
    const approved = await closeloop(approve, world.person('radia'));
    assert.equal(approved.code, 0, approved.stderr);

    assert.match((await reaches(id, 2, 'HUMAN_REVIEW')).waitsFor, /undone by barbara/);
  });
});
