/** The exact number of Temporal Cloud actions of each scenario: a change of cost is then always noticed. */
import assert from 'node:assert/strict';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { CODE_SCENARIOS } from '../replay/code-scenarios.ts';
import { recordHistory } from '../replay/live.ts';
import { SCENARIOS as USUAL } from '../replay/scenarios.ts';
import { actions } from './actions.ts';
import { devServer } from './environment.ts';
import { stop } from './shared-workers.ts';

const SCENARIOS = { ...USUAL, ...CODE_SCENARIOS };

let env: TestWorkflowEnvironment;
before(async () => {
  env = await devServer();
});
after(async () => {
  await stop(env);
});

/** Billable actions, up to the point at which the scenario stops. */
const COSTS: Readonly<Record<string, number>> = {
  'already-fixed': 4,
  'automatic-fixed': 9,
  'waits-for-approval': 5,
  'approved-by-update': 14,
  'approved-in-the-web-ui': 14,
  'rejected-and-with-people': 10,
  'unknown-type-with-people': 5,
  'runbook-failed': 7,
  settling: 6,
  'people-repaired-it': 9,
  'accepted-and-asleep': 2,
  'accepted-extended-and-revoked': 24,
  'accepted-by-two-in-the-web-ui': 16,
  'expired-and-triaged-anew': 18,
  'reminded-escalated-and-assigned': 13,
  'attested-and-closed': 18,
  'withdrawn-by-its-source': 9,
  // One attempt and one merge hint. Each merge check before it costs a timer and an activity more.
  'merged-applied-and-closed': 13,
  'both-merged-and-closed': 17,
  // Noting it in Security Hub costs nothing extra: the same activity writes the ledger.
  'no-fix-was-found': 8,
};

for (const [name, cost] of Object.entries(COSTS)) {
  it(`${name} costs ${cost} actions`, async () => {
    const scenario = SCENARIOS[name];
    assert.ok(scenario, `no scenario ${name}`);

    assert.equal(actions(await recordHistory(env, name, scenario)), cost);
  });
}
