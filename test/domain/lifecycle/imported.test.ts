import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { SEVERITIES } from '../../../domain/finding.ts';
import { importedUntil } from '../../../domain/lifecycle/imported.ts';
import { timetable } from './sample.ts';

const { most } = timetable.acceptance;

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
