/**
 * Kills the code worker (SIGKILL) while it asks the model and behind each of its writes to Git, one lifecycle a moment.
 * Temporal notices after the activity's timeout, so all are killed first, and what became of each is looked at later.
 */
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';

import { AnswerLost } from '../../sandbox/aws/gateway/fault-injection.ts';
import type { FaultInjector } from '../../sandbox/aws/gateway/fault-injection.ts';
import type { World } from '../../sandbox/world.ts';
import type { WorkerProcess } from '../../sandbox/world/worker-process.ts';
import { recheck } from '../../workflows/messages.ts';
import { applied, pullsFor, reaches, reported, REPOSITORY } from './in-code.ts';
import { until } from './until.ts';

interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** True when nobody waits for the answer any more. */
type Strike = (moment: 'asked' | 'answered') => Promise<boolean>;

/** Sits between worker and model: counts what each file's questions cost, and can strike in the middle of one. */
export interface ModelWatch {
  readonly injectFaults: FaultInjector;
  /** What the model answered about the bucket's file, the lost answers too. */
  answers(bucket: string): readonly Tokens[];
  /** Until it is taken away, called at both moments of every question. */
  strike: Strike | null;
}

const converseInput = z.object({ messages: z.unknown() });
const converseOutput = z.object({
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }),
});

export function watchModel(): ModelWatch {
  const answered = new Map<string, Tokens[]>();
  const watch: ModelWatch = {
    answers: (bucket) => answered.get(bucket) ?? [],
    strike: null,
    injectFaults: async ({ call }, answer) => {
      if (call.operation !== 'Converse') return await answer();
      const asked = JSON.stringify(converseInput.parse(call.input));
      const bucket = /bucket = \\+"([a-z0-9-]+)/.exec(asked)?.[1] ?? '';
      if ((await watch.strike?.('asked')) === true) throw new AnswerLost();
      const answering = await answer();
      const { usage } = converseOutput.parse(JSON.parse(String(answering.body)));
      const tokens = { input: usage.inputTokens, output: usage.outputTokens };
      answered.set(bucket, [...(answered.get(bucket) ?? []), tokens]);
      await watch.strike?.('answered');
      return answering;
    },
  };
  return watch;
}

export interface Killing {
  readonly world: World;
  readonly model: ModelWatch;
  /** The code worker that runs now. */
  worker(): WorkerProcess;
  /** Starts another in the place of the killed one. */
  replace(): Promise<void>;
}

/** Names of the moments; each is the bucket's name too, behind `killed-`. */
export const DRAFTING = ['asking', 'answered', 'second-answer'] as const;
export const PROPOSING = [1, 2, 3, 4, 5].map((n) => `write-${n}`);
export const WITHDRAWING = [1, 2].map((n) => `withdrawal-${n}`);

/** Workflow ids by moment: the worker of each was killed there, and an ordinary one runs again. */
export async function killAtEachMoment(killing: Killing): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const moment of DRAFTING) found.set(moment, await whileAsking(killing, moment));
  for (const [n, moment] of PROPOSING.entries())
    found.set(moment, await behindWrite(killing, n + 1, async () => await begun(killing, moment)));
  for (const [n, moment] of WITHDRAWING.entries()) {
    const workflowId = await begun(killing, moment);
    await reaches(killing.world, workflowId, 'AWAITING_MERGE');
    await behindWrite(killing, n + 1, async () => {
      await applied(killing.world, bucketOf(moment));
      await looked(killing.world, workflowId);
      return workflowId;
    });
    found.set(moment, workflowId);
  }
  return found;
}

export function bucketOf(moment: string): string {
  return `killed-${moment}`;
}

async function begun({ world }: Killing, moment: string): Promise<string> {
  return await reported(world, bucketOf(moment));
}

async function whileAsking(killing: Killing, moment: (typeof DRAFTING)[number]): Promise<string> {
  const { world, model } = killing;
  if (moment === 'second-answer') world.aws.gateway.failNextAnswers(['prose']);
  let answers = 0;
  const dead = killed(killing, (kill) => {
    model.strike = async (at) => {
      if (at === 'answered') answers += 1;
      const due =
        moment === 'second-answer' ? answers === 2 : moment === at.replace('asked', 'asking');
      if (due) await kill();
      return due;
    };
  });
  const workflowId = await begun(killing, moment);
  await dead;
  model.strike = null;
  await killing.replace();
  return workflowId;
}

async function behindWrite(
  killing: Killing,
  n: number,
  begin: () => Promise<string>,
): Promise<string> {
  const dead = killed(killing, (kill) => killing.world.gitHub.faults.afterWrite(n, kill));
  const workflowId = await begin();
  await dead;
  await killing.replace();
  return workflowId;
}

/** Settles when the worker was killed at the moment that was arranged; rejects when that does not come. */
async function killed(
  killing: Killing,
  arrange: (kill: () => Promise<void>) => void,
): Promise<void> {
  const struck = new Promise<void>((resolve) => {
    arrange(async () => {
      await killing.worker().kill();
      resolve();
    });
  });
  const patience = new AbortController();
  await Promise.race([
    struck,
    setTimeout(60_000, null, { signal: patience.signal, ref: false }).then(() =>
      assert.fail('the moment to kill the worker did not come'),
    ),
  ]);
  patience.abort();
}

async function looked({ temporal }: World, workflowId: string): Promise<void> {
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  const command = { id: `look-${workflowId}`, actor: 'barbara', why: 'fixed it by hand' };
  await client.workflow.getHandle(workflowId).executeUpdate(recheck, { args: [command] });
  await connection.close();
}

/** In milliseconds: a killed draft or proposal is noticed after a minute without its heartbeats. */
export const PATIENCE = 180_000;

export interface Proposed {
  /** `1 rejected`, `2 accepted`, in the story's order. */
  readonly attempts: readonly string[];
  /** Of each attempt, as the story tells. */
  readonly tokens: readonly Tokens[];
}

/** Waits for the proposal, and looks at Git behind everybody's back: one branch, one commit, one pull request. */
export async function proposedOnce(
  world: World,
  moment: string,
  workflowId: string,
): Promise<Proposed> {
  await reaches(world, workflowId, 'AWAITING_MERGE', PATIENCE);
  const pulls = pullsFor(world, bucketOf(moment));
  assert.deepEqual(
    pulls.map(({ state }) => state),
    ['open'],
  );
  const { people } = world.gitHub;
  const { head = '' } = pulls[0] ?? {};
  assert.equal(await people.ahead(REPOSITORY, head), 1);
  const file = `infra/${bucketOf(moment)}.tf`;
  assert.match(await people.text(REPOSITORY, head, file), /aws_s3_bucket_versioning/);
  // Every branch of ours gets its pull request: no second one was begun and left. Those of the other moments may still
  // be on their way, because the next worker notices a killed proposal after a minute.
  const left = async () => {
    const ours = Object.keys(await people.branches(REPOSITORY)).filter((name) => name !== 'main');
    const proposed = people.pulls(REPOSITORY).map(({ head: { ref } }) => ref);
    return ours.filter((name) => !proposed.includes(name));
  };
  const isNoneLeft = async () => (await left()).length === 0;
  await until(isNoneLeft, async () => `${(await left()).join(', ')} has no pull request`);
  const told = (await world.ledger.story(workflowId)).map(({ text }) => text);
  const attempts = told.flatMap((text) => [...text.matchAll(ATTEMPT)]);
  return {
    attempts: attempts.map(({ groups }) => `${groups?.['number']} ${groups?.['verdict']}`),
    tokens: attempts.map(({ groups }) => ({
      input: Number(groups?.['input']),
      output: Number(groups?.['output']),
    })),
  };
}

const ATTEMPT =
  /^attempt (?<number>\d+) by .*, (?<input>\d+) tokens in, (?<output>\d+) out\) was (?<verdict>accepted|rejected)/g;
