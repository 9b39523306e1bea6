/** From when on a lifecycle follows today's rules: histories from before replay under their own. */
import assert from 'node:assert/strict';

import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { begin, reduce } from '../../../domain/lifecycle/machine.ts';
import { FIRST_RULES, reduceByTodaysRules } from '../../../domain/lifecycle/rules.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { observation } from '../../builders/finding.ts';
import { opening } from '../../builders/problem.ts';
import { planHash } from '../../builders/triage-result.ts';
import { approvalAsked, deadline, NOW, recheck, remediated, triaged, verified } from './script.ts';

const automatic = triaged();
const plan = { hash: planHash, summary: 'stored whole', stored: true } as const;
const stored = triaged({ route: approvalAsked.route, plan });
const cancel: LifecycleEvent = {
  type: 'cancel',
  command: { id: 'stop', actor: 'ana', why: 'not now' },
};

const take = (may: boolean) => (state: State, event: LifecycleEvent) =>
  reduceByTodaysRules(state, event, { now: NOW, mayFollow: () => may, mayAskAgain: () => may });

it('a lifecycle from before these rules follows them as soon as its worker may record it', () => {
  const old = begin({ ...opening, rules: FIRST_RULES }, observation(), NOW);
  const before = [stored, cancel].reduce((state, event) => reduce(state, event, NOW), old);
  const replayed = [recheck, verified('open')].reduce(take(false), before);
  const live = [recheck, verified('open')].reduce(take(true), before);

  assert.equal(replayed.withPeople, undefined);
  assert.equal(live.withPeople, 'cancelled by ana: not now');
  assert.equal(live.phase.name, 'HUMAN_REVIEW');
});

const mayFollow = () => assert.fail('it asks, and a history would hold a marker');

it('an automatic fix never asks whether it may follow today’s rules', () => {
  const old = begin({ ...opening, rules: FIRST_RULES }, observation(), NOW);
  const closed: LifecycleEvent = { type: 'closed', result: { status: 'closed', remarks: [] } };
  const end = [automatic, remediated, deadline, verified('fixed'), closed].reduce(
    (state, event) =>
      reduceByTodaysRules(state, event, { now: NOW, mayFollow, mayAskAgain: mayFollow }),
    old,
  );

  assert.equal(end.phase.name, 'CLOSED');
});
