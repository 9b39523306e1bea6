import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import type { ImportCheck } from '../../../domain/exception.ts';
import { SEVERITIES } from '../../../domain/finding.ts';
import type { Severity } from '../../../domain/finding.ts';
import { importedUntil } from '../../../domain/lifecycle/imported.ts';
import { reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { decision, importedAcceptance } from '../../builders/decision.ts';
import { timetable } from '../../builders/triage-result.ts';
import { after, NOW, triaged } from './script.ts';

const { most } = timetable.acceptance;

const importing = importedAcceptance();
const end = Date.parse(importing.until);
const grant: ImportCheck = { granted: true, importer: 'margaret', why: 'note of olga', until: end };

/** An import of a HIGH finding, where two people accept from `fourEyesFrom` on. */
function imports(fourEyesFrom: Severity | null, imported: ImportCheck = grant): State {
  const acceptance = { ...timetable.acceptance, fourEyesFrom };
  return after(
    { type: 'imported', acceptance: importing },
    triaged({ imported, timetable: { ...timetable, acceptance } }),
  );
}

/** The same end, accepted by `actor` and believed. */
function accepts(state: State, actor: string, isRequester?: true): State {
  const sent = decision({
    id: `a-${actor}`,
    decision: 'accept',
    actor,
    planHash: null,
    until: importing.until,
    why: 'agreed',
  });
  const asked = reduce(state, { type: 'decision', decision: sent }, NOW);
  const check = { trusted: true, because: 'test', ...(isRequester ? { isRequester } : {}) };
  return reduce(asked, { type: 'decisionChecked', id: sent.id, check }, NOW);
}

describe('an import', () => {
  it('an import is the acceptance of the person who imports, below the severity for two people', () => {
    const state = imports('CRITICAL');
    assert.equal(state.phase.name, 'SUPPRESS');
    assert.deepEqual([state.exception?.by, state.exception?.confirmedBy], ['margaret', null]);
  });

  it('an import waits in human review for a second person from the severity for two people on', () => {
    const state = imports('HIGH');
    assert.equal(state.phase.name, 'HUMAN_REVIEW');
    assert.equal(state.exception, null);
    assert.deepEqual(
      [state.request?.decision, state.request?.actor, state.request?.until],
      ['accept', 'margaret', importing.until],
    );
    const second = accepts(state, 'ben');
    assert.equal(second.phase.name, 'SUPPRESS');
    assert.deepEqual([second.exception?.by, second.exception?.confirmedBy], ['margaret', 'ben']);
    assert.equal(second.exception?.why, 'note of olga');
  });

  it('an import is not confirmed by the person who imports, under whatever name', () => {
    assert.equal(accepts(imports('LOW'), 'margaret').phase.name, 'HUMAN_REVIEW');
    assert.equal(accepts(imports('LOW'), 'maggie', true).phase.name, 'HUMAN_REVIEW');
  });

  it('of an older history, which two people had to see nowhere, replays as it went', () => {
    const older = { granted: true, by: 'note of olga', confirmedBy: 'margaret', why: 'w' };
    assert.equal(imports('LOW', { ...older, granted: true, until: end }).phase.name, 'SUPPRESS');
  });
});

it('an imported exception ends in the last quarter of what policy allows, always at the same time', () => {
  const anything = fc.record({
    id: fc.string({ minLength: 1 }),
    severity: fc.constantFrom(...SEVERITIES),
    now: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
  });
  fc.assert(
    fc.property(anything, ({ id, severity, now }) => {
      const until = importedUntil(id, most, { severity, now });
      const longest = most[severity] * 1000;
      assert.ok(until <= now + longest);
      assert.ok(until > now + longest * 0.75 - 60_000);
      assert.equal(until, importedUntil(id, most, { severity, now }));
    }),
  );
});

it('the ends of a thousand imported exceptions spread over many days', () => {
  const days = Array.from({ length: 1000 }, (_, n) =>
    Math.floor(
      importedUntil(`S3.PublicAccess:${n}`, most, { severity: 'LOW', now: 0 }) / 86_400_000,
    ),
  );
  const busiest = Math.max(
    ...[...new Set(days)].map((day) => days.filter((d) => d === day).length),
  );
  assert.ok(busiest < 40, `${busiest} on one day`);
});
