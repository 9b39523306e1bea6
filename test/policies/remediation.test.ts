import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { SEVERITIES } from '../../domain/finding.ts';
import { timetableFor } from '../../policies/deadlines.ts';
import { MODES, PATHS, modeFor, routeFor, tableOf } from '../../policies/remediation.ts';
import type { RemediationRow } from '../../policies/remediation.ts';
import { timetable } from '../builders/triage-result.ts';

const ROW: RemediationRow = {
  type: 'S3.PublicAccess',
  automated: true,
  mode: 'enforce',
  modes: {},
  path: 'runtime',
  approvalFrom: 'HIGH',
};
const ACCOUNT = '111122223333';
const to = (row: RemediationRow | null, severity: (typeof SEVERITIES)[number] = 'MEDIUM') =>
  routeFor(row, severity, ACCOUNT).to;

describe('the remediation table', () => {
  it('a type without a remediation row goes to human review', () => {
    assert.equal(to(null), 'people');
    assert.equal(modeFor(null, ACCOUNT), 'shadow');
  });

  it('the remediation table names its commit, and says when its file was edited since', () => {
    const commit = '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d';
    assert.equal(tableOf(commit), 'remediation table, commit 1a2b3c4d5e6f');
    assert.equal(
      tableOf(`${commit}-dirty`),
      'remediation table, commit 1a2b3c4d5e6f, edited since',
    );
    assert.equal(tableOf('v1.2'), 'remediation table, commit v1.2');
    assert.equal(tableOf('no-commit'), 'remediation table');
  });

  it('a type that is not automated goes to human review', () => {
    assert.equal(to({ ...ROW, automated: false }), 'people');
    assert.equal(to({ ...ROW, path: 'human' }), 'people');
    assert.equal(to({ ...ROW, path: 'code' }), 'people');
  });

  it('a finding needs an approval from the severity of its remediation row up', () => {
    assert.equal(to(ROW, 'MEDIUM'), 'automatic');
    assert.equal(to(ROW, 'HIGH'), 'approval');
    assert.equal(to(ROW, 'CRITICAL'), 'approval');
    for (const severity of SEVERITIES) {
      assert.equal(to({ ...ROW, approvalFrom: null }, severity), 'automatic');
      assert.equal(to({ ...ROW, approvalFrom: 'INFORMATIONAL' }, severity), 'approval');
    }
  });

  it('a type in shadow mode needs no approval', () => {
    const route = routeFor({ ...ROW, mode: 'shadow' }, 'CRITICAL', ACCOUNT);
    assert.equal(route.to, 'automatic');
    assert.match(
      route.because,
      /shadow mode: planned only, nothing is written; enforced, .*HIGH up/,
    );
  });

  it('the mode of an account overrides the mode of the type', () => {
    const row = { ...ROW, modes: { [ACCOUNT]: 'shadow' } as const };
    assert.equal(modeFor(row, ACCOUNT), 'shadow');
    assert.equal(modeFor(row, '444455556666'), 'enforce');
    assert.equal(modeFor(ROW, 'constructor'), 'enforce');
    const watched = { ...ROW, mode: 'shadow', modes: { [ACCOUNT]: 'enforce' } } as const;
    assert.equal(modeFor(watched, ACCOUNT), 'enforce');
  });

  it('a higher severity never needs fewer approvals', () => {
    const bold = { people: 0, approval: 1, automatic: 2 };
    const row = fc.record({
      type: fc.constant('S3.PublicAccess'),
      automated: fc.boolean(),
      mode: fc.constantFrom(...MODES),
      modes: fc.dictionary(fc.constantFrom(ACCOUNT, '444455556666'), fc.constantFrom(...MODES)),
      path: fc.constantFrom(...PATHS),
      approvalFrom: fc.constantFrom(null, ...SEVERITIES),
    });
    fc.assert(
      fc.property(row, (random) => {
        const boldness = SEVERITIES.map((severity) => bold[to(random, severity)]);
        assert.deepEqual(
          boldness,
          [...boldness].sort((a, b) => b - a),
        );
        assert.ok(random.automated || boldness.every((b) => b === 0));
      }),
    );
  });
});

describe('deadlines', () => {
  it('deadlines become a timetable in seconds that begins with the wait of the control', () => {
    const hours = { INFORMATIONAL: 5, LOW: 4, MEDIUM: 3, HIGH: 2, CRITICAL: 0.5 };
    const escalationHours = { lead: hours, defaultTeam: hours, securityLead: hours };
    const deadlines = {
      approvalHours: hours,
      reviewHours: hours,
      escalationHours,
      remindAt: [0.5],
      mergeHours: hours,
      mergeLookMinutes: 15,
      roundWaitsMinutes: [30, 0.1],
    };
    const { acceptance, ladder } = timetable;
    const returns = { regressionDays: 30, flapping: { episodes: 3, days: 7, dwellHours: 1 } };
    const signIn = { namedBySession: [], users: {} };
    const believed = {
      signIn,
      trustUnprovenUpTo: null,
      trustChannelsUpTo: null,
      evidenceReaders: 'deciders' as const,
    };
    const scoped = { protectedTags: [], confirmedBy: null, askSeconds: 3600 };
    const decisions = { ...believed, scoped, acceptance, fourEyesApproval: true, returns };
    const seconds = {
      INFORMATIONAL: 18_000,
      LOW: 14_400,
      MEDIUM: 10_800,
      HIGH: 7200,
      CRITICAL: 1800,
    };
    assert.deepEqual(timetableFor(deadlines, decisions, { settleSeconds: 300, ladder }), {
      settle: [300, 1800, 6],
      approval: seconds,
      ladder,
      remindAt: [0.5],
      acceptance,
      fourEyesApproval: true,
      merge: seconds,
      mergeLook: 900,
    });
    const inAll = timetableFor({ ...deadlines, reviewHoursInAll: hours }, decisions, {
      settleSeconds: 300,
      ladder,
    });
    assert.deepEqual(inAll.inAll, seconds);
  });
});
