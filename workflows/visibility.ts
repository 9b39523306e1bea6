/** What operators see in the Temporal Web UI: search attributes at each wait, current details at each step. */
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';

import { currentDetails } from '../domain/lifecycle/current-details.ts';
import { isWaiting } from '../domain/lifecycle/state.ts';
import type { State } from '../domain/lifecycle/state.ts';
import { SEARCH_ATTRIBUTES as KEYS, shortFindingId } from './messages.ts';

/** Temporal Cloud bills an upsert, so one is made only when the lifecycle waits or ends, and something changed. */
export function showState(state: State, shown: string): string {
  setCurrentDetails(currentDetails(state, workflowInfo().workflowId));
  const { phase } = state;
  if (!isWaiting(phase) && phase.name !== 'CLOSED') return shown;
  if (phase.name === 'SETTLE' && phase.brief === true) return shown;
  const deadline = isWaiting(phase) ? new Date(phase.deadline) : null;
  const accepted = phase.name === 'ACCEPTED';
  const expires = accepted ? deadline : null;
  const needsHuman = phase.name === 'HUMAN_REVIEW' || phase.name === 'AWAITING_APPROVAL';
  const destiny = phase.name === 'CLOSED' ? phase.destiny : accepted ? 'Accepted' : null;
  const keys = state.findings.map((f) => shortFindingId(f.id)).slice(0, 20);
  const { severity, owner, environment, episode } = state;
  const seen = [phase.name, deadline, severity, owner?.team, environment, episode, keys];
  const now = JSON.stringify(seen);
  if (now === shown) return shown;
  upsertSearchAttributes([
    { key: KEYS.state, value: phase.name },
    { key: KEYS.severity, value: severity },
    { key: KEYS.owner, value: owner?.team ?? null },
    { key: KEYS.environment, value: environment },
    { key: KEYS.destiny, value: destiny },
    { key: KEYS.episode, value: episode },
    { key: KEYS.needsHuman, value: needsHuman },
    { key: KEYS.slaDueAt, value: needsHuman ? deadline : null },
    { key: KEYS.nextWakeAt, value: deadline },
    { key: KEYS.exceptionExpiresAt, value: expires },
    { key: KEYS.keys, value: keys },
  ]);
  return now;
}
