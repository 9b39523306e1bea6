import assert from 'node:assert/strict';

import { escalationLevels } from '../../policies/escalation.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';

const hours = (n: number) => ({ CRITICAL: n, HIGH: n, MEDIUM: n, LOW: n, INFORMATIONAL: n });
const deadlines = {
  approvalHours: hours(1),
  reviewHours: hours(1),
  escalationHours: { lead: hours(2), defaultTeam: hours(3), securityLead: hours(4) },
  remindAt: [],
  mergeHours: hours(1),
  mergeLookMinutes: 15,
  roundWaitsMinutes: [],
};
const table: OwnershipTable = {
  defaultTeam: 'cloud',
  securityLead: 'margaret',
  teams: [
    { slug: 'cloud', members: [], channels: [] },
    { slug: 'payments', members: [], channels: [], lead: 'radia' },
  ],
  patterns: [],
};

function asked(team: string, of = table): readonly (readonly [string, number])[] {
  return escalationLevels(team, of, deadlines).map(({ who, seconds }) => [
    who,
    seconds.HIGH / 3600,
  ]);
}

it('the owner is asked first, then its lead, the default team and the security lead', () => {
  assert.deepEqual(asked('payments'), [
    ['payments', 1],
    ['the lead of payments (radia)', 2],
    ['cloud (the default team)', 3],
    ['the security lead (margaret)', 4],
  ]);
});

it('what nobody owns begins with the default team, which is not asked twice', () => {
  assert.deepEqual(asked('unassigned'), asked('cloud'));
  assert.deepEqual(asked('cloud'), [
    ['cloud', 1],
    ['the security lead (margaret)', 4],
  ]);
});

it('somebody is always asked, also where nobody is named', () => {
  const { securityLead: _nobody, ...bare } = table;

  assert.deepEqual(asked('cloud', bare), [['cloud', 1]]);
});
