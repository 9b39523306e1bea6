import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { SEVERITIES } from '../../../domain/finding.ts';
import { MOST_CHARACTERS, routeRules } from '../../../policies/routes.ts';
import type { RoutedType } from '../../../policies/routes.ts';
import { rawAction, rawEvent, rawFinding } from '../../builders/asff.ts';
import { matchesPattern } from './match-pattern.ts';

const TYPES: readonly RoutedType[] = [
  { securityHub: ['S3.2', 'S3.3', 'S3.8'], automated: true, approvalFrom: 'HIGH' },
  { securityHub: ['S3.4'], automated: true, approvalFrom: null },
  { securityHub: ['S3.14'], automated: false, approvalFrom: null },
];

function taken(event: unknown, types = TYPES): readonly string[] {
  const rules = routeRules(types).filter(({ pattern }) =>
    matchesPattern(JSON.parse(pattern), event),
  );
  return rules.map(({ name }) => name);
}

function report(control: string, label: string, more = {}): unknown {
  return rawEvent([
    rawFinding({
      Compliance: { Status: 'FAILED', SecurityControlId: control },
      Severity: { Label: label },
      ...more,
    }),
  ]);
}

it('each route takes the open reports of its types at its severities', () => {
  assert.deepEqual(taken(report('S3.8', 'MEDIUM')), ['closeloop-auto-remediable']);
  assert.deepEqual(taken(report('S3.8', 'CRITICAL')), ['closeloop-requires-approval']);
  assert.deepEqual(taken(report('S3.4', 'CRITICAL')), ['closeloop-auto-remediable']);
  assert.deepEqual(taken(report('S3.14', 'LOW')), ['closeloop-human-only']);
  assert.deepEqual(taken(report('EC2.8', 'HIGH')), ['closeloop-default']);
});

it('RESOLVED, PASSED, ARCHIVED, SUPPRESSED and custom actions take the default', () => {
  const others = [
    report('S3.8', 'HIGH', { Workflow: { Status: 'RESOLVED' } }),
    report('S3.8', 'HIGH', { Workflow: { Status: 'SUPPRESSED' } }),
    report('S3.8', 'HIGH', { Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' } }),
    report('S3.8', 'HIGH', { RecordState: 'ARCHIVED' }),
    rawAction([rawFinding()]),
  ];
  for (const event of others) assert.deepEqual(taken(event), ['closeloop-default']);
});

it('NOTIFIED takes the same route as NEW', () => {
  const event = report('S3.14', 'LOW', { Workflow: { Status: 'NOTIFIED' } });
  assert.deepEqual(taken(event), ['closeloop-human-only']);
});

it('no finding falls through and none takes two routes, whatever is missing', () => {
  const finding = fc.record({
    RecordState: status('ACTIVE', 'ARCHIVED'),
    Workflow: maybe(fc.record({ Status: status('NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED') })),
    Compliance: maybe(
      fc.record({
        Status: status('PASSED', 'FAILED', 'WARNING', 'NOT_AVAILABLE'),
        SecurityControlId: status('S3.8', 'S3.4', 'S3.14', 'EC2.8'),
      }),
    ),
    Severity: maybe(fc.record({ Label: status(...SEVERITIES) })),
  });
  fc.assert(
    fc.property(finding, fc.boolean(), (raw, asked) => {
      const event: unknown = JSON.parse(JSON.stringify(asked ? rawAction([raw]) : rawEvent([raw])));
      assert.equal(taken(event).length, 1, JSON.stringify(raw));
    }),
    { numRuns: 2000 },
  );
});

it('patterns keep to the limit with hundreds of controls, and still nothing falls through', () => {
  const many = Array.from({ length: 400 }, (_, at) => ({
    securityHub: [`Service${at}.${at}`],
    automated: true,
    approvalFrom: null,
  }));
  const rules = routeRules(many);
  assert.ok(rules.length > 4);
  assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
  for (const { pattern } of rules) assert.ok(pattern.length <= MOST_CHARACTERS);
  for (const { securityHub } of many) {
    assert.ok(taken(report(securityHub[0] ?? '', 'LOW'), many).length > 0);
  }
});

it('a route without types keeps its rule', () => {
  assert.deepEqual(
    routeRules([]).map(({ route }) => route),
    ['auto-remediable', 'requires-approval', 'human-only', 'default'],
  );
  assert.deepEqual(taken(report('S3.8', 'HIGH'), []), ['closeloop-default']);
});

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

function status(...values: readonly string[]): fc.Arbitrary<string | undefined> {
  return maybe(fc.constantFrom(...values));
}
