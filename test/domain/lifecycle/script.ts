/** Events for tests of the state machine, and the state after a list of them. */
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { begin, reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { decision } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
import { opening } from '../../builders/problem.ts';
import { triageResult } from '../../builders/triage-result.ts';
import { verification } from '../../builders/verification.ts';

export const NOW = Date.parse('2026-11-01T10:00:00Z');
export const HOUR = 3_600_000;

export const approvalAsked = triageResult({ route: { to: 'approval', because: 'HIGH needs one' } });

export function after(...events: LifecycleEvent[]): State {
  const start = begin(opening, observation(), NOW);
  return events.reduce((state, event) => reduce(state, event, NOW), start);
}

export function triaged(changes = {}): LifecycleEvent {
  return { type: 'triaged', result: triageResult(changes) };
}

export const remediated: LifecycleEvent = {
  type: 'remediated',
  result: { status: 'succeeded', executionId: 'e-1' },
};
export const deadline: LifecycleEvent = { type: 'deadline' };

export function verified(verdict: Parameters<typeof verification>[0]): LifecycleEvent {
  return { type: 'verified', verification: verification(verdict) };
}

export const closed: LifecycleEvent = { type: 'closed', result: { status: 'closed', remarks: [] } };
export const approved: LifecycleEvent = { type: 'decision', decision: decision() };
export const trusted: LifecycleEvent = {
  type: 'decisionChecked',
  id: 'decision-1',
  check: { trusted: true, because: 'sandbox' },
};

/** A person asks for a check. */
export const recheck: LifecycleEvent = {
  type: 'recheck',
  command: { id: 'look-1', actor: 'ann', why: 'is it still so?' },
};

/** A product's report. */
export const seen = (changes: Parameters<typeof observation>[0]): LifecycleEvent => ({
  type: 'observed',
  observation: observation(changes),
});
export const people: LifecycleEvent = triaged({ route: { to: 'people', because: 'manual' } });
