/** Exceptions: accepted, extended, revoked, expired. */
import assert from 'node:assert/strict';

import type { Decision } from '../../../domain/decision.ts';
import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { next, reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { decision } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
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

/** A decision that was sent and trusted. */
function take(state: State, said: Decision, now = NOW): State {
  const check = { trusted: true, because: 'test' };
  const asked = reduce(state, { type: 'decision', decision: said }, now);
  return reduce(asked, { type: 'decisionChecked', id: said.id, check }, now);
}

const done: LifecycleEvent = { type: 'suppressed', result: { status: 'done', remarks: [] } };
const reopened: LifecycleEvent = { type: 'reopened', result: { status: 'done', remarks: [] } };
const waits = after(people, { type: 'recorded', seq: 9, episode: 1 });
const asleep = reduce(take(waits, accept()), done, NOW);
const refusals = [{ finding: observation().finding, code: 'InvalidInput', message: 'no' }];

/** Lets every deadline before `until` pass, epoch milliseconds. */
function pass(state: State, until: number): State {
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

it('an accepted finding is suppressed in Security Hub first, then sleeps until the exception ends', () => {
  const granted = take(waits, accept());

  assert.deepEqual(next(granted), { do: 'suppress' });
  assert.deepEqual(asleep.phase, { name: 'ACCEPTED', deadline: NOW + 100 * DAY });
  assert.equal(asleep.exception?.by, 'ana');
});

it('an exception gives heads-ups 14 days and 1 day before its end, then the finding is triaged again', () => {
  const heard = pass(asleep, NOW + 99.9 * DAY);
  const ended = pass(asleep, NOW + 100 * DAY);
  const back = reduce(ended, reopened, NOW + 100 * DAY);

  assert.equal(heard.exception?.headsUps, 2);
  assert.deepEqual(next(ended), { do: 'reopen' });
  assert.deepEqual(next(back), { do: 'triage' });
  assert.equal(back.exception, null);
});

it('the lifecycle refuses an expiry that is no date, past or too late, and says what is allowed', () => {
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

it('all extensions of an exception share one lifetime', () => {
  const later = NOW + 90 * DAY;
  const longer = reduce(take(asleep, extend(day(455)), later), done, later);
  const refused = decisionRefusal(longer, extend(day(731)), NOW + 400 * DAY);

  assert.equal(longer.exception?.until, NOW + 455 * DAY);
  assert.equal(longer.exception?.since, NOW);
  assert.match(refused?.message ?? '', /lifetime/);
});

it('the lifecycle refuses an extension that would end the exception sooner', () => {
  for (const until of [day(30), day(100)]) {
    const refused = decisionRefusal(asleep, extend(until), NOW);

    assert.equal(refused?.type, 'InvalidExpiry', until);
    assert.match(refused.message, /accepted until 2027-02-0\d.*must end later.*revoke/);
  }
  assert.equal(decisionRefusal(asleep, extend(day(101)), NOW), null);
});

it('a finding whose exception is revoked reopens at once', () => {
  const revoke = decision({ id: 'r', decision: 'revoke', planHash: null, why: 'wrong' });
  const state = take(asleep, revoke);

  assert.deepEqual(next(state), { do: 'reopen' });
});

it('the story calls an end by a person revoked, one by time expired, and one by a raised severity ended', () => {
  const revoke = decision({ id: 'r', decision: 'revoke', planHash: null, why: 'wrong' });
  const raise = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const ends = {
    revoked: take(asleep, revoke),
    expired: pass(asleep, NOW + 101 * DAY),
    ended: reduce(asleep, { type: 'observed', observation: raise }, NOW),
  };
  for (const [kind, state] of Object.entries(ends)) {
    const story: State['story'] = reduce(state, reopened, NOW).story;
    const said = story.unwritten.filter((line) =>
      ['revoked', 'expired', 'ended'].includes(line.kind),
    );
    assert.deepEqual([...new Set(said.map((line) => line.kind))], [kind]);
  }
});

it('an accepted finding whose severity is raised goes to human review', () => {
  const raise = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const state = reduce(asleep, { type: 'observed', observation: raise }, NOW);
  const back = reduce(state, reopened, NOW);

  assert.equal(back.phase.name, 'HUMAN_REVIEW');
  assert.match('reason' in back.phase ? back.phase.reason : '', /accepted it as HIGH.*CRITICAL/);
});

it('a severity raised while SUPPRESSED is written sends the finding to human review', () => {
  const raise = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const telling = reduce(take(waits, accept()), { type: 'observed', observation: raise }, NOW);

  assert.deepEqual(next(reduce(telling, done, NOW)), { do: 'reopen' });
});

it('a report that joins an accepted finding is suppressed too', () => {
  const second = observation({ messageId: 'm-2', finding: { id: 'second', productArn: 'arn:p' } });
  const state = reduce(asleep, { type: 'observed', observation: second }, NOW);

  assert.deepEqual(next(state), { do: 'suppress' });
  assert.deepEqual(reduce(state, done, NOW).phase, asleep.phase);
});

it('an accepted finding whose source says PASSED is verified, and stays accepted when not compliant', () => {
  const says = observation({ messageId: 'm-2', compliance: 'PASSED' });
  const looking = reduce(asleep, { type: 'observed', observation: says }, NOW);

  assert.deepEqual(next(looking), { do: 'verify' });
  assert.deepEqual(reduce(looking, verified('open'), NOW).phase, asleep.phase);
  assert.deepEqual(next(reduce(looking, verified('fixed'), NOW)), { do: 'close' });
});

it('an exception that Security Hub refuses to show is not in force', () => {
  const state = reduce(
    take(waits, accept()),
    { type: 'suppressed', result: { status: 'refused', refusals } },
    NOW,
  );

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.equal(state.exception, null);
});

it('an exception ends even when Security Hub cannot be updated, and human review says why', () => {
  const ended = pass(asleep, NOW + 100 * DAY);
  const refused: LifecycleEvent = { type: 'reopened', result: { status: 'refused', refusals } };
  const failed: LifecycleEvent = { type: 'failed', work: 'reopen', failure: 'timed out' };

  for (const event of [refused, failed]) {
    const state = reduce(ended, event, NOW + 100 * DAY);
    assert.equal(state.phase.name, 'HUMAN_REVIEW');
    assert.equal(state.exception, null);
  }
});

it('a CRITICAL risk needs two different people to accept it', () => {
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

it('a second request replaces the first, and the story names whose', () => {
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

it('the proof decides who the person is, not the name in the message', () => {
  const critical = { ...waits, timetable: { ...waits.timetable, fourEyesApproval: true } };
  const first = take(critical, decision({ id: 'd-1' }));
  const forged = decision({ id: 'd-2', actor: 'ben' });
  const check = { trusted: true, because: 'proof', actor: 'ana' };
  const asked = reduce(first, { type: 'decision', decision: forged }, NOW);
  const state = reduce(asked, { type: 'decisionChecked', id: 'd-2', check }, NOW);

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.match(state.story.unwritten.at(-1)?.text ?? '', /ana requested this/);
});

it('the lifecycle refuses a decision about another finding, an older episode or a lower severity', () => {
  const cases = [{ finding: 'other' }, { episode: 7 }, { severity: 'LOW' as const }];
  for (const changes of cases)
    assert.equal(
      decisionRefusal(waits, accept(changes), NOW)?.type,
      'StaleView',
      JSON.stringify(changes),
    );
});

it('an accepted finding that the audit opened again is suppressed again, by the decisions that still count', () => {
  const news = observation({ messageId: 'audit/1', reopened: true, look: true });
  const again = reduce(asleep, { type: 'observed', observation: news }, NOW);

  assert.deepEqual(next(again), { do: 'suppress' });
  assert.match(JSON.stringify(again.story), /closed in Security Hub without proof/);
  assert.deepEqual(reduce(again, done, NOW).phase, asleep.phase);
});
