/** Stages whose activity the orchestrator worker runs. It reads workloads and changes none. */
import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import { requesterOf } from '../../domain/lifecycle/four-eyes.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import { destinyOf } from '../../domain/outcome.ts';
import * as activities from '../activity-options.ts';
import { missing, runActivity } from './run-activity.ts';

/** Finds out who owns the resource, whether the problem is still there, and who acts next. */
export async function triage(state: State): Promise<LifecycleEvent> {
  const { problem, severity, episode, importing = null, undo = null } = state;
  const input = {
    problem,
    severity,
    episode,
    assigned: state.assigned?.team ?? null,
    ...(importing === null ? {} : { imported: importing }),
    ...(undo?.checked === true ? { undo: undo.decision } : {}),
  };
  const summary = `Triage of ${problem.findingType}, round ${state.round}`;
  const result = await runActivity(activities.triage, state, summary, input);
  return { type: 'triaged', result };
}

/** Checks a decision's proof and the person's authority, which a message handler cannot do. */
export async function checkDecision(state: State): Promise<LifecycleEvent> {
  const { pending: decision, severity } = state;
  if (decision === null) throw missing('decision to check');
  const { decision: kind, actor, id } = decision;
  // A later owner has no authority over a plan that was made for the earlier one.
  const owner = kind === 'approve' || kind === 'reject' ? state.planOwner : state.owner;
  const requester = requesterOf(state);
  const input = {
    decision,
    team: owner?.team ?? null,
    severity,
    ...(requester === null ? {} : { requester }),
  };
  // These lead to a write, so the worker that writes checks them itself.
  const writes = kind === 'approve' || kind === 'undo';
  const activity = writes ? activities.checkApproval : activities.checkDecision;
  const check = await runActivity(activity, state, `Proof of ${kind} by ${actor}`, input);
  return { type: 'decisionChecked', id, check };
}

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

/** Writes RESOLVED to Security Hub and the close to the ledger, with the verification that proves it. */
export async function close(state: State): Promise<LifecycleEvent> {
  const { problem, episode, findings, verification, attestation, phase } = state;
  if (phase.name !== 'CLOSE' || verification === null) throw missing('verification to close with');
  const { reason } = phase;
  const input = {
    problem,
    episode,
    findings,
    reason,
    verification,
    ...(reason === 'attested' && attestation !== undefined ? { attestation } : {}),
  };
  const summary = `Close as ${destinyOf(reason)} (${reason}), proof ${verification.id}`;
  const result = await runActivity(activities.close, state, summary, input);
  return { type: 'closed', result };
}

/** Writes SUPPRESSED to Security Hub for every finding of the problem, with who accepted it until when. */
export async function suppress(state: State): Promise<LifecycleEvent> {
  const { findings, exception } = state;
  if (exception === null) throw missing('exception');
  const until = new Date(exception.until).toISOString();
  const summary = `SUPPRESSED until ${until}, accepted by ${exception.by}`;
  const result = await runActivity(activities.suppress, state, summary, { findings, exception });
  return { type: 'suppressed', result };
}

/** Writes NEW to Security Hub when an exception has ended. */
export async function reopen(state: State): Promise<LifecycleEvent> {
  const { findings, phase } = state;
  const reason = phase.name === 'REOPEN' ? phase.reason : '';
  const input = { findings, reason };
  const result = await runActivity(activities.reopen, state, `NEW: ${reason}`, input);
  return { type: 'reopened', result };
}

/** Shows in Security Hub that every attempt at a code fix was rejected, and why. */
export async function noteFailedFix(state: State): Promise<LifecycleEvent> {
  const { findings, code } = state;
  const attempts = code?.attempts ?? [];
  const summary = `FIX_GENERATION_FAILED after ${attempts.length} attempt(s)`;
  const input = { findings, attempts };
  const { remarks } = await runActivity(activities.noteFailedFix, state, summary, input);
  return { type: 'failureNoted', remarks };
}
