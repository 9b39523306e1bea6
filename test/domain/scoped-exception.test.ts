/** Exceptions wider than one finding: two people, an end, and no way round either. */
import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { SEVERITIES } from '../../domain/finding.ts';
import { carriesTag, isAbout, scopeProblem } from '../../domain/scope.ts';
import { scopedRefusal } from '../../domain/scoped-exception/decisions.ts';
import { beginScoped, nextScoped, reduceScoped } from '../../domain/scoped-exception/machine.ts';
import type { ScopedEvent } from '../../domain/scoped-exception/machine.ts';
import { SCOPED_DECISIONS } from '../../domain/scoped-exception/state.ts';
import type {
  ScopedCheck,
  ScopedDecision,
  ScopedState,
} from '../../domain/scoped-exception/state.ts';
import { scope, scopedDecision } from '../builders/decision.ts';
import { problem } from '../builders/problem.ts';
import { timetable } from '../builders/triage-result.ts';

const NOW = Date.parse('2026-11-01T10:00:00Z');
const DAY = 24 * 3_600_000;
const day = (days: number) => new Date(NOW + days * DAY).toISOString();
const { acceptance } = timetable;
const policy = { ...acceptance, askSeconds: 3 * 24 * 3600 };
const ok: ScopedCheck = { trusted: true, because: 'test', policy, hash: 'h' };

const fresh = beginScoped({ id: 'exception:1', scope, opener: 'run-1' }, NOW);

/** Sent, and believed. */
function take(state: ScopedState, said: Partial<ScopedDecision>, now = NOW): ScopedState {
  const decision = scopedDecision(said);
  const asked = reduceScoped(state, { type: 'decision', decision }, now);
  return reduceScoped(asked, { type: 'checked', id: decision.id, check: ok }, now);
}

const asked = take(fresh, { until: day(60) });
const confirm = { id: 'scoped-2', decision: 'confirm', hash: 'h', actor: 'ben' } as const;
const active = take(asked, confirm);
const extending = (until: string) =>
  scopedRefusal(active, scopedDecision({ id: 'scoped-3', decision: 'extend', until }), NOW)?.type;

function settled(state: ScopedState, now: number): ScopedState {
  let settling = state;
  for (let n = 0; n < 50; n += 1) {
    const step = nextScoped(settling);
    if (step.do === 'recordException')
      settling = reduceScoped(settling, { type: 'recorded', seq: settling.seq }, now);
    else if (step.do === 'wakeCovered')
      settling = reduceScoped(settling, { type: 'woken', because: settling.wake ?? '' }, now);
    else return settling;
  }
  return assert.fail('it never settles');
}

const about = (severity: (typeof SEVERITIES)[number], changes = {}) =>
  isAbout(scope, { problem: { ...problem, ...changes }, severity });

describe('a scoped exception', () => {
  it('a scoped exception is not confirmed by who requested it, under whatever name', () => {
    const decision = scopedDecision(confirm);
    const sent = reduceScoped(asked, { type: 'decision', decision }, NOW);
    const check = { ...ok, isRequester: true } as const;
    const own = reduceScoped(sent, { type: 'checked', id: decision.id, check }, NOW);
    assert.equal(own.phase.name, 'ASKED');
    assert.match(own.unwritten.at(-1)?.text ?? '', /another security lead has to confirm/);
  });

  it('a scoped exception is in force only after a second person confirms exactly the request', () => {
    assert.equal(asked.phase.name, 'ASKED');
    const refused = (changes: Partial<ScopedDecision>) =>
      scopedRefusal(asked, scopedDecision({ ...confirm, ...changes }), NOW)?.type;
    assert.equal(refused({ actor: 'ana' }), 'FourEyes');
    assert.equal(refused({ actor: ' ana ' }), 'FourEyes');
    assert.equal(refused({ hash: 'other' }), 'StaleView');
    assert.equal(refused({ hash: null }), 'StaleView');
    assert.equal(refused({}), undefined);
    assert.equal(extending(day(60)), 'InvalidExpiry');
    assert.equal(extending(day(61)), undefined);
    assert.deepEqual(
      [active.phase.name, active.grant?.by, active.grant?.confirmedBy],
      ['ACTIVE', 'ana', 'ben'],
    );
  });

  it('a scoped exception cannot be confirmed by its requester under another name', () => {
    const said = scopedDecision({ ...confirm, actor: 'somebody' });
    const pending = reduceScoped(asked, { type: 'decision', decision: said }, NOW);
    const check = { ...ok, actor: 'ana' };
    const still = reduceScoped(pending, { type: 'checked', id: said.id, check }, NOW);
    assert.equal(still.phase.name, 'ASKED');
    assert.match(still.unwritten.at(-1)?.text ?? '', /another security lead has to confirm/);
  });

  it('a scoped exception is written to the ledger before lifecycles are notified', () => {
    assert.equal(nextScoped(active).do, 'recordException');
    const recorded = reduceScoped(active, { type: 'recorded', seq: active.seq }, NOW);
    assert.equal(nextScoped(recorded).do, 'wakeCovered');
  });

  it('a request for a scoped exception that nobody confirms is declined', () => {
    const later = NOW + 3 * DAY;
    assert.deepEqual(nextScoped(settled(asked, NOW)), { do: 'wait', until: later });
    const over = reduceScoped(asked, { type: 'deadline' }, later);
    assert.deepEqual(over.phase, { name: 'ENDED', how: 'declined' });
    assert.equal(over.wake, null);
  });

  it('a scoped exception ends within policy, with all extensions', () => {
    const most = { ...acceptance.most, HIGH: 90 * 86_400 };
    const lifetime = { ...acceptance.lifetime, HIGH: 100 * 86_400 };
    const strict = { ...active, policy: { ...policy, most, lifetime } };
    const type = (until: string | null, now = NOW) =>
      scopedRefusal(strict, scopedDecision({ decision: 'extend', until }), now)?.type;
    for (const wrong of [null, 'soon', day(-1), day(91)])
      assert.equal(type(wrong), 'InvalidExpiry');
    assert.equal(type(day(101), NOW + 50 * DAY), 'InvalidExpiry');
    assert.equal(type(day(99), NOW + 50 * DAY), undefined);
  });

  it('an extension of a scoped exception needs two people; unconfirmed, the old end stays', () => {
    const longer = take(active, { id: 's-3', decision: 'extend', until: day(90), actor: 'ben' });
    assert.equal(longer.grant?.until, NOW + 60 * DAY);
    const silent = reduceScoped(longer, { type: 'deadline' }, NOW + 3 * DAY);
    assert.deepEqual([silent.request, silent.grant?.until], [null, NOW + 60 * DAY]);
    const extended = take(longer, { ...confirm, id: 's-4', actor: 'ana' });
    assert.deepEqual(
      [extended.grant?.until, extended.grant?.since, extended.phase.name],
      [NOW + 90 * DAY, NOW, 'ACTIVE'],
    );
    assert.match(extended.wake ?? '', /extended until/);
  });

  it('a scoped exception gives two heads-ups before it ends', () => {
    let state = settled(active, NOW);
    const kinds: string[] = [];
    for (let n = 0; n < 10 && state.phase.name === 'ACTIVE'; n += 1) {
      const step = nextScoped(state);
      assert.equal(step.do, 'wait');
      const now = step.do === 'wait' ? step.until : NOW;
      const next = reduceScoped(state, { type: 'deadline' }, now);
      kinds.push(...next.unwritten.map(({ kind, at }) => `${kind} ${at.slice(0, 10)}`));
      state = settled(next, now);
    }
    assert.deepEqual(kinds, ['expiring 2026-12-17', 'expiring 2026-12-30', 'expired 2026-12-31']);
    assert.equal(nextScoped(state).do, 'end');
  });

  it('one person can revoke a scoped exception, and covered lifecycles are notified', () => {
    const over = take(active, { id: 's-5', decision: 'revoke', actor: 'cai' });
    assert.deepEqual(over.phase, { name: 'ENDED', how: 'revoked' });
    assert.match(over.wake ?? '', /revoked by cai/);
  });

  it('a scoped exception retries failed writes and notifications after an hour', () => {
    const failed = reduceScoped(
      active,
      { type: 'failed', work: 'recordException', failure: 'away' },
      NOW,
    );
    assert.deepEqual(nextScoped(failed), { do: 'wait', until: NOW + 3_600_000 });
    const again = reduceScoped(failed, { type: 'deadline' }, NOW + 3_600_000);
    assert.equal(nextScoped(again).do, 'recordException');
    assert.match(again.wake ?? '', /accepted/);
  });

  it('a scope covers no CRITICAL finding, no other control, no other account and no other tag', () => {
    assert.deepEqual(
      SEVERITIES.map((severity) => about(severity)),
      [true, true, true, true, false],
    );
    assert.equal(about('LOW', { control: 'S3.MissingVersioning' }), false);
    assert.equal(about('LOW', { control: null }), false);
    assert.equal(about('LOW', { account: '444455556666' }), false);
    const tagged = { ...scope, tag: { key: 'Exempt', value: 'yes' } };
    assert.equal(carriesTag(tagged, { Exempt: 'yes' }), true);
    for (const tags of [{}, { Exempt: 'no' }, { exempt: 'yes' }, null])
      assert.equal(carriesTag(tagged, tags), false);
    assert.match(scopeProblem({ ...scope, account: null }) ?? '', /narrower/);
  });
});

const people = fc.constantFrom('ana', 'ben', 'cai', ' ana ');
const anything: fc.Arbitrary<ScopedEvent> = fc.oneof(
  fc
    .record({
      id: fc.nat({ max: 40 }).map(String),
      decision: fc.constantFrom(...SCOPED_DECISIONS),
      actor: people,
      hash: fc.constantFrom('h', 'g', null),
      until: fc.option(fc.integer({ min: -5, max: 900 }).map(day), { nil: null }),
    })
    .map((said) => ({ type: 'decision' as const, decision: scopedDecision(said) })),
  fc
    .record({ trusted: fc.boolean(), hash: fc.constantFrom('h', 'g') })
    .map((check) => ({ type: 'checked' as const, id: '', check: { ...ok, ...check } })),
  fc.constant({ type: 'deadline' as const }),
  fc.constantFrom('checkScopedDecision', 'recordException', 'wakeCovered').map((work) => ({
    type: 'failed' as const,
    work,
    failure: 'no',
  })),
);

it('in random event sequences a scoped exception has two people, ends within policy and always has a next step', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anything, fc.nat({ max: 40 })), { maxLength: 60 }), (life) => {
      let state = fresh;
      let now = NOW;
      for (const [event, days] of life) {
        now += days * DAY;
        const step = nextScoped(state);
        if (step.do === 'wait' && step.until < now)
          state = reduceScoped(state, { type: 'deadline' }, now);
        const own = event.type === 'checked' ? { ...event, id: state.pending?.id ?? '' } : event;
        state = settled(reduceScoped(state, own, now), now);
        const { grant, phase } = state;
        if (phase.name === 'ACTIVE') {
          assert.ok(grant !== null && grant.by.trim() !== grant.confirmedBy.trim());
          assert.ok(grant.until - grant.since <= acceptance.lifetime.HIGH * 1000);
          assert.equal(phase.deadline, grant.until);
        }
        const next = nextScoped(state);
        assert.ok(next.do !== 'wait' || Number.isFinite(next.until));
      }
    }),
  );
});
