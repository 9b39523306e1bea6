/** Eight tasks of people in the demo's world, at most two commands a person; docs/eight-tasks.md is their transcript. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Report } from '../../../sandbox/demo/scenario.ts';
import { importFindings, seedResources } from '../../../sandbox/demo/seed.ts';
import { SETTLE_SECONDS, show } from '../../../sandbox/demo/show.ts';
import { demoPolicies } from '../../../sandbox/demo/source.ts';
import { startWorld } from '../../../sandbox/world.ts';
import type { World } from '../../../sandbox/world.ts';
import { fixable } from '../scenario.ts';
import { until } from '../until.ts';
import { commandsIn, page } from './page.ts';
import { commandsOf, terminals } from './people.ts';
import type { Task, Terminals } from './people.ts';

const PAGE = fileURLToPath(new URL('../../../docs/eight-tasks.md', import.meta.url));
const UPDATES = process.env['UPDATE_SNAPSHOTS'] === '1';

describe('eight tasks, each with at most two commands a person', () => {
  let world: World;
  let at: Terminals;
  let stop: () => Promise<void>;
  const tasks: Task[] = [];

  before(async () => {
    const policies = await demoPolicies();
    const { folder: policiesDir } = policies;
    world = await startWorld({
      say: () => {},
      settleSeconds: SETTLE_SECONDS,
      chat: true,
      webhook: true,
      policiesDir,
    });
    stop = async () => {
      await world.stop();
      await policies.remove();
    };
    at = terminals(world);
    const results = await show(world, () => {});
    assert.deepEqual(
      results.filter(({ ok }) => !ok),
      [],
    );
    await waitsFor('payments-statements', 'AWAITING_APPROVAL', {
      id: 'S3.2',
      severity: 'CRITICAL',
    });
    await waitsFor('payments-receipts-old', 'HUMAN_REVIEW', { id: 'S3.5', severity: 'LOW' });
    await until(async () => ((await rowOf('payments-receipts-old'))?.ladder?.level ?? 1) > 1);
  });
  after(async () => await stop());

  /** A finding of the payments team that waits for people. */
  async function waitsFor(bucket: string, phase: string, report: Pick<Report, 'id' | 'severity'>) {
    const all = {
      by: 'security-hub',
      title: `Security Hub control ${report.id}`,
      ...report,
    } as const;
    const scenario = fixable(bucket, { reports: [all] });
    await seedResources(world, [scenario]);
    await importFindings(world, [scenario]);
    await until(async () => (await rowOf(bucket))?.phase === phase);
  }

  async function rowOf(bucket: string) {
    return (await world.ledger.lifecycles()).find(
      ({ problem }) => problem.resource.name === bucket,
    );
  }

  function task(title: string, perform: () => Promise<void>): void {
    it(title, async () => {
      at.take();
      await perform();
      const done = { title, typed: at.take() };
      tasks.push(done);
      for (const [person, count] of Object.entries(commandsOf(done)))
        assert.ok(count <= 2, `${person} typed ${count} commands`);
    });
  }

  task('What waits for me?', async () => {
    const { code, stdout } = await at.type('barbara', 'findings', 'list', '--mine');

    assert.equal(code, 0);
    assert.match(stdout, /payments-statements/);
    assert.doesNotMatch(stdout, /data-/);
  });

  /** As `findings show` printed it. */
  const planOf = async (bucket: string) => (await rowOf(bucket))?.planHash ?? '';

  task('Approve one plan', async () => {
    const { stdout: shown } = await at.type('barbara', 'findings', 'show', 'payments-statements');
    const plan = await planOf('payments-statements');
    const words = ['findings', 'approve', 'payments-statements', '--plan', plan];
    const approved = await at.type('barbara', ...words, '--why', 'nobody reads it from outside');

    assert.ok(shown.includes(plan), shown);
    assert.equal(approved.code, 0, approved.stderr);
    await until(async () => (await rowOf('payments-statements'))?.destiny === 'Fixed');
  });

  task('Accept for 30 days, with a second person', async () => {
    const asked = await at.type(
      'barbara',
      'findings',
      'accept',
      'payments-backups',
      '--days',
      '30',
      '--yes',
      '--why',
      'the vendor moves it this month',
    );
    const confirmed = await at.type(
      'radia',
      'findings',
      'confirm',
      'payments-backups',
      '--yes',
      '--why',
      'agreed with the vendor',
    );

    assert.match(asked.stdout + asked.stderr, /second person|somebody else/);
    assert.equal(confirmed.code, 0, confirmed.stderr);
    await until(async () => (await rowOf('payments-backups'))?.phase === 'ACCEPTED');
  });

  task('Why was this not fixed?', async () => {
    const { stdout } = await at.type('barbara', 'findings', 'show', 'payments-drafts');

    assert.match(stdout, /attempt/i);
  });

  task('What of my team is overdue?', async () => {
    const { stdout } = await at.type(
      'barbara',
      'findings',
      'list',
      '--overdue',
      '--owner',
      'payments',
    );

    assert.match(stdout, /payments-receipts-old/);
    assert.match(stdout, /payments-receipts-old .* payments/);
    assert.doesNotMatch(stdout, /payments-statements/);
  });

  task('What changed on this bucket, by whom, with which proof?', async () => {
    const { stdout } = await at.type('barbara', 'findings', 'show', 'payments-logs');
    const evidence = await at.type('barbara', 'findings', 'evidence', 'payments-logs');

    assert.match(stdout, /BlockPublicAcls/i);
    assert.equal(evidence.code, 0, evidence.stderr);
    assert.match(evidence.stdout, /closeloop-verify/);
  });

  task('Stop all writes, and allow them again', async () => {
    const stopped = await at.type('grace', 'stop');
    const isOn = (await world.ledger.killSwitch()).on;
    const asked = await at.type('grace', 'kill-switch', 'off', '--yes', '--why', 'a false alarm');
    const released = await at.type('margaret', 'kill-switch', 'confirm', '--yes');

    assert.deepEqual([stopped.code, asked.code, released.code], [0, 0, 0], released.stderr);
    assert.ok(isOn);
    assert.ok(!(await world.ledger.killSwitch()).on);
  });

  task('Undo a fix', async () => {
    const why = ['--yes', '--why', 'a partner reads these logs'];
    const asked = await at.type('barbara', 'findings', 'undo', 'payments-logs', ...why);
    await until(async () => (await rowOf('payments-logs'))?.phase === 'AWAITING_APPROVAL');
    const { stdout: shown } = await at.type('radia', 'findings', 'show', 'payments-logs');
    const plan = await planOf('payments-logs');
    const words = ['findings', 'approve', 'payments-logs', '--plan', plan];
    const approved = await at.type('radia', ...words, '--why', 'the partner is known');

    assert.equal(asked.code, 0, asked.stderr);
    assert.ok(shown.includes(plan), shown);
    assert.equal(approved.code, 0, approved.stderr);
    await until(async () => (await rowOf('payments-logs'))?.phase === 'HUMAN_REVIEW');
  });

  it('the page has the commands that were typed', () => {
    const written = page(tasks);
    if (UPDATES) writeFileSync(PAGE, written);

    assert.equal(tasks.length, 8);
    assert.deepEqual(commandsIn(readFileSync(PAGE, 'utf8')), commandsIn(written));
  });
});
