/** The program as a child process under the role closeloop-console, against a real ledger and a real Temporal. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';

import { createTables } from '../../activities/ledger/create-tables.ts';
import { dynamoLedger } from '../../activities/ledger/dynamodb.ts';
import type { Check } from '../../console/doctor/check.ts';
import { HUB_ACCOUNT } from '../../sandbox/aws/principals.ts';
import { as, withSandboxAws } from '../sandbox/with-sandbox-aws.ts';
import { devServer } from '../workflows/environment.ts';
import { closeloop, oneLine, type Ran } from './cli.ts';
import { lifecycle, NEW_PLAN, PLAN } from './rows.ts';
import { finish, TinyLifecycle } from './tiny-lifecycle.ts';

const QUEUE = 'console-real';
const row = lifecycle();
const id = row.workflowId;

describe('the console at real servers', function () {
  this.timeout(60_000);
  const sandbox = withSandboxAws();
  let temporal: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;

  const cli = async (...words: readonly string[]): Promise<Ran> =>
    await closeloop(words, {
      ...sandbox().env('closeloop-console'),
      TEMPORAL_ADDRESS: temporal.address,
    });

  before(async () => {
    await writeLedger(new DynamoDBClient(as(sandbox(), sandbox().credentials(HUB_ACCOUNT))));
    temporal = await devServer();
    const workflowsPath = fileURLToPath(new URL('tiny-lifecycle.ts', import.meta.url));
    const connection = temporal.nativeConnection;
    worker = await Worker.create({ connection, taskQueue: QUEUE, workflowsPath });
    running = worker.run();
    const start = { workflowId: id, taskQueue: QUEUE };
    await temporal.client.workflow.start(TinyLifecycle, { ...start, args: [PLAN] });
  });

  after(async () => {
    worker.shutdown();
    await running;
    await temporal.teardown();
  });

  it('lists what the ledger holds', async () => {
    const ran = await cli('findings', 'list', '--phase', 'awaiting-approval', '--json');

    const { findings } = oneLine(ran) as { findings: { workflowId: string; owner: string }[] };
    assert.deepEqual([ran.code, ran.stderr], [0, '']);
    assert.deepEqual(
      findings.map(({ workflowId, owner }) => [workflowId, owner]),
      [[id, 'payments']],
    );
  });

  it('shows the story under a name that a person typed', async () => {
    const ran = await cli('findings', 'show', 'payments-logs');

    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /observed {2}aws\/securityhub {2}a public bucket was reported/);
    assert.match(ran.stdout, new RegExp(`findings approve payments-l --plan ${PLAN}`));
  });

  it('approves only with the plan: first shows it, then sends it', async () => {
    const first = await cli('findings', 'approve', 'payments-logs', '--json');
    const { plan } = (oneLine(first) as { error: { plan: { hash: string } } }).error;

    const words = ['findings', 'approve', 'payments-logs', '--plan', plan.hash, '--json'];
    const second = await cli(...words, '--as', 'dana', '--why', 'looks right');

    assert.deepEqual([first.code, second.code], [2, 0], second.stderr);
    const { accepted, actor, planHash, text } = oneLine(second);
    assert.deepEqual(
      { accepted, actor, planHash, text },
      { accepted: true, actor: 'dana', planHash: PLAN, text: 'heard dana: looks right' },
    );
  });

  it('is refused for another plan, with the type that scripts match on', async () => {
    const ran = await cli('findings', 'reject', id, '--plan', NEW_PLAN, '--json');

    const { error } = oneLine(ran) as { error: { code: string; message: string } };
    assert.deepEqual([ran.code, error.code], [1, 'StalePlan']);
    assert.ok(error.message.includes(PLAN));
  });

  it('turns the kill switch on and off, and the doctor sees it', async () => {
    const on = await cli('kill-switch', 'on', '--why', 'a drill', '--as', 'dana');
    const seen = await cli('doctor', '--json');
    const off = await cli('kill-switch', 'off', '--why', 'over', '--json');

    assert.deepEqual([on.code, off.code], [0, 0], on.stderr + off.stderr);
    const { checks } = oneLine(seen) as { checks: Check[] };
    const found = new Map(checks.map((check) => [check.name, check]));
    assert.match(found.get('kill switch')?.found ?? '', /dana stopped .*: a drill/);
    assert.equal(found.get('tables')?.status, 'ok');
    assert.match(found.get('identity')?.found ?? '', /closeloop-console.*222233334444/);
    assert.equal(found.get('search attributes')?.status, 'ok');
  });

  it('says of a run that has ended what the ledger knows', async () => {
    const handle = temporal.client.workflow.getHandle(id);
    await handle.signal(finish);
    await handle.result();

    const ran = await cli('findings', 'recheck', id, '--json');

    const { error } = oneLine(ran) as { error: { code: string } };
    assert.deepEqual([ran.code, error.code], [1, 'not-running']);
  });
});

async function writeLedger(client: DynamoDBClient): Promise<void> {
  try {
    await createTables(client, 'closeloop');
    const ledger = dynamoLedger(client, 'closeloop');
    const episode = await ledger.openEpisode(id, 'run-1');
    const { workflowId: _, updatedAt: __, closedAt: ___, episode: ____, ...told } = row;
    const first = {
      seq: 1,
      at: '2026-03-01T11:58:01.123Z',
      kind: 'observed',
      phase: 'TRIAGE',
      actor: 'aws/securityhub',
      text: 'a public bucket was reported',
    } as const;
    await ledger.record(id, episode, { episode, row: told, entries: [first] });
  } finally {
    client.destroy();
  }
}
