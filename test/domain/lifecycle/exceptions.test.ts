/** Accepting, extending, revoking, expiring: what was accepted comes back. */
import assert from 'node:assert/strict';

import type { Decision } from '../../../domain/decision.ts';
import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { next, reduce } from '../../../domain/lifecycle/machine.ts';
import type { LifecycleState } from '../../../domain/lifecycle/state.ts';
import { decision, observation } from './sample.ts';
import { after, HOUR, NOW, people, triaged, verified } from './script.ts';

const DAY = 24 * HOUR;
const day = (days: number) => new Date(NOW + days * DAY).toISOString();

function accept(changes: Partial<Decision> = {}): Decision {
  return decision({
    decision: 'accept',
    planHash: null,
    until: day(100),
    why: 'moves in Q1',
    ...changes,
  });
}

/** Sent, and believed. */
function take(state: LifecycleState, said: Decision, now = NOW): LifecycleState {
  const check = { trusted: true, because: 'test' };
  const asked = reduce(state, { type: 'decision', decision: said }, now);
  return reduce(asked, { type: 'decisionChecked', id: said.id, check }, now);
}

const done: LifecycleEvent = { type: 'suppressed', result: { status: 'done', remarks: [] } };
const reopened: LifecycleEvent = { type: 'reopened', result: { status: 'done', remarks: [] } };
const waits = after(people, { type: 'recorded', seq: 9, episode: 1 });
const asleep = reduce(take(waits, accept()), done, NOW);
const refusals = [{ finding: observation().finding, code: 'InvalidInput', message: 'no' }];

/** Every deadline passes until `until`, epoch milliseconds. */
function pass(state: LifecycleState, until: number): LifecycleState {
  let now = NOW;
  let at = state;
  for (;;) {
    const step = next(at);
    if (step.do === 'record') at = reduce(at, { type: 'recorded', seq: 1e9, episode: 1 }, now);
    else if (step.do !== 'wait' || step.until > until) return at;
    else {
      now = Math.max(now, step.until);
      at = reduce(at, { type: 'deadline' }, now);
    }
  }
}

it('an accepted finding is suppressed in Security Hub first, then sleeps until its end', () => {
  const granted = take(waits, accept());

  assert.deepEqual(next(granted), { do: 'suppress' });
  assert.deepEqual(asleep.phase, { name: 'ACCEPTED', deadline: NOW + 100 * DAY });
  assert.equal(asleep.exception?.by, 'ana');
});

it('people hear of the end 14 days and 1 day before it, then it comes back and is looked at anew', () => {
  const heard = pass(asleep, NOW + 99.9 * DAY);
  const ended = pass(asleep, NOW + 100 * DAY);
  const back = reduce(ended, reopened, NOW + 100 * DAY);

  assert.equal(heard.exception?.headsUps, 2);
  assert.deepEqual(next(ended), { do: 'reopen' });
  assert.deepEqual(next(back), { do: 'triage' });
  assert.equal(back.exception, null);
});

it('an end that is no date, is past or is too far is refused with what is allowed', () => {
  for (const until of [
    null,
    '',
    'tomorrow',
    '2026-13-01T00:00:00Z',
    '2027-02-31T00:00:00Z',
    '2027-01-01',
    day(-1),
    day(366),
  ])
    assert.equal(
      decisionRefusal(waits, accept({ until }), NOW)?.type,
      'InvalidExpiry',
      String(until),
    );

  assert.match(
    decisionRefusal(waits, accept({ until: day(366) }), NOW)?.message ?? '',
    /2027-11-01/,
  );
});

const extend = (until: string) => accept({ id: `e-${until}`, decision: 'extend', until });

it('extensions share one lifetime', () => {
  const later = NOW + 90 * DAY;
  const longer = reduce(take(asleep, extend(day(455)), later), done, later);
  const refused = decisionRefusal(longer, extend(day(731)), NOW + 400 * DAY);

  assert.equal(longer.exception?.until, NOW + 455 * DAY);
  assert.equal(longer.exception?.since, NOW);
  assert.match(refused?.message ?? '', /lifetime/);
});

it('an extension that would end it sooner is refused: that is what revoking is for', () => {
  for (const until of [day(30), day(100)]) {
    const refused = decisionRefusal(asleep, extend(until), NOW);

    assert.equal(refused?.type, 'InvalidExpiry', until);
    assert.match(refused.message, /accepted until 2027-02-0\d.*must end later.*revoke/);
  }
  assert.equal(decisionRefusal(asleep, extend(day(101)), NOW), null);
});

it('a revoked exception comes back at once', () => {
  const revoke = decision({ id: 'r', decision: 'revoke', planHash: null, why: 'wrong' });
  const state = take(asleep, revoke);

  assert.deepEqual(next(state), { do: 'reopen' });
});

it('what got worse while it slept is reviewed by people', () => {
  const raise = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const state = reduce(asleep, { type: 'observed', observation: raise }, NOW);
  const back = reduce(state, reopened, NOW);

  assert.equal(back.phase.name, 'HUMAN_REVIEW');
  assert.match('reason' in back.phase ? back.phase.reason : '', /accepted it as HIGH.*CRITICAL/);
});

it('what got worse while Security Hub was being told never falls asleep', () => {
  const raise = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const telling = reduce(take(waits, accept()), { type: 'observed', observation: raise }, NOW);

  assert.deepEqual(next(reduce(telling, done, NOW)), { do: 'reopen' });
});

it('a report that joins while it sleeps is suppressed too', () => {
  const second = observation({ messageId: 'm-2', finding: { id: 'second', productArn: 'arn:p' } });
  const state = reduce(asleep, { type: 'observed', observation: second }, NOW);

  assert.deepEqual(next(state), { do: 'suppress' });
  assert.deepEqual(reduce(state, done, NOW).phase, asleep.phase);
});

it('a sleeper whose source says PASSED is looked at, and sleeps on when it is still open', () => {
  const says = observation({ messageId: 'm-2', compliance: 'PASSED' });
  const looking = reduce(asleep, { type: 'observed', observation: says }, NOW);

  assert.deepEqual(next(looking), { do: 'verify' });
  assert.deepEqual(reduce(looking, verified('open'), NOW).phase, asleep.phase);
  assert.deepEqual(next(reduce(looking, verified('fixed'), NOW)), { do: 'close' });
});

it('an exception that Security Hub refuses is none', () => {
  const state = reduce(
    take(waits, accept()),
    { type: 'suppressed', result: { status: 'refused', refusals } },
    NOW,
  );

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.equal(state.exception, null);
});

it('an exception ends even where Security Hub cannot be told, and people hear why', () => {
  const ended = pass(asleep, NOW + 100 * DAY);
  const refused: LifecycleEvent = { type: 'reopened', result: { status: 'refused', refusals } };
  const failed: LifecycleEvent = { type: 'failed', work: 'reopen', failure: 'timed out' };

  for (const event of [refused, failed]) {
    const state = reduce(ended, event, NOW + 100 * DAY);
    assert.equal(state.phase.name, 'HUMAN_REVIEW');
    assert.equal(state.exception, null);
  }
});

it('a CRITICAL risk is accepted by two people, and not by the same one twice', () => {
  const critical = after(
    triaged({ route: { to: 'people', because: 'manual' }, severity: 'CRITICAL' }),
    { type: 'observed', observation: observation({ messageId: 'm-2', severity: 'CRITICAL' }) },
  );
  const said = accept({ severity: 'CRITICAL', until: day(20) });
  const asked = take(critical, said);
  const again = take(asked, { ...said, id: 'd-2' });
  const confirmed = take(asked, { ...said, id: 'd-3', actor: 'ben' });

  assert.equal(asked.phase.name, 'HUMAN_REVIEW');
  assert.equal(again.phase.name, 'HUMAN_REVIEW');
  assert.equal(decisionRefusal(asked, { ...said, id: 'd-2' }, NOW)?.type, 'FourEyes');
  assert.deepEqual(next(confirmed), { do: 'suppress' });
  assert.equal(confirmed.exception?.by, 'ana');
  assert.equal(confirmed.exception?.confirmedBy, 'ben');
});

it('a second request replaces the first, and the story says whose', () => {
  const critical = after(
    triaged({ route: { to: 'people', because: 'manual' }, severity: 'CRITICAL' }),
    { type: 'observed', observation: observation({ messageId: 'm-2', severity: 'CRITICAL' }) },
  );
  const first = accept({ severity: 'CRITICAL', until: day(20) });
  const replaced = take(take(critical, first), {
    ...first,
    id: 'd-2',
    actor: 'ben',
    until: day(10),
  });

  assert.equal(replaced.request?.actor, 'ben');
  assert.match(
    replaced.story.unwritten.at(-1)?.text ?? '',
    /ben asks to accept.*; this replaces the request of ana to accept/,
  );
});

it('who the proof names counts, not who the message names', () => {
  const critical = { ...waits, timetable: { ...waits.timetable, fourEyesApproval: true } };
  const first = take(critical, decision({ id: 'd-1' }));
  const forged = decision({ id: 'd-2', actor: 'ben' });
  const check = { trusted: true, because: 'proof', actor: 'ana' };
  const asked = reduce(first, { type: 'decision', decision: forged }, NOW);
  const state = reduce(asked, { type: 'decisionChecked', id: 'd-2', check }, NOW);

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.match(state.story.unwritten.at(-1)?.text ?? '', /ana requested this/);
});

it('a decision about another finding, an older episode or a lower severity is refused', () => {
  const cases = [{ finding: 'other' }, { episode: 7 }, { severity: 'LOW' as const }];
  for (const changes of cases)
    assert.equal(
      decisionRefusal(waits, accept(changes), NOW)?.type,
      'StaleView',
      JSON.stringify(changes),
    );
});
