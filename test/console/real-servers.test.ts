/** The console under its role closeloop-console, against a real ledger and a real Temporal. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';

import { dynamoLedger } from '../../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoPolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import type { Check } from '../../console/doctor/check.ts';
import type { Plan } from '../../domain/plan.ts';
import { HUB_ACCOUNT } from '../../sandbox/aws/gateway/principals.ts';
import { asffFinding, rawEvent } from '../builders/asff.ts';
import { tinyBundle } from '../client/tiny-bundle.ts';
import { finish, TinyLifecycle } from '../client/tiny-lifecycle.ts';
import { as, withSandboxAws } from '../sandbox/with-sandbox-aws.ts';
import { devServer } from '../workflows/environment.ts';
import { closeloop as ownProcess, oneLine, type Ran } from './cli.ts';
import { lifecycle, NEW_PLAN, PLAN, PLANS } from './rows.ts';
import { closeloop } from './shared-process.ts';

const FINDING = asffFinding();

const CONTRADICTORY = {
  defaultTeam: 'a',
  teams: [
    { slug: 'a', members: [], channels: [] },
    { slug: 'b', members: [], channels: [] },
  ],
  patterns: [
    { pattern: 'Team=x', team: 'a' },
    { pattern: 'Environment=y', team: 'b' },
  ],
};
const ENFORCED = {
  type: 'S3.PublicAccess',
  automated: true,
  mode: 'enforce',
  modes: {},
  path: 'runtime',
  approvalFrom: 'CRITICAL',
} as const;
const ALL_THREE = ['drop', 'refuse', 'drop'];
const QUEUE = 'console-real';
const row = lifecycle();
const id = row.workflowId;

describe('the console at real servers', function () {
  this.timeout(120_000);
  const sandbox = withSandboxAws();
  let temporal: TestWorkflowEnvironment;
  let folder: string;
  let event: string;
  let worker: Worker;
  let running: Promise<void>;

  const env = () => ({
    ...sandbox().env('closeloop-console'),
    TEMPORAL_ADDRESS: temporal.address,
  });
  const cli = async (...words: readonly string[]): Promise<Ran> => await closeloop(words, env());

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closeloop-console-'));
    event = join(folder, 'event.json');
    await writeFile(event, JSON.stringify(rawEvent()));
    await writeLedger(new DynamoDBClient(as(sandbox(), sandbox().credentials(HUB_ACCOUNT))));
    temporal = await devServer();
    const workflowBundle = await tinyBundle();
    const connection = temporal.nativeConnection;
    worker = await Worker.create({ connection, taskQueue: QUEUE, workflowBundle });
    running = worker.run();
    const start = { workflowId: id, taskQueue: QUEUE };
    await temporal.client.workflow.start(TinyLifecycle, { ...start, args: [PLAN] });
  });

  after(async () => {
    worker.shutdown();
    await running;
    await temporal.teardown();
    await rm(folder, { recursive: true });
  });

  it('the console lists what the ledger holds', async () => {
    const words = ['findings', 'list', '--phase', 'awaiting-approval', '--json'];
    const ran = await ownProcess(words, env());

    const { findings } = oneLine(ran) as { findings: { workflowId: string; owner: string }[] };
    assert.deepEqual([ran.code, ran.stderr], [0, '']);
    assert.deepEqual(
      findings.map(({ workflowId, owner }) => [workflowId, owner]),
      [[id, 'payments']],
    );
  });

  it('the console shows the story under a name that a person typed, and offers no decision to an identity that is nobody', async () => {
    const ran = await cli('findings', 'show', 'payments-logs');

    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /observed {2}aws\/securityhub {2}a public bucket was reported/);
    // Policy names nobody for the sandbox's own console role, so nothing to decide is offered to it.
    assert.match(
      ran.stdout,
      /You are offered no decision: sign_in of decisions\.yaml does not name/,
    );
    assert.doesNotMatch(ran.stdout, /findings approve/);
  });

  it('the console approves only with the plan: first shows it, then sends it', async () => {
    const first = await cli('findings', 'approve', 'payments-logs', '--json');
    const { plan } = (oneLine(first) as { error: { plan: { hash: string } } }).error;

    const words = ['findings', 'approve', 'payments-logs', '--plan', plan.hash, '--json'];
    const second = await cli(...words, '--no-wait', '--as', 'dana', '--why', 'looks right');

    assert.deepEqual([first.code, second.code], [2, 0], second.stderr);
    const { accepted, actor, planHash, text } = oneLine(second);
    assert.deepEqual(
      { accepted, actor, planHash, text },
      { accepted: true, actor: 'dana', planHash: PLAN, text: 'heard dana: looks right' },
    );
  });

  it('the console refuses an approval of another plan, with the type that scripts match on', async () => {
    const ran = await cli('findings', 'reject', id, '--plan', NEW_PLAN, '--json');

    const { error } = oneLine(ran) as { error: { code: string; message: string } };
    assert.deepEqual([ran.code, error.code], [1, 'StalePlan']);
    assert.ok(error.message.includes(PLAN));
    const shown = await cli('findings', 'show', id);
    assert.match(shown.stdout, /refused +\S+ +reject: StalePlan: The plan is now 55d7/);
  });

  it('the console accepts a finding for 30 days, and lists what is accepted', async () => {
    const words = ['findings', 'accept', id, '--days', '30', '--why', 'moves', '--no-wait'];
    const ran = await cli(...words, '--json');
    const listed = await cli('exceptions', 'list', '--json');

    const { accepted, outcome, until } = oneLine(ran);
    assert.deepEqual([ran.code, accepted, outcome], [0, true, 'pending'], ran.stdout);
    assert.match(String(until), /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00Z$/);
    assert.deepEqual([listed.code, oneLine(listed)], [0, { exceptions: [], asked: [], wider: [] }]);
  });

  it('the console makes the routes, asks them about an event, and the doctor finds them', async () => {
    const queue = 'arn:aws:sqs:eu-west-1:222233334444:closeloop-findings';

    const before = checksOf(await cli('doctor', '--json')).get('rules');
    const applied = await cli('routes', 'apply', '--target', queue, '--json');
    const after = checksOf(await cli('doctor', '--json')).get('rules');
    const tested = await cli('routes', 'test', event, '--json');

    assert.deepEqual([applied.code, tested.code], [0, 0], applied.stderr + tested.stderr);
    assert.deepEqual([before?.status, after?.status], ['broken', 'ok'], after?.found);
    const { matches } = oneLine(tested);
    assert.equal(matches, true);
  });

  it('the console sends an event: a lifecycle starts under the id that explain tells', async () => {
    const explained = await cli('findings', 'explain', event, '--json');
    const sent = await cli('findings', 'send', event, '--json');

    const told = (oneLine(explained) as { findings: { workflowId: string }[] }).findings[0];
    assert.equal(sent.code, 0, sent.stdout + sent.stderr);
    const handle = temporal.client.workflow.getHandle(told?.workflowId ?? '');
    const { type, status } = await handle.describe();
    assert.deepEqual([type, status.name], ['FindingLifecycle', 'RUNNING']);
  });

  const refused = { ...FINDING, AwsAccountId: 7 };
  const Resources = [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::payments-more' }];
  const another = { ...FINDING, Id: `${FINDING.Id}-more`, Resources };
  const quiet = { ...FINDING, Severity: { Label: 'INFORMATIONAL' } };
  for (const [what, content, code, actions, failures] of [
    ['a finding that it takes', JSON.stringify(another), 0, ['start'], 0],
    ['a finding that it drops', JSON.stringify(quiet), 0, ['drop'], 0],
    ['a finding that it refuses', JSON.stringify(refused), 1, ['refuse'], 1],
    ['some that it takes and one that it refuses', lines(quiet, refused, quiet), 1, ALL_THREE, 1],
  ] as const) {
    it(`findings send exits ${code} for ${what}, and tells all of it`, async () => {
      const file = join(folder, 'send.json');
      await writeFile(file, content);

      const sent = await cli('findings', 'send', file, '--json');

      const told = oneLine(sent) as { findings: { action: string }[]; failures: unknown[] };
      const seen = told.findings.map(({ action }) => action);
      assert.deepEqual([sent.code, seen, told.failures.length], [code, actions, failures]);
    });
  }

  it('findings send exits 1 and names the finding that it could not take while Temporal is away', async () => {
    const away = { ...env(), TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const other = { ...FINDING, Id: `${FINDING.Id}-away` };
    const file = join(folder, 'away.json');
    await writeFile(file, JSON.stringify(other));

    const sent = await closeloop(['findings', 'send', file, '--json'], away);

    const { findings, failures } = oneLine(sent) as { findings: unknown[]; failures: string[] };
    assert.deepEqual([sent.code, findings, failures.length], [1, [], 1], sent.stdout);
    assert.ok(failures[0]?.includes(`${other.Id}) could not be taken`), failures[0]);
  });

  it('the console turns the kill switch on, off only with a worker that checks who asks, and the doctor sees it', async () => {
    const on = await cli('kill-switch', 'on', '--why', 'a drill', '--as', 'dana');
    const seen = await cli('doctor', '--json');
    const off = await cli('kill-switch', 'off', '--why', 'over', '--json');
    const shown = await cli('kill-switch', 'show', '--json');

    // No worker runs here that could check the request.
    assert.deepEqual([on.code, off.code], [0, 1], on.stderr + off.stderr);
    assert.equal(oneLine(shown)['on'], true);
    const found = checksOf(seen);
    assert.match(found.get('kill switch')?.found ?? '', /dana stopped .*: a drill/);
    assert.equal(found.get('tables')?.status, 'ok');
    assert.match(found.get('identity')?.found ?? '', /closeloop-console.*222233334444/);
    assert.match(
      found.get('ownership table')?.found ?? '',
      /Environment=y → b and Team=x → a are equally specific/,
    );
    assert.equal(found.get('search attributes')?.status, 'ok');
  });

  it('the console says of a run that has ended what the ledger knows', async () => {
    const handle = temporal.client.workflow.getHandle(id);
    await handle.signal(finish);
    await handle.result();

    const ran = await cli('findings', 'recheck', id, '--json');

    const { error } = oneLine(ran) as { error: { code: string } };
    assert.deepEqual([ran.code, error.code], [1, 'not-running']);
  });
});

function checksOf(ran: Ran): ReadonlyMap<string, Check> {
  const { checks } = oneLine(ran) as { checks: Check[] };
  return new Map(checks.map((check) => [check.name, check]));
}

async function writeLedger(client: DynamoDBClient): Promise<void> {
  try {
    await createTables(client, 'closeloop');
    const ledger = dynamoLedger(openStore(client, 'closeloop'));
    const tables = dynamoPolicyTables(openStore(client, 'closeloop'));
    await tables.seedOwnership(CONTRADICTORY);
    await tables.replaceRemediation([ENFORCED], 'c0ffee');
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
    const plan = JSON.parse(PLANS[PLAN] ?? '') as Plan;
    await ledger.rememberPlan(id, PLAN, plan);
    await ledger.record(id, episode, { episode, row: told, entries: [first] });
  } finally {
    client.destroy();
  }
}

/** JSON Lines. */
function lines(...findings: readonly unknown[]): string {
  return findings.map((one) => JSON.stringify(one)).join('\n');
}
