import assert from 'node:assert/strict';

import { revive } from '../../../activities/sweep/revive.ts';
import type { Observation } from '../../../domain/finding.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { fakeClock } from '../../builders/activity.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { ledgerRow } from '../../builders/story.ts';

/** What the sweep reports of an open lifecycle that Temporal lost, whose row is this. */
async function reported(changes: Partial<LedgerRow>): Promise<Observation> {
  const known = await fakeLedger().lifecycle(WORKFLOW_ID);
  assert.ok(known);
  const lifecycle = { ...known, ...ledgerRow(changes) };
  const reports: Observation[] = [];
  const deps = {
    ledger: {
      swept: async () => ({ status: 'open' as const, lifecycle, closing: null, watched: null }),
    },
    clock: fakeClock(),
    isRunning: async () => false,
    report: async (_id: string, _problem: object, observation: Observation) => {
      reports.push(observation);
    },
  };
  assert.equal(await revive(deps, WORKFLOW_ID), 'revived');
  const [only] = reports;
  assert.ok(only);
  return only;
}

it('a lifecycle that was lost begins again with the people who had it', async () => {
  const rows: readonly (readonly [Partial<LedgerRow>, RegExp])[] = [
    [{ phase: 'VERIFY', withPeople: 'rejected by ana' }, /^rejected by ana; Temporal lost/],
    [{ phase: 'HUMAN_REVIEW', reason: 'nobody approved' }, /^nobody approved; /],
    [{ phase: 'ACCEPTED', exception: EXCEPTION }, /^accepted by barbara; /],
  ];
  for (const [row, why] of rows) assert.match((await reported(row)).withPeople ?? '', why);
});

it('one that nobody had begins again by the table', async () => {
  assert.equal((await reported({ phase: 'REMEDIATE' })).withPeople, undefined);
});

const EXCEPTION = {
  by: 'barbara',
  confirmedBy: null,
  why: 'the partner moves',
  since: '2026-11-23T06:00:00.000Z',
  until: '2026-12-23T06:00:00.000Z',
  severity: 'LOW',
} as const;
