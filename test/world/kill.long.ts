/**
 * A worker process dies at every activity boundary of an automatic fix. Whatever the moment: one lifecycle, one
 * Automation, the bucket changed by the automation role only, and the same destiny. And the code worker dies while it
 * asks a model, and behind each of its writes to Git: one branch, one commit, one pull request.
 */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Client, Connection } from '@temporalio/client';

import type { CallRecord } from '../../sandbox/aws/gateway/call-log.ts';
import { importOne, seedResources, withFindings } from '../../sandbox/demo/seed.ts';
import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorker } from '../../sandbox/world/worker-process.ts';
import type { WorkerProcess } from '../../sandbox/world/worker-process.ts';
import type { Role } from '../../workers/create.ts';
import { isMutating } from '../sandbox/mutating.ts';
import { policiesWith, pullsFor, reaches, REPOSITORY } from './in-code.ts';
import {
  bucketOf,
  DRAFTING,
  killAtEachMoment,
  PATIENCE,
  PROPOSING,
  proposedOnce,
  watchModel,
  WITHDRAWING,
} from './killed-in-code.ts';
import { end } from './run-to-end.ts';
import { fixable } from './scenario.ts';

const DYING = fileURLToPath(new URL('dying-worker.ts', import.meta.url));

/** The activities of an undisturbed run, in order, and the worker that each needs. */
const BOUNDARIES: readonly (readonly [string, Role])[] = [
  ['triage', 'orchestrator'],
  ['remediate', 'runtime'],
  ['record', 'orchestrator'],
  ['verify', 'orchestrator'],
  ['close', 'closer'],
];

/** Of the findings that the code worker dies over; the others stay on the path of the sandbox. */
const REMEDIATION = `types:
  S3.PublicAccess: { automated: true, mode: enforce, path: runtime, approval_from: CRITICAL }
  S3.MissingVersioning: { automated: true, mode: enforce, path: code, approval_from: never }
`;
const REPOSITORIES = `repositories:
  ${REPOSITORY}: { accounts: ['111122223333'], max_open: 50, control_writes: false }
`;

let world: World;
let policiesDir: string;
let inCode: ReadonlyMap<string, string>;
const model = watchModel();
let workers: Record<Role, WorkerProcess>;
/** How the worker of the present test ended. */
let death: Promise<string | null> = Promise.resolve(null);
describe('a worker that dies', () => {
  before(async () => {
    policiesDir = await policiesWith({
      'remediation.yaml': REMEDIATION,
      'repositories.yaml': REPOSITORIES,
    });
    const aws = { injectFaults: model.injectFaults };
    world = await startWorld({ say: () => {}, settleSeconds: 1, policiesDir, aws });
    workers = { ...world.workers };
    await world.gitHub.addRepository({ name: REPOSITORY, files: { 'README.md': '# payments\n' } });
    const replace = async () => {
      workers.code = await startWorker(processOf('code'));
    };
    const worker = () => workers.code;
    inCode = await killAtEachMoment({ world, model, worker, replace });
  });
  after(async () => {
    await Promise.all(Object.values(workers).map((worker) => worker.stop()));
    await world.stop();
    await rm(policiesDir, { recursive: true, force: true });
  });

  it('an undisturbed run has exactly these activities', async () => {
    const { workflowId } = await fixed('undisturbed');

    assert.deepEqual(await activitiesOf(workflowId), BOUNDARIES);
    const kinds = (await world.ledger.story(workflowId)).map(({ kind }) => kind);
    assert.deepEqual(kinds, [
      'observed',
      'remediating',
      'remediated',
      'settling',
      'verifying',
      'verified',
      'closed',
    ]);
  });

  for (const [activity, role] of BOUNDARIES) {
    for (const moment of ['before', 'after']) {
      it(`a ${role} worker killed ${moment} ${activity} changes nothing about the outcome`, async () => {
        const bucket = `killed-${moment}-${activity.toLowerCase()}`;
        const { workflowId, reason } = await fixed(bucket, {
          prepare: () => dieOnce(role, activity, moment),
        });

        assert.equal(reason, 'remediated');
        assert.equal(await death, 'SIGKILL', 'the worker did not die: nothing was disturbed');
        const story = await world.ledger.story(workflowId);
        assert.deepEqual(
          story.map(({ seq }) => seq),
          story.map((_, i) => i + 1),
        );
      });
    }
  }

  it('a runtime worker killed while the runbook runs does not start it again', async () => {
    const { reason } = await fixed('killed-runbook-slow', {
      disturb: async () => {
        await runningAutomation();
        await workers.runtime.kill();
        workers.runtime = await startWorker(processOf('runtime'));
      },
    });

    assert.equal(reason, 'remediated');
  });

  for (const moment of [...DRAFTING, ...PROPOSING])
    it(`a code worker killed at the moment "${moment}" leaves one branch, one commit and one pull request`, async () => {
      const { attempts, tokens } = await proposedOnce(world, moment, inCode.get(moment) ?? '');

      const answers = model.answers(bucketOf(moment));
      const rejected = moment === 'second-answer';
      assert.deepEqual(attempts, rejected ? ['1 rejected', '2 accepted'] : ['1 accepted']);
      // An answer that its worker did not live to receive is not counted; each received one is counted once.
      const lost = { asking: [], answered: [0], 'second-answer': [1] }[moment] ?? [];
      const received = answers.filter((_, n) => !lost.includes(n));
      assert.equal(answers.length, attempts.length + lost.length);
      assert.deepEqual(tokens, received);
    });

  for (const moment of WITHDRAWING)
    it(`a code worker killed at the moment "${moment}" closes the pull request with one comment`, async () => {
      const workflowId = inCode.get(moment) ?? '';
      await reaches(world, workflowId, 'CLOSED', PATIENCE);

      const [pull, ...more] = pullsFor(world, bucketOf(moment));
      assert.deepEqual([pull?.state, more], ['closed', []]);
      const comments = world.gitHub.people.comments(REPOSITORY, pull?.number ?? 0);
      assert.equal(comments.length, 1, comments.join('\n'));
    });
});

/** Replaces the worker by one that dies at the boundary, waits for its death, and starts an ordinary one. */
async function dieOnce(role: Role, activity: string, moment: string): Promise<void> {
  await workers[role].stop();
  const dying = await startWorker({ ...processOf(role), script: DYING, args: [activity, moment] });
  workers[role] = dying;
  death = replaceWhenGone(role, dying);
}

/** The signal that ended it. */
async function replaceWhenGone(role: Role, dying: WorkerProcess): Promise<string | null> {
  const { signal } = await dying.gone;
  workers[role] = await startWorker(processOf(role));
  return signal;
}

/** What the history says was scheduled, each activity once, with the worker that its queue belongs to. */
async function activitiesOf(workflowId: string): Promise<readonly (readonly [string, string])[]> {
  const { address, namespace } = world.temporal;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  await connection.close();
  const found = new Map<string, string>();
  for (const { activityTaskScheduledEventAttributes: scheduled } of events ?? []) {
    const name = scheduled?.activityType?.name ?? '';
    if (name !== '') found.set(name, scheduled?.taskQueue?.name?.replace('closeloop-', '') ?? '');
  }
  return [...found];
}

function processOf(role: Role): Parameters<typeof startWorker>[0] {
  const logFile = join(world.folder, `${role}-again.log`);
  return { role, env: world.env(`closeloop-${role}`), logFile };
}

/** Settles when the gateway has seen a start that is not yet finished. */
async function runningAutomation(): Promise<void> {
  const from = world.aws.gateway.log().length;
  const deadline = Date.now() + 30_000;
  while (!world.aws.gateway.log().slice(from).some(isStart)) {
    assert.ok(Date.now() < deadline, 'no Automation was started');
    await setTimeout(20);
  }
}

/** Imports a finding about the bucket, disturbs, and waits for its destiny; then looks at the gateway's log. */
async function fixed(
  bucket: string,
  { prepare = nothing, disturb = nothing }: Disturbance = {},
): Promise<{ readonly workflowId: string; readonly reason: string | null }> {
  const scenario = fixable(bucket);
  await seedResources(world, [scenario]);
  const from = world.aws.gateway.log().length;
  await prepare();
  const seeded = withFindings(scenario);
  await importOne(world, seeded);
  await disturb();
  const { workflowId, phase, destiny, destinyReason } = await end(world, seeded, 240_000);
  assert.equal(phase, 'CLOSED');
  assert.equal(destiny, 'Fixed');
  judgeCalls(world.aws.gateway.log().slice(from), bucket);
  return { workflowId, reason: destinyReason };
}

interface Disturbance {
  /** Before the finding is imported. */
  readonly prepare?: () => Promise<void>;
  /** After it. */
  readonly disturb?: () => Promise<void>;
}

async function nothing(): Promise<void> {}

function isStart({ operation, replayed }: CallRecord): boolean {
  return operation === 'StartAutomationExecution' && replayed !== true;
}

function by(role: string): (call: CallRecord) => boolean {
  return ({ principalArn }) => principalArn.endsWith(`:role/${role}`);
}

function judgeCalls(log: readonly CallRecord[], bucket: string): void {
  assert.equal(log.filter(isStart).length, 1, 'the Automation was not started exactly once');
  const changes = log
    .filter(({ resource, service }) => service === 's3' && resource.endsWith(`:::${bucket}`))
    .filter(isMutating);
  assert.ok(changes.length > 0);
  assert.deepEqual(
    changes.filter((call) => !by('closeloop-automation')(call)),
    [],
  );
  assert.deepEqual(log.filter(by('closeloop-verify')).filter(isMutating), []);
}
