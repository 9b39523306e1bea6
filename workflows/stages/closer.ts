/** Stages whose activity the closer worker runs: it alone writes to Security Hub. */
import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import { destinyOf } from '../../domain/outcome.ts';
import * as activities from '../activity-options.ts';
import { missing, runActivity } from './run-activity.ts';

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
