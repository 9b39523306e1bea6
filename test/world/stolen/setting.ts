/** What the moves of a sequence share. */
import { setTimeout } from 'node:timers/promises';

import { WorkflowNotFoundError } from '@temporalio/client';

import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Decision } from '../../../domain/decision.ts';
import type { FindingRef, Severity } from '../../../domain/finding.ts';
import type { HubPrincipal } from '../../../sandbox/aws/gateway/principals.ts';
import type { Seeded } from '../../../sandbox/demo/seed.ts';
import type { World } from '../../../sandbox/world.ts';
import { view } from '../../../workflows/messages.ts';
import type { Dice } from '../../model/dice.ts';
import type { Case } from './as-it-is.ts';
import type { Judge } from './judge.ts';
import type { ThiefInTemporal } from './thief.ts';

export interface Setting {
  readonly world: World;
  readonly thief: ThiefInTemporal;
  readonly judge: Judge;
  /** Real decisions with their proofs, of all sequences: whoever reads the histories has them. */
  readonly loot: Decision[];
}

/** One sequence: a finding, and the principal whose keys are stolen. */
export interface Victim extends Case {
  readonly severity: Severity;
  readonly seeded: Seeded;
  readonly workflowId: string;
  readonly finding: FindingRef;
  readonly stolen: HubPrincipal;
  /** Workflow ids of lifecycles that the thief started about it. */
  readonly runs: string[];
  /** The lines of the story that the audit has sealed, as they stood then, by their keys; `late`: added before another. */
  readonly sealed: Map<string, { readonly line: string; readonly late: boolean }>;
  /** What was done to those lines, and counted. */
  readonly noticed: Set<string>;
  /** Puts back what others than this finding need. */
  readonly putBack: (() => Promise<unknown>)[];
}

/** Answers in a few words what came of it; `denied` begins the answer where AWS or Closeloop said no. */
export type Move = (setting: Setting, victim: Victim, die: Dice) => Promise<string>;

export async function rowOf({ world }: Setting, { workflowId }: Victim): Promise<Lifecycle> {
  const row = await world.ledger.lifecycle(workflowId);
  if (row === null) throw new Error(`${workflowId} is not in the ledger`);
  return row;
}

/** Waits until nothing about this finding goes on: no event is on its way, and its lifecycles wait or have ended. */
export async function rest({ world, thief }: Setting, victim: Victim): Promise<void> {
  const deadline = Date.now() + 120_000;
  let busy = ['everything'];
  for (;;) {
    await world.aws.gateway.idle();
    const ids = [victim.workflowId, ...victim.runs];
    const found = await Promise.all(ids.map(async (id) => [id, await isBusy(thief, id)] as const));
    busy = found.flatMap(([id, why]) => (why === null ? [] : [`${id} ${why}`]));
    if (busy.length === 0) return;
    if (Date.now() > deadline) throw new Error(`no rest within 2 minutes: ${busy.join('; ')}`);
    await setTimeout(25);
  }
}

/** As often as an activity or task fails before it counts as given up: what the thief made up cannot always be read. */
const MANY = 3;

/** Where a lifecycle waits for people, or for days. */
const RESTS = ['AWAITING_APPROVAL', 'HUMAN_REVIEW', 'ACCEPTED', 'AWAITING_MERGE', 'CLOSED'];

async function isBusy({ client }: ThiefInTemporal, workflowId: string): Promise<string | null> {
  try {
    const handle = client.workflow.getHandle(workflowId);
    const { status, raw } = await handle.describe();
    if (status.name !== 'RUNNING') return null;
    const { pendingActivities, pendingWorkflowTask } = raw;
    if (pendingWorkflowTask) {
      return (pendingWorkflowTask.attempt ?? 1) < MANY ? 'has a task' : null;
    }
    const going = (pendingActivities ?? []).find(({ attempt }) => (attempt ?? 1) < MANY);
    if (going !== undefined) return `runs ${going.activityType?.name}`;
    const { phase, nextDeadline } = await handle.query(view);
    // What keeps coming back is watched for an hour before it closes.
    const isWatched = Date.parse(nextDeadline ?? '') - Date.now() > 60_000;
    if ((pendingActivities ?? []).length > 0 || RESTS.includes(phase) || isWatched) return null;
    return phase;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
