import assert from 'node:assert/strict';

import fc from 'fast-check';

import {
  firstRecheckAfter,
  nextSampledRecheck,
  nextDailyRecheck,
} from '../../../activities/sweep/watching.ts';

const DAY = 24 * 3600 * 1000;
const WEEK = 7 * DAY;
const AT = '2026-11-23T06:00:00.000Z';
const ids = Array.from({ length: 4_000 }, (_, n) => `S3.PublicAccess:111122223333:bucket-${n}`);
const weekOf = (at: string) => Math.floor(Date.parse(at) / WEEK);

describe('when a closed problem is checked again', () => {
  it('first a day after its close, and a day after a check that could not read it', () => {
    assert.equal(firstRecheckAfter(AT), '2026-11-24T06:00:00.000Z');
    assert.equal(nextDailyRecheck(AT), '2026-11-24T06:00:00.000Z');
  });

  it('then in a week that is drawn: one of twenty in each', () => {
    const next = ids.filter((id) => weekOf(nextSampledRecheck(id, AT)) === weekOf(AT) + 1);

    assert.ok(next.length > 140 && next.length < 260, `${next.length} of ${ids.length}`);
  });

  it('the next sampled recheck is in a later week, within a year, and the same for the same arguments', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        (id, at) => {
          const after = at.toISOString();
          const next = nextSampledRecheck(id, after);
          assert.equal(nextSampledRecheck(id, after), next);
          const weeks = weekOf(next) - weekOf(after);
          assert.ok(weeks >= 1 && weeks <= 52, `${weeks} weeks`);
        },
      ),
    );
  });

  it('the sampled rechecks are spread over the week', () => {
    const days = new Set(ids.map((id) => new Date(nextSampledRecheck(id, AT, 1)).getUTCDay()));

    assert.equal(days.size, 7);
  });
});
