/** Sample values for tests of the state machine and the workflow; each test changes the part that it is about. */
import type { Decision, ImportedAcceptance } from '../../../domain/decision.ts';
import type { Observation, Problem } from '../../../domain/finding.ts';
import type { TriageResult } from '../../../domain/lifecycle/events.ts';
import type { Timetable } from '../../../domain/lifecycle/state.ts';
import type { Scope } from '../../../domain/scope.ts';
import type { ScopedDecision } from '../../../domain/scoped-exception/state.ts';
import type { Verdict, Verification } from '../../../domain/verdict.ts';

export const problem: Problem = {
  control: 'S3.PublicAccess',
  findingType: 'S3.PublicAccess',
  account: '111122223333',
  region: 'eu-west-1',
  resource: {
    type: 'AwsS3Bucket',
    id: 'arn:aws:s3:::payments-logs',
    name: 'payments-logs',
  },
  unmappedReason: null,
};

const workflowId = 'S3.PublicAccess:111122223333:eu-west-1:payments-logs:5f2c1a9b04';

/** What `begin` needs. */
export const opening = { problem, workflowId, opener: 'run-1' };

export function observation(changes: Partial<Observation> = {}): Observation {
  return {
    messageId: 'event-1/0',
    finding: {
      id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/0a1b',
      productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    },
    severity: 'HIGH',
    title: 'S3 general purpose buckets should block public access',
    product: 'Security Hub',
    recordState: 'ACTIVE',
    compliance: 'FAILED',
    updatedAt: '2026-11-01T10:00:00.000Z',
    asked: false,
    ...changes,
  };
}

const hours = { CRITICAL: 4, HIGH: 24, MEDIUM: 72, LOW: 168, INFORMATIONAL: 336 };
const seconds = (h: number) => h * 3600;
const DAY = 24 * 3600;

export const timetable: Timetable = {
  settle: [300, 1800, 7200, 86_400],
  approval: mapValues(hours, seconds),
  ladder: [
    { who: 'payments', seconds: mapValues(hours, seconds) },
    { who: 'the lead of payments', seconds: mapValues(hours, seconds) },
    { who: 'security', seconds: mapValues(hours, seconds) },
  ],
  remindAt: [0.5],
  merge: mapValues({ ...hours, CRITICAL: 24, HIGH: 72 }, seconds),
  acceptance: {
    most: { ...mapValues(hours, () => 365 * DAY), CRITICAL: 30 * DAY },
    lifetime: mapValues(hours, () => 730 * DAY),
    fourEyesFrom: 'CRITICAL',
    headsUp: [14 * DAY, DAY],
  },
  fourEyesApproval: false,
};

export const planHash = 'a'.repeat(64);

export function verification(verdict: Verdict, changes: Partial<Verification> = {}): Verification {
  return {
    id: `v-${verdict}`,
    verdict,
    summary: `looks ${verdict}`,
    error: verdict === 'unknown' ? 'AccessDenied on s3:GetBucketAcl' : null,
    evidence: { bucket: 'evidence', key: 'evidence/x.json', sha256: 'b'.repeat(64) },
    at: '2026-11-01T10:00:00.000Z',
    ...changes,
  };
}

export function triageResult(changes: Partial<TriageResult> = {}): TriageResult {
  return {
    episode: 1,
    severity: 'HIGH',
    owner: { team: 'payments', because: 'Team=payments' },
    environment: 'production',
    verification: verification('open'),
    route: { to: 'automatic', because: 'the table says automatic' },
    plan: { hash: planHash, summary: 'Closeloop-BlockPublicAccess v1 on payments-logs' },
    timetable,
    dwell: 0,
    ...changes,
  };
}

export function decision(changes: Partial<Decision> = {}): Decision {
  return {
    id: 'decision-1',
    finding: workflowId,
    episode: 1,
    decision: 'approve',
    planHash,
    severity: 'HIGH',
    until: null,
    team: null,
    actor: 'ana',
    why: 'reviewed',
    door: 'cli',
    proof: null,
    ...changes,
  };
}

export function importedAcceptance(id = 'i-1'): ImportedAcceptance {
  const about = { finding: workflowId, decision: 'import', until: '2026-12-01T00:00:00Z' } as const;
  return { id, ...about, actor: 'margaret', why: 'known', door: 'cli', proof: null };
}

export const scope: Scope = { control: 'S3.PublicAccess', account: '111122223333', tag: null };

export function scopedDecision(changes: Partial<ScopedDecision> = {}): ScopedDecision {
  return {
    id: 'scoped-1',
    exception: 'exception:1',
    decision: 'ask',
    scope,
    until: null,
    hash: null,
    actor: 'ana',
    why: 'a static site',
    door: 'cli',
    proof: null,
    ...changes,
  };
}

function mapValues<K extends string>(
  values: Record<K, number>,
  change: (value: number) => number,
): Record<K, number> {
  const entries = Object.entries<number>(values).map(([k, v]) => [k, change(v)]);
  return Object.fromEntries(entries) as Record<K, number>;
}
