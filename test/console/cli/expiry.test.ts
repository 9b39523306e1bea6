import assert from 'node:assert/strict';

import { parseDays, parseUntil, resolveEnd } from '../../../console/cli/expiry.ts';
import { closeloop } from '../cli.ts';
import { NOW } from '../rows.ts';

describe('an end', () => {
  for (const given of ['2026-12-31T00:00:00Z', '2026-12-31T18:00+01:00', '2028-02-29T00:00Z']) {
    it(`the end of an acceptance the end of an acceptance the end of an acceptance may be written ${given}, and stays as it was written`, () => {
      assert.equal(parseUntil(given), given);
    });
  }

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['2026-12-31', /no time zone/],
    ['2026-12-31T00:00:00', /no time zone/],
    ['31.12.2026', /Expected ISO 8601/],
    ['tomorrow', /Expected ISO 8601/],
    ['', /Expected ISO 8601/],
    ['2026-02-31T00:00:00Z', /calendar has no such day/],
    ['2026-02-29T00:00:00Z', /calendar has no such day/],
    ['2026-13-01T00:00:00Z', /Expected ISO 8601|no such day/],
  ];
  for (const [given, words] of wrong) {
    it(`the end of an acceptance the end of an acceptance the end of an acceptance may not be written "${given}"`, () => {
      assert.throws(() => parseUntil(given), words);
    });
  }

  for (const given of ['0', '-1', '1.5', '30d', '', '3651', '1e2', ' 3']) {
    it(`the end of an acceptance the end of an acceptance the end of an acceptance rejects "${given}" as a number of days`, () => {
      assert.throws(() => parseDays(given), /whole number of days from 1 to 3650/);
    });
  }

  it('in days is the same for two people who say it on one day', () => {
    const days = { days: parseDays('30'), until: undefined };
    const hours = [-12, 0, 11.99].map((h) => resolveEnd(days, 'accept', NOW + h * 3_600_000));

    assert.deepEqual([...new Set(hours)], ['2026-03-31T00:00:00Z']);
  });

  it('the end of an acceptance the end of an acceptance the end of an acceptance reports a wrong end as wrong usage before it connects', async () => {
    const words = ['findings', 'accept', 'x', '--why', 'w', '--until', '2026-12-31'];
    const ran = await closeloop(words);

    assert.deepEqual([ran.code, ran.stdout], [2, '']);
    assert.match(ran.stderr, /no time zone: write it like 2026-12-31T00:00:00Z/);
  });
});
