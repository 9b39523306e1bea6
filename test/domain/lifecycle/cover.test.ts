/** A finding under a wider exception goes the way of an accepted one, and nobody changes it by itself. */
import assert from 'node:assert/strict';

import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { next, reduce } from '../../../domain/lifecycle/machine.ts';
import type { LifecycleState } from '../../../domain/lifecycle/state.ts';
import type { Cover } from '../../../domain/scoped-exception/state.ts';
import { decision } from './sample.ts';
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
const then = (state: LifecycleState, ...events: LifecycleEvent[]) =>
  events.reduce((s, event) => reduce(s, event, NOW), state);

describe('a finding under a wider exception', () => {
  it('sleeps until the end of the exception, with both people and its id', () => {
    assert.deepEqual(covered.phase, { name: 'ACCEPTED', deadline: cover.until });
    const { scope, by, confirmedBy } = covered.exception ?? {};
    assert.deepEqual([scope, by, confirmedBy], [cover.id, 'ana', 'ben']);
    assert.deepEqual(next(covered), { do: 'wait', until: cover.until });
  });

  it('is closed rather than covered where it is fixed', () => {
    const verification = { ...covered.verification, verdict: 'fixed' };
    assert.equal(after(triaged({ cover, verification })).phase.name, 'CLOSE');
  });

  it('is found when people wait: only that is asked, and where nothing covers it nothing changes', () => {
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

  it('comes back when the exception is over, follows its new end, and stays otherwise', () => {
    const asks = then(covered, hint('h-2'));
    assert.equal(then(asks, triaged({})).phase.name, 'REOPEN');
    assert.deepEqual(then(asks, triaged({ cover })).phase, covered.phase);
    const longer = { ...cover, until: cover.until + DAY };
    assert.equal(then(asks, triaged({ cover: longer }), done).exception?.until, longer.until);
  });

  it('comes back to people when nobody can say whether it is covered', () => {
    const asks = then(covered, hint('h-3'));
    const failed = then(asks, { type: 'failed', work: 'triage', failure: 'away' });
    assert.deepEqual(
      [failed.phase.name, failed.phase.name === 'REOPEN' && failed.phase.to],
      ['REOPEN', 'HUMAN_REVIEW'],
    );
  });

  it('is neither extended nor revoked by itself', () => {
    for (const kind of ['extend', 'revoke'] as const) {
      const until = new Date(NOW + 90 * DAY).toISOString();
      const said = decision({ decision: kind, planHash: null, until });
      assert.match(
        decisionRefusal(covered, said, NOW)?.message ?? '',
        /exception exception:1 covers it/,
      );
    }
  });

  it('stays when it becomes HIGH, and is reviewed when it becomes CRITICAL', () => {
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

  it('is heard of after a running step, and forgotten by a later triage', () => {
    const running = then(after(triaged()), hint('h-5'));
    assert.equal(next(running).do, 'remediate');
    const settled = then(running, {
      type: 'remediated',
      result: { status: 'refused', reason: 'not now' },
    });
    assert.deepEqual([next(settled).do, settled.phase.name], ['triage', 'TRIAGE']);
  });

  it('leaves alone what a person accepted for itself', () => {
    const own = { ...covered, exception: covered.exception && { ...covered.exception } };
    const { scope: _scope, ...exception } = own.exception ?? {};
    const accepted = { ...own, exception } as LifecycleState;
    assert.equal(then(accepted, hint('h-6')).phase.name, 'ACCEPTED');
    assert.equal(then(accepted, hint('h-6'), verified('open')).phase.name, 'ACCEPTED');
  });
});
