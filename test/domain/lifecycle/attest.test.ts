/** Problems that no control verifies: two people attest them, or their source withdraws them. */
import assert from 'node:assert/strict';

import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { begin, next, reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import type { SourceState } from '../../../domain/verdict.ts';
import { decision } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
import { opening, problem } from '../../builders/problem.ts';
import { triageResult } from '../../builders/triage-result.ts';
import { verification } from '../../builders/verification.ts';
import { NOW } from './script.ts';

const unmapped = { ...opening, problem: { ...problem, control: null } };

/** In human review, as every problem without a control. */
function withPeople(...events: readonly LifecycleEvent[]): State {
  const route = { to: 'people', because: 'no control verifies it' } as const;
  const result = triageResult({ route, plan: null, verification: null });
  const start = begin(unmapped, observation(), NOW);
  const all: LifecycleEvent[] = [{ type: 'triaged', result }, ...events];
  return all.reduce((state, event) => reduce(state, event, NOW), start);
}

/** A decision that was sent and trusted. */
function attests(actor: string): LifecycleEvent[] {
  const said = decision({ id: actor, actor, decision: 'attest', planHash: null, why: 'PR 7' });
  const check = { trusted: true, because: 'STS says so' };
  return [
    { type: 'decision', decision: said },
    { type: 'decisionChecked', id: actor, check },
  ];
}

function saysOver(changes: Parameters<typeof observation>[0] = {}): LifecycleEvent {
  return {
    type: 'observed',
    observation: observation({ messageId: 'event-2/0', recordState: 'ARCHIVED', ...changes }),
  };
}

function seen(source: SourceState): LifecycleEvent {
  return { type: 'verified', verification: verification('unknown', { source }) };
}

const closed: LifecycleEvent = { type: 'closed', result: { status: 'closed', remarks: [] } };

it('a problem without a control closes as Fixed when two people attest it and its source stops reporting it', () => {
  const asked = withPeople(...attests('ana'), ...attests('ben'));
  const ended = [seen('passed'), closed].reduce((s, e) => reduce(s, e, NOW), asked);

  assert.deepEqual(next(asked), { do: 'verify' });
  assert.deepEqual(ended.phase, { name: 'CLOSED', destiny: 'Fixed', reason: 'attested' });
  assert.deepEqual(ended.attestation, { by: 'ana', confirmedBy: 'ben', evidence: 'PR 7' });
});

it('one person cannot attest a problem alone, not even by asking twice', () => {
  const once = withPeople(...attests('ana'));
  const twice = decisionRefusal(once, decision({ ...once.request, id: 'again' }), NOW);

  assert.equal(once.phase.name, 'HUMAN_REVIEW');
  assert.equal(once.request?.actor, 'ana');
  assert.equal(twice?.type, 'FourEyes');
});

it('an attested problem that its source still reports keeps its deadline and closes when the source stops', () => {
  const waits = reduce(withPeople(...attests('ana'), ...attests('ben')), seen('open'), NOW);
  const looks = reduce(waits, saysOver(), NOW);

  assert.equal(waits.phase.name, 'HUMAN_REVIEW');
  assert.match(waits.phase.name === 'HUMAN_REVIEW' ? waits.phase.reason : '', /still reports it/);
  assert.equal(looks.phase.name, 'VERIFY');
  const ended = [seen('archived'), closed].reduce((s, e) => reduce(s, e, NOW), looks);
  assert.deepEqual(ended.phase, { name: 'CLOSED', destiny: 'Fixed', reason: 'attested' });
});

it('a problem that its source archives before anybody acted is Withdrawn, not Fixed', () => {
  const ended = withPeople(saysOver(), seen('archived'), closed);

  assert.deepEqual(ended.phase, { name: 'CLOSED', destiny: 'Withdrawn', reason: 'by-source' });
});

for (const [what, events] of [
  ['PASSED', [saysOver({ recordState: 'ACTIVE', compliance: 'PASSED' }), seen('passed')]],
  ['a finding that Security Hub does not know', [saysOver(), seen('missing')]],
  ['an event that Security Hub does not confirm', [saysOver(), seen('open')]],
  ['ARCHIVED after somebody asked for something', [...attests('ana'), saysOver()]],
] as const) {
  it(`${what} withdraws nothing: the finding stays in human review`, () => {
    assert.equal(withPeople(...events).phase.name, 'HUMAN_REVIEW');
  });
}

it('the lifecycle refuses to attest a problem that a control verifies', () => {
  const state = { ...withPeople(), problem };
  const said = decision({ decision: 'attest', planHash: null });

  assert.match(
    decisionRefusal(state, said, NOW)?.message ?? '',
    /is verified by reading the resource/,
  );
});
