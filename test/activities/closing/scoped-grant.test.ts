import assert from 'node:assert/strict';

import type { Said } from '../../../activities/closing/proof-items.ts';
import { grantIn } from '../../../activities/closing/scoped-grant.ts';

const scope = { control: 'S3.PublicAccess', account: '111122223333', tag: null };
const UNTIL = '2026-12-24T00:00:00Z';
const policy = { signIn: { namedBySession: [], users: {} }, askSeconds: 3600 };

function said(hour: number, kind: Said['kind'], actor: string, changes: Partial<Said> = {}): Said {
  const at = new Date(Date.UTC(2026, 10, 23, hour)).toISOString();
  const about = { episode: 0, until: null, hash: 'h', severity: 'HIGH', scope } as const;
  return { id: `${kind}-${hour}`, kind, actor, ...about, proven: true, at, ...changes };
}
const asked = said(1, 'ask', 'ana', { until: UNTIL });
const confirmed = said(2, 'confirm', 'ben');

it('a scoped exception is in force when one person asked and another confirmed the same', () => {
  const grant = grantIn([asked, confirmed], policy);
  assert.deepEqual(grant, {
    scope,
    by: 'ana',
    confirmedBy: 'ben',
    until: Date.parse(UNTIL),
    written: UNTIL,
    hash: 'h',
    ids: ['ask-1', 'confirm-2'],
  });
});

const NOT_IN_FORCE: readonly (readonly [string, readonly Said[]])[] = [
  ['nobody confirmed', [asked]],
  ['the person who asked confirmed', [asked, said(2, 'confirm', 'ana')]],
  ['something else was confirmed', [asked, said(2, 'confirm', 'ben', { hash: 'other' })]],
  ['it was confirmed too late', [asked, said(5, 'confirm', 'ben')]],
  ['it was confirmed before it was asked', [said(0, 'confirm', 'ben'), asked]],
  ['it was revoked', [asked, confirmed, said(3, 'revoke', 'ana')]],
  ['a request was revoked before its confirmation', [asked, said(1, 'revoke', 'ana'), confirmed]],
];
for (const [when, all] of NOT_IN_FORCE) {
  it(`a scoped exception is not in force when ${when}`, () => {
    assert.equal(grantIn(all, policy), null);
  });
}

it('an extension that nobody confirmed leaves a scoped exception its end', () => {
  const later = '2027-01-24T00:00:00Z';
  const extended = said(3, 'extend', 'ana', { until: later, hash: 'h2' });
  assert.equal(grantIn([asked, confirmed, extended], policy)?.written, UNTIL);
  const agreed = said(4, 'confirm', 'ben', { hash: 'h2' });
  assert.equal(grantIn([asked, confirmed, extended, agreed], policy)?.written, later);
});
