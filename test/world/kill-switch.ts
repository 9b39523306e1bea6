/** All writes are stopped by one person and allowed by two, at the real console, on real parts. */
import assert from 'node:assert/strict';

import { Client, Connection } from '@temporalio/client';

import type { World } from '../../sandbox/world.ts';
import { oneLine } from '../console/cli.ts';
import { closeloop } from '../console/shared-process.ts';
import { runToEnd } from './run-to-end.ts';
import { fixable } from './scenario.ts';

export function stopping(shared: () => World): void {
  let world: World;
  before(() => {
    world = shared();
  });
  const as = async (person: string, ...words: string[]) =>
    await closeloop([...words, '--json'], world.person(person));
  const starts = () =>
    world.aws.gateway.log().filter((c) => c.operation === 'StartAutomationExecution').length;

  it('while one person has stopped all writes a finding waits and says so; two people allow writes again', async () => {
    const before = starts();
    const stopped = await as('barbara', 'stop');
    assert.equal(stopped.code, 0, stopped.stderr);

    const expected = { state: 'HUMAN_REVIEW', destiny: null } as const;
    const { workflowId } = await runToEnd(world, fixable('stopped-by-one', { expected }));
    assert.equal(starts(), before);
    const shown = await closeloop(['findings', 'show', workflowId], world.person('grace'));
    assert.match(
      shown.stdout,
      /the kill switch is on since 20.* UTC: barbara: no reason was given/,
    );
    assert.match(shown.stdout, /Closeloop would change nothing now/);
    assert.match(await details(world, workflowId), /the kill switch is on since 20.*: barbara/);
    const listed = oneLine(await as('grace', 'findings', 'list'));
    const rows = listed['findings'] as { workflowId: string; waitsForKillSwitch: boolean }[];
    assert.equal(rows.find((row) => row.workflowId === workflowId)?.waitsForKillSwitch, true);

    const asked = await as('grace', 'kill-switch', 'off', '--why', 'cause found');
    assert.equal(asked.code, 0, asked.stdout);
    for (const person of ['grace', 'barbara']) {
      const refused = await as(person, 'kill-switch', 'confirm');
      assert.equal(refused.code, 1, refused.stdout);
    }
    const confirmed = await as('margaret', 'kill-switch', 'confirm');
    assert.equal(oneLine(confirmed)['outcome'], 'released', confirmed.stdout);
    assert.equal((await world.ledger.killSwitch()).on, false);
    const { destiny } = await runToEnd(world, fixable('after-the-release'));
    assert.equal(destiny, 'Fixed');
  });
}

/** What the Temporal Web UI shows of a lifecycle. */
async function details(world: World, workflowId: string): Promise<string> {
  const { address, namespace } = world.temporal;
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    return await client.workflow
      .getHandle(workflowId)
      .query('__temporal_workflow_metadata')
      .then(JSON.stringify);
  } finally {
    await connection.close();
  }
}
