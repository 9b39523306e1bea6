/** As a new user does it: the program's own words against the real workflow, and the command that it prints. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { withDeadline } from '../../client/connection.ts';
import { lifecycleClient } from '../../client/lifecycle-client.ts';
import { program } from '../../console/cli/program.ts';
import type { Reply } from '../../console/cli/reply.ts';
import type { Services } from '../../console/connect/services.ts';
import { timetable } from '../builders/triage-result.ts';
import { devServer, report, withWorkers } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld, type FakeWorld } from '../workflows/fake-activities.ts';
import { stop } from '../workflows/shared-workers.ts';
import { ledgerOf, lifecycle, NOBODY_SIGNED_IN, refusalsOf, tablesWith, textOf } from './rows.ts';

type Known = Pick<
  Services,
  | 'env'
  | 'ledger'
  | 'policyTables'
  | 'refusals'
  | 'messages'
  | 'prove'
  | 'now'
  | 'pause'
  | 'user'
  | 'links'
>;

describe('a finding is accepted by two people at the command line', function () {
  this.timeout(120_000);
  let env: TestWorkflowEnvironment;
  before(async () => {
    env = await devServer();
  });
  after(async () => await stop(env));

  it('the first asks for 30 days, the second runs what show prints, and it sleeps until then', async () => {
    const { acceptance } = timetable;
    const policies = { acceptance: { ...acceptance, fourEyesFrom: 'LOW' } } as const;
    const world = fakeWorld({ route: { to: 'people', because: 'manual' }, policies });
    await withWorkers(env, fakeActivities(world), async () => {
      const { workflowId } = await report(env);
      const refusals = refusalsOf();
      const cli = async (...words: readonly string[]) =>
        await run(words, known(env, world, { workflowId, refusals }));
      await until(() => world.ledger.row?.phase === 'HUMAN_REVIEW');
      const accept = ['findings', 'accept', workflowId, '--days', '30', '--why', 'moves'];

      const first = await cli(...accept, '--as', 'ana');
      const end = String(first.json['until']);
      const again = cli(
        'findings',
        'accept',
        workflowId,
        '--until',
        end,
        '--why',
        'x',
        '--as',
        'ana',
      );
      await assert.rejects(again, { code: 'FourEyes' });
      const shown = textOf(await cli('findings', 'show', workflowId));
      assert.ok(shown.includes(String(first.json['confirm'])), shown);
      const second = await cli('findings', 'confirm', workflowId, '--as', 'kim');
      await until(() => world.ledger.row?.phase === 'ACCEPTED');
      const exception = textOf(await cli('exceptions', 'show', workflowId));

      assert.deepEqual(
        [first.json['outcome'], second.json['outcome']],
        ['second-asked', 'decided'],
      );
      assert.match(String(first.json['confirm']), /-- findings confirm \S+$/);
      assert.equal(refusals.recorded[0]?.[1].type, 'FourEyes');
      assert.match(exception, /Accepted +as \w+ by ana, confirmed by kim: moves\n/);
      assert.equal(Date.parse(world.ledger.row?.exception?.until ?? ''), Date.parse(end));
    });
  });
});

/** Over a ledger in memory, with nothing to sign with. */
function known(
  env: TestWorkflowEnvironment,
  world: FakeWorld,
  { workflowId, refusals }: { workflowId: string; refusals: ReturnType<typeof refusalsOf> },
): Known {
  const rows = (): readonly Lifecycle[] => {
    const { row } = world.ledger;
    return row === null ? [] : [{ ...lifecycle(), ...row, workflowId }];
  };
  const ledger = {
    ...ledgerOf([]),
    lifecycle: () => Promise.resolve(rows()[0] ?? null),
    lifecycles: () => Promise.resolve(rows()),
    story: () => Promise.resolve(world.ledger.entries.map((line) => ({ ...line, episode: 1 }))),
  };
  return {
    env: () => Promise.resolve({ policiesDir: 'policies' }),
    ledger: () => Promise.resolve(ledger),
    policyTables: () => Promise.resolve(tablesWith()),
    refusals: () => Promise.resolve(refusals),
    notices: () => Promise.resolve({ undelivered: () => Promise.resolve([]) }),
    attempts: () => Promise.resolve({ attempts: () => Promise.resolve([]) }),
    whereTold: () => Promise.resolve({ places: () => Promise.resolve([]) }),
    storyChecks: () => Promise.resolve({ check: () => Promise.resolve({ broken: 'no AWS here' }) }),
    messages: () => Promise.resolve(lifecycleClient(withDeadline(env, 20))),
    identity: NOBODY_SIGNED_IN.identity,
    prove: () => Promise.resolve({ proof: null, because: 'nothing signs here' }),
    consent: () => Promise.resolve(true),
    now: () => Date.now(),
    pause: async (ms: number) => await sleep(ms),
    user: async () => await Promise.resolve('nobody'),
    links: () => Promise.resolve({ temporal: () => null, securityHub: (id: string) => id }),
  } as unknown as Known;
}

/** The program with its own parser; only what it connects to is ours. */
async function run(words: readonly string[], world: Known): Promise<Reply> {
  const replies: Reply[] = [];
  const tree = program(process, async (work) => {
    replies.push(await work(world as Services));
  });
  await tree.parseAsync([...words], { from: 'user' });
  const [reply] = replies;
  assert.ok(reply);
  return reply;
}

/** Something that the workers are about to do. */
async function until(happened: () => boolean): Promise<void> {
  for (let look = 0; look < 200 && !happened(); look += 1) await sleep(50);
  assert.ok(happened());
}
