/** Policies in memory: who owns what, and what may be written. */
import type { StampedRow } from '../../activities/ledger/policy/remediation-table.ts';
import type { Policies } from '../../activities/triage/policies.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { DEFAULT_LIMITS } from '../../policies/remediation.ts';
import { timetable } from './triage-result.ts';

export const enforced: StampedRow = {
  type: 'S3.PublicAccess',
  automated: true,
  mode: 'enforce',
  modes: {},
  path: 'runtime',
  approvalFrom: 'HIGH',
  commit: '1a2b3c4',
};

export function fakePolicies(
  row: StampedRow | null | (() => StampedRow | null) = enforced,
): Policies {
  const hours = { CRITICAL: 1, HIGH: 2, MEDIUM: 3, LOW: 4, INFORMATIONAL: 5 };
  return {
    tables: {
      ownership: async () => OWNERSHIP,
      remediation: async () => (typeof row === 'function' ? row() : row),
    },
    deadlines: {
      approvalHours: hours,
      reviewHours: hours,
      escalationHours: { lead: hours, defaultTeam: hours, securityLead: hours },
      remindAt: [0.5],
      mergeHours: hours,
      mergeLookMinutes: 15,
      roundWaitsMinutes: [30],
    },
    decisions: {
      signIn: { namedBySession: ['222233334444:Security_*'], users: {} },
      trustUnprovenUpTo: 'CRITICAL',
      trustChannelsUpTo: 'CRITICAL',
      evidenceReaders: 'deciders',
      acceptance: timetable.acceptance,
      fourEyesApproval: true,
      scoped: { protectedTags: ['RiskAccepted'], confirmedBy: null, askSeconds: 3600 },
      returns: { regressionDays: 30, flapping: { episodes: 3, days: 7, dwellHours: 1 } },
    },
    limits: DEFAULT_LIMITS,
    documents: new Map(),
    settleSeconds: null,
    isOwnResource: (id) => id.startsWith('arn:aws:s3:::closeloop-'),
  };
}

export const OWNERSHIP: OwnershipTable = {
  defaultTeam: 'cloud',
  teams: [
    { slug: 'cloud', members: ['Ada', 'grace'], channels: [] },
    { slug: 'payments', members: ['barbara'], lead: 'radia', channels: [] },
    { slug: 'platform', members: ['linus'], channels: [] },
  ],
  securityLead: 'margaret',
  patterns: [
    { pattern: 'Team=payments', team: 'payments' },
    { pattern: 'Team=platform', team: 'platform' },
  ],
};
