import assert from 'node:assert/strict';

import { auditCheck } from '../../../console/doctor/audit.ts';
import type { Ended } from '../../../console/doctor/audit.ts';

const NOW = Date.parse('2026-11-30T12:00:00.000Z');
const HOUR = 3_600_000;
const clean: Ended = {
  at: NOW - HOUR,
  counts: { looked: 120, proven: 100, theirs: 20 },
  failed: null,
};

describe('The row of the doctor about the audit', () => {
  it('says when the last audit ended and how many findings it looked at', () => {
    const { status, found } = auditCheck({ isPaused: false, ended: [clean] }, NOW);

    assert.equal(status, 'ok');
    assert.equal(
      found,
      'the audit that ended 2026-11-30 11:00:00 UTC looked at 120 closed findings: 0 without proof',
    );
  });

  it('is broken where one of the last audits found something without proof', () => {
    const stolen = { ...clean, counts: { looked: 120, unproven: 3, reopened: 2 } };
    const { status, found } = auditCheck({ isPaused: false, ended: [clean, stolen] }, NOW);

    assert.equal(status, 'broken');
    assert.match(found, /3 without proof \(2 open again\)/);
  });

  it('warns of an audit that is overdue, paused, unfinished, unable to check, or has not run', () => {
    const late = { ...clean, at: NOW - 25 * HOUR };
    const failed = { ...clean, failed: 'AccessDenied' };
    const unchecked = { ...clean, counts: { looked: 2, unchecked: 2 } };
    const cases = [
      [{ isPaused: false, ended: [late] }, /overdue/],
      [{ isPaused: true, ended: [clean] }, /paused/],
      [{ isPaused: false, ended: [failed] }, /ended early: AccessDenied/],
      [{ isPaused: false, ended: [unchecked] }, /2 not checked/],
      [{ isPaused: false, ended: [] }, /no audit has ended/],
    ] as const;
    for (const [audits, expected] of cases) {
      const { status, found } = auditCheck(audits, NOW);
      assert.equal(status, 'warn', found);
      assert.match(found, expected);
    }
  });
});
