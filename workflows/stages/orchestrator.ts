/** Stages whose activity the orchestrator worker runs. It reads workloads and changes none. */
import { patched } from '@temporalio/workflow';

import type { Decided, ImportedAcceptance } from '../../domain/decision.ts';
import type { ImportCheck } from '../../domain/exception.ts';
import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import { requesterOf } from '../../domain/lifecycle/four-eyes.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { PATCHES } from '../patches.ts';
import { missing, runActivity } from './run-activity.ts';

/** Finds out who owns the resource, whether the problem is still there, and who acts next. */
export async function triage(state: State): Promise<LifecycleEvent> {
  const { problem, severity, episode, importing = null, undo = null } = state;
  const checked =
    importing !== null && patched('20261130-closer-checks-imports')
      ? { imported: await checkImport(state, importing) }
      : {};
  const input = {
    problem,
    severity,
    episode,
    assigned: state.assigned?.team ?? null,
    ...(importing === null || 'imported' in checked ? {} : { imported: importing }),
    ...(undo?.checked === true ? { undo: undo.decision } : {}),
  };
  const summary = `Triage of ${problem.findingType}, round ${state.round}`;
  const result = await runActivity(activities.triage, state, summary, input);
  return { type: 'triaged', result: { ...result, ...checked } };
}

/** The signature of an import is good for minutes, so it is checked before everything else. */
async function checkImport(state: State, acceptance: ImportedAcceptance): Promise<ImportCheck> {
  const { problem, severity, findings } = state;
  const input = { problem, severity, findings, acceptance };
  const summary = `Proof of the import by ${acceptance.actor}`;
  return await runActivity(activities.checkImport, state, summary, input);
}

/** Checks a decision's proof and the person's authority, which a message handler cannot do. */
export async function checkDecision(state: State): Promise<LifecycleEvent> {
  const { pending: decision, severity, problem } = state;
  if (decision === null) throw missing('decision to check');
  const { decision: kind, actor, id } = decision;
  // A later owner has no authority over a plan that was made for the earlier one.
  const owner = kind === 'approve' || kind === 'reject' ? state.planOwner : state.owner;
  const requester = requesterOf(state);
  const input = {
    decision,
    team: owner?.team ?? null,
    severity,
    problem,
    ...(requester === null ? {} : { requester }),
  };
  // Whoever carries it out checks it itself.
  const isAssigned = kind === 'assign' && patched(PATCHES.runtimeChecksAssignments);
  const activity = isAssigned ? byRuntime : CHECKED_BY[kind];
  const check = await runActivity(activity, state, `Proof of ${kind} by ${actor}`, input);
  return { type: 'decisionChecked', id, check };
}

const {
  checkDecision: byOrchestrator,
  checkApproval: byRuntime,
  checkEnding: byCloser,
} = activities;
const CHECKED_BY = {
  approve: byRuntime,
  undo: byRuntime,
  accept: byCloser,
  extend: byCloser,
  attest: byCloser,
  reject: byOrchestrator,
  revoke: byOrchestrator,
  // In histories from before the runtime worker remembered them: who is given a finding may approve.
  assign: byOrchestrator,
} as const satisfies Record<Decided, unknown>;

/** Reads the resource with the read-only role. Only this closes a finding that a control covers. */
export async function verify(state: State): Promise<LifecycleEvent> {
  const { problem, findings, phase } = state;
  const because = phase.name === 'VERIFY' ? phase.because : '';
  const summary = `Verification in round ${state.round}: ${because}`;
  const input = { problem, findings };
  const verification = await runActivity(activities.verify, state, summary, input);
  return { type: 'verified', verification };
}

/** Writes what the lifecycle waits for to the ledger, before it waits. */
export async function record(state: State): Promise<LifecycleEvent> {
  const summary = `Ledger: ${state.phase.name}`;
  const { episode } = await runActivity(activities.record, state, summary, {});
  return { type: 'recorded', seq: state.story.seq, episode };
}
