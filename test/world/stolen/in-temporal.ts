/** What a thief sends to Temporal: decisions, lifecycles of its own, and activities for workers that hold more keys. */
import { randomUUID } from 'node:crypto';

import { WorkflowIdConflictPolicy } from '@temporalio/common';

import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { begin } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { SCHEMA } from '../../../domain/lifecycle/state.ts';
import { FINDING_LIFECYCLE, TASK_QUEUES } from '../../../workflows/messages.ts';
import type { Dice } from '../../model/dice.ts';
import { anyOf, attestation, exception, forge, REASONS, verification } from './forged.ts';
import { tell } from './people.ts';
import { rowOf } from './setting.ts';
import type { Move, Setting, Victim } from './setting.ts';

/** A decision that nobody made: without a proof, with an invented one, or with that of another decision. */
export const forgesDecision: Move = async (setting, victim, die) => {
  const forged = await forge(setting, victim, die);
  return await tell(setting, victim.workflowId, forged.decision, forged);
};

/** A real decision once more. */
export const repeatsDecision: Move = async (setting, victim, die) => {
  const real = anyOf(setting.loot, die);
  if (real === undefined) return 'nothing to repeat';
  return await tell(setting, victim.workflowId, real.decision, real);
};

/** A lifecycle whose carried state the thief made up, just before it acts. */
export const startsLifecycle: Move = async (setting, victim, die) => {
  const row = await rowOf(setting, victim);
  const { workflowId, finding, runs } = victim;
  const opening = { problem: row.problem, workflowId, opener: randomUUID() };
  const first = {
    messageId: randomUUID(),
    finding,
    severity: 'LOW',
    title: row.title,
    product: 'Security Hub',
    recordState: 'ACTIVE',
    compliance: 'FAILED',
    updatedAt: new Date().toISOString(),
    asked: false,
  } as const;
  const round = die.pick<number>([1, 2, 3]);
  const begun = begin(opening, first, Date.now());
  // The thief is in a hurry, too: nothing waits five minutes before it looks.
  const timetable = { ...begun.timetable, settle: [0.2, 0.2, 0.2] };
  const known = { episode: row.episode, round, plan: planOf(row) };
  const carried: State = {
    ...begun,
    ...known,
    timetable,
    ...(await madeUp(setting, victim, die)),
  };
  // Where the first one runs, the thief ends it.
  const id = die.chance(0.5) ? workflowId : `closeloop-${randomUUID()}`;
  if (id !== workflowId) runs.push(id);
  await setting.thief.client.workflow.start(FINDING_LIFECYCLE, {
    workflowId: id,
    taskQueue: TASK_QUEUES.orchestrator,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
    args: [{ schema: SCHEMA, problem: row.problem, carried }],
  });
  return `started in ${carried.phase.name}`;
};

async function madeUp(setting: Setting, victim: Victim, die: Dice): Promise<Partial<State>> {
  const name = die.pick(['REMEDIATE', 'REMEDIATE', 'CLOSE', 'SUPPRESS', 'TRIAGE']);
  if (name === 'CLOSE')
    return {
      phase: { name, reason: die.pick(REASONS) },
      verification: verification(),
      attestation,
    };
  if (name === 'SUPPRESS') return { phase: { name }, exception: exception() };
  if (name === 'TRIAGE') return { phase: { name } };
  const approval = die.chance(0.8) ? await forge(setting, victim, die, 'approve') : null;
  return { phase: { name }, approval };
}

function planOf({ planHash, planSummary }: Lifecycle): State['plan'] {
  return { hash: planHash ?? 'f'.repeat(64), summary: planSummary ?? 'a plan' };
}
