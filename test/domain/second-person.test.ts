/** What people are told about second people before they decide, judged by what the lifecycle then does. */
import assert from 'node:assert/strict';

import fc from 'fast-check';

import { SEVERITIES } from '../../domain/finding.ts';
import { ledgerRow } from '../../domain/lifecycle/ledger-row.ts';
import { reduce } from '../../domain/lifecycle/machine.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import { secondPersonFor } from '../../domain/second-person.ts';
import { decision } from '../builders/decision.ts';
import { timetable } from '../builders/triage-result.ts';
import { after, NOW, triaged } from './lifecycle/script.ts';

const until = '2026-11-20T00:00:00Z';
const DECIDED = ['approve', 'accept', 'reject', 'assign'] as const;
const severity = fc.constantFrom(...SEVERITIES);

interface Life {
  readonly to: 'people' | 'approval';
  readonly severity: (typeof SEVERITIES)[number];
  readonly acceptFrom: (typeof SEVERITIES)[number] | null;
  readonly approval: boolean;
  readonly withPeople: boolean;
  readonly undoing: boolean;
}

const life: fc.Arbitrary<Life> = fc.record({
  to: fc.constantFrom('people', 'approval'),
  severity,
  acceptFrom: fc.option(severity, { nil: null }),
  approval: fc.boolean(),
  withPeople: fc.boolean(),
  undoing: fc.boolean(),
});

function stateOf(of: Life): State {
  const acceptance = { ...timetable.acceptance, fourEyesFrom: of.acceptFrom };
  const rules = { ...timetable, acceptance, fourEyesApproval: of.approval };
  const state = after(triaged({ route: { to: of.to, because: 'test' }, timetable: rules }));
  const undo = { decision: decision({ decision: 'undo', actor: 'cai' }), checked: true };
  // Who has it is set below: human review would have it in any case.
  const { withPeople: _had, ...rest } = state;
  return {
    ...rest,
    severity: of.severity,
    ...(of.withPeople ? { withPeople: 'a failure' } : {}),
    ...(of.undoing ? { undo } : {}),
  };
}

/** True where the lifecycle then waits for a second person; null where it refuses. */
function asksSecond(state: State, decided: (typeof DECIDED)[number]): boolean | null {
  const planHash = decided === 'approve' || decided === 'reject' ? state.plan?.hash : undefined;
  const said = decision({
    id: 'd-1',
    decision: decided,
    actor: 'ana',
    why: 'w',
    episode: state.episode ?? 0,
    severity: state.severity,
    planHash: planHash ?? null,
    until: decided === 'accept' ? until : null,
    team: decided === 'assign' ? 'data' : null,
  });
  const asked = reduce(state, { type: 'decision', decision: said }, NOW);
  if (asked.pending === null) return null;
  const check = { trusted: true, because: 'test' };
  const checked = reduce(asked, { type: 'decisionChecked', id: 'd-1', check }, NOW);
  return checked.story.unwritten.some(({ kind }) => kind === 'second-asked');
}

it('people are told of a second person exactly where the lifecycle then asks for one', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(life, fc.constantFrom(...DECIDED), (of, decided) => {
      const state = stateOf(of);
      const asks = asksSecond(state, decided);
      fc.pre(asks !== null);
      const told = secondPersonFor(ledgerRow(state), decided);
      seen.add(`${decided} ${told.second}`);
      assert.equal(told.second === 'needed', asks, JSON.stringify(told));
    }),
    { numRuns: 500 },
  );
  for (const one of ['approve needed', 'approve not-needed', 'accept needed', 'accept not-needed'])
    assert.ok(seen.has(one), one);
});

it('who else must agree is explained by severity, by who has the finding and by who requested it', () => {
  const base = { to: 'people', severity: 'CRITICAL', acceptFrom: 'HIGH', approval: true } as const;
  const row = ledgerRow(stateOf({ ...base, withPeople: true, undoing: false }));

  assert.deepEqual(secondPersonFor(row, 'accept'), {
    second: 'needed',
    because: 'policy asks for two people from HIGH on, and this is CRITICAL',
    quote: null,
  });
  assert.deepEqual(secondPersonFor(row, 'approve'), {
    second: 'needed',
    because: 'people have this finding, so a person and not Closeloop proposes the change',
    quote: 'a failure',
  });
  const request = { decision: 'accept', by: 'ben', why: 'w', until, planHash: null } as const;
  assert.partialDeepStrictEqual(secondPersonFor({ ...row, request }, 'accept'), {
    second: 'you',
    quote: 'ben',
  });
  const undo = { by: 'cai', why: 'w' };
  const asked = { ...row, undo, phase: 'AWAITING_APPROVAL' };
  assert.partialDeepStrictEqual(secondPersonFor(asked, 'approve'), {
    second: 'you',
    quote: 'cai',
  });
  const { fourEyes: _absent, ...older } = row;
  assert.equal(secondPersonFor(older, 'accept').second, 'unknown');
});
