/** Findings under a scoped exception: treated as accepted, and not decided one by one. */
import assert from 'node:assert/strict';

import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { next, reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import type { Cover } from '../../../domain/scoped-exception/state.ts';
import { decision } from '../../builders/decision.ts';
import { after, approvalAsked, HOUR, NOW, people, seen, triaged, verified } from './script.ts';

const DAY = 24 * HOUR;
const cover: Cover = {
  id: 'exception:1',
  by: 'ana',
  confirmedBy: 'ben',
  why: 'a static site',
  since: NOW,
  until: NOW + 60 * DAY,
};
const hint = (id: string): LifecycleEvent => ({
  type: 'exceptionsChanged',
  hint: { id, exception: cover.id, because: 'it changed' },
});
const done: LifecycleEvent = { type: 'suppressed', result: { status: 'done', remarks: [] } };
const recorded: LifecycleEvent = { type: 'recorded', seq: 99, episode: 1 };
const covered = after(triaged({ cover }), done, recorded);
const then = (state: State, ...events: LifecycleEvent[]) =>
  events.reduce((s, event) => reduce(s, event, NOW), state);

describe('a finding under a scoped exception', () => {
  it('a covered finding sleeps until the exception’s end and names both people and the exception', () => {
    assert.deepEqual(covered.phase, { name: 'ACCEPTED', deadline: cover.until });
    const { scope, by, confirmedBy } = covered.exception ?? {};
    assert.deepEqual([scope, by, confirmedBy], [cover.id, 'ana', 'ben']);
    assert.deepEqual(next(covered), { do: 'wait', until: cover.until });
  });

  it('a compliant finding closes instead of being covered', () => {
    const verification = { ...covered.verification, verdict: 'fixed' };
    assert.equal(after(triaged({ cover, verification })).phase.name, 'CLOSE');
  });

  it('a changed exception makes a waiting finding check its cover, and nothing changes without one', () => {
    for (const waits of [
      after(people, recorded),
      after({ type: 'triaged', result: approvalAsked }),
    ]) {
      const looks = then(waits, hint('h-1'));
      assert.equal(next(looks).do, 'triage');
      const same = then(looks, triaged({ route: { to: 'automatic', because: 'the table' } }));
      assert.deepEqual(same.phase, waits.phase);
      assert.equal(then(looks, triaged({ cover })).phase.name, 'SUPPRESS');
      assert.equal(then(same, hint('h-1')), same);
    }
  });

  it('a covered finding reopens when the exception is over and follows an extended end', () => {
    const asks = then(covered, hint('h-2'));
    assert.equal(then(asks, triaged({})).phase.name, 'REOPEN');
    assert.deepEqual(then(asks, triaged({ cover })).phase, covered.phase);
    const longer = { ...cover, until: cover.until + DAY };
    assert.equal(then(asks, triaged({ cover: longer }), done).exception?.until, longer.until);
  });

  it('a covered finding goes to human review when its cover cannot be checked', () => {
    const asks = then(covered, hint('h-3'));
    const failed = then(asks, { type: 'failed', work: 'triage', failure: 'away' });
    assert.deepEqual(
      [failed.phase.name, failed.phase.name === 'REOPEN' && failed.phase.to],
      ['REOPEN', 'HUMAN_REVIEW'],
    );
  });

  it('the lifecycle refuses to extend or revoke the exception of a single covered finding', () => {
    for (const kind of ['extend', 'revoke'] as const) {
      const until = new Date(NOW + 90 * DAY).toISOString();
      const said = decision({ decision: kind, planHash: null, until });
      assert.match(
        decisionRefusal(covered, said, NOW)?.message ?? '',
        /exception exception:1 covers it/,
      );
    }
  });

  it('a covered finding stays covered as HIGH and goes to human review as CRITICAL', () => {
    const low = then({ ...covered, severity: 'LOW' }, seen({ messageId: 'm-8', severity: 'HIGH' }));
    assert.equal(low.phase.name, 'ACCEPTED');
    for (const state of [covered, then(covered, hint('h-4'))]) {
      const worse = then(state, seen({ messageId: 'm-9', severity: 'CRITICAL' }));
      assert.deepEqual(
        [worse.phase.name, worse.phase.name === 'REOPEN' && worse.phase.to],
        ['REOPEN', 'HUMAN_REVIEW'],
      );
    }
  });

  it('a changed exception is checked after a running step, unless triage ran meanwhile', () => {
    const running = then(after(triaged()), hint('h-5'));
    assert.equal(next(running).do, 'remediate');
    const settled = then(running, {
      type: 'remediated',
      result: { status: 'refused', reason: 'not now' },
    });
    assert.deepEqual([next(settled).do, settled.phase.name], ['triage', 'TRIAGE']);
  });

  it('a scoped exception does not change a finding that a person accepted itself', () => {
    const own = { ...covered, exception: covered.exception && { ...covered.exception } };
    const { scope: _scope, ...exception } = own.exception ?? {};
    const accepted = { ...own, exception } as State;
    assert.equal(then(accepted, hint('h-6')).phase.name, 'ACCEPTED');
    assert.equal(then(accepted, hint('h-6'), verified('open')).phase.name, 'ACCEPTED');
  });
});
