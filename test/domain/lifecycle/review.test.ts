/** Escalation: owner, lead, security, with reminders before each deadline; the last level is asked again and again. */
import assert from 'node:assert/strict';

import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { waitsFor } from '../../../domain/lifecycle/ledger-row.ts';
import { next, reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { decision } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
import { timetable } from '../../builders/triage-result.ts';
import { after, HOUR, NOW, people, remediated, triaged, verified } from './script.ts';

const recorded: LifecycleEvent = { type: 'recorded', seq: 1e9, episode: 1 };
const waits = after(people, recorded);

/** One deadline or reminder passes; answers the state and when it was. */
function sleepOn(state: State, now = NOW): readonly [State, number] {
  const ready = reduce(state, recorded, now);
  const step = next(ready);
  assert.ok(step.do === 'wait');
  return [reduce(ready, { type: 'deadline' }, step.until), step.until];
}

function kinds(state: State): readonly string[] {
  return state.story.unwritten.map(({ kind }) => kind);
}

it('each escalation level is reminded, then the next is asked, and the last is asked again and again', () => {
  let [state, now] = [waits, NOW];
  const heard: string[] = [];
  for (let i = 0; i < 8; i += 1) {
    [state, now] = sleepOn(state, now);
    heard.push(kinds(state).at(-1) ?? '');
  }

  assert.deepEqual(heard, [
    'reminded',
    'escalated',
    'reminded',
    'escalated',
    'reminded',
    'overdue',
    'reminded',
    'overdue',
  ]);
  assert.match(waitsFor(state), /^security decides/);
  assert.equal(state.review?.overdue, 2);
});

it('a reminder comes half-way or up to half an hour earlier, and the deadline stays', () => {
  const [state, at] = sleepOn(waits);

  assert.ok(at <= NOW + 12 * HOUR && at > NOW + 11.5 * HOUR);
  assert.equal('deadline' in state.phase && state.phase.deadline, NOW + 24 * HOUR);
});

it('leaving and entering human review does not extend its deadline', () => {
  const approving = after(
    triaged({ route: { to: 'people', because: 'manual' } }),
    recorded,
    { type: 'decision', decision: decision() },
    { type: 'decisionChecked', id: 'decision-1', check: { trusted: true, because: '' } },
  );
  const [escalated] = sleepOn(sleepOn(waits)[0]);
  const state = [remediated, { type: 'deadline' } as const, verified('open')].reduce<State>(
    (s, event) => reduce(s, event, NOW + HOUR),
    {
      ...approving,
      review: escalated.review,
      round: 4,
    },
  );

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.equal(state.review?.rung, 1);
});

it('a raised severity shortens the deadline of human review', () => {
  const raise = observation({ messageId: 'm-2', severity: 'CRITICAL' });
  const state = reduce(waits, { type: 'observed', observation: raise }, NOW + HOUR);

  assert.equal('deadline' in state.phase && state.phase.deadline, NOW + 5 * HOUR);
});

it('an assigned finding is decided by the new team, also after tags are read again', () => {
  const owner = { team: 'data', because: 'given by ana' };
  const ladder = [{ who: 'data', seconds: timetable.approval }];
  const said = decision({ decision: 'assign', planHash: null, team: 'data' });
  const asked = reduce(waits, { type: 'decision', decision: said }, NOW);
  const check = { trusted: true, because: 'test', assigned: { owner, ladder } };
  const state = reduce(asked, { type: 'decisionChecked', id: said.id, check }, NOW);

  assert.match(waitsFor(state), /^data decides/);
  const looked = reduce({ ...state, phase: { name: 'TRIAGE' } }, people, NOW);
  assert.equal(looked.owner?.team, 'data');
});

it('a finding whose problem keeps returning is watched before it closes', () => {
  const flapping = after(triaged({ verification: null, dwell: 3600 }), remediated, {
    type: 'deadline',
  });
  const watched = reduce(flapping, verified('fixed'), NOW);
  const checked = reduce(watched, { type: 'deadline' }, NOW + HOUR);

  assert.deepEqual(watched.phase, { name: 'SETTLE', deadline: NOW + HOUR });
  assert.deepEqual(next(reduce(checked, verified('fixed'), NOW + HOUR)), { do: 'close' });
  assert.equal(reduce(checked, verified('open'), NOW + HOUR).phase.name, 'TRIAGE');
});

const failed: LifecycleEvent = { type: 'failed', work: 'triage', failure: 'AccessDenied' };

it('a failed triage is retried at each deadline, later each time and at least daily', () => {
  let state = after(failed);
  let before = NOW;
  const hours: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    assert.equal(state.phase.name, 'HUMAN_REVIEW');
    const [trying, at] = sleepOn(state);
    assert.deepEqual(next(reduce(trying, recorded, at)), { do: 'triage' });
    hours.push((at - before) / HOUR);
    before = at;
    state = reduce(trying, failed, at);
  }

  assert.deepEqual(hours, [1, 2, 4, 8, 16, 24, 24]);
  assert.equal(state.review?.overdue, 7);
  assert.match(waitsFor(state), /triage failed: AccessDenied/);
});

it('a triage that succeeds at last gives people the whole time of the policy', () => {
  const [trying, at] = sleepOn(after(failed));
  const state = reduce(trying, people, at);

  assert.equal('deadline' in state.phase && state.phase.deadline, at + 24 * HOUR);
  assert.match(waitsFor(state), /^payments decides/);
  assert.equal(state.review?.overdue, 0);
});
