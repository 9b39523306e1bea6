/** Values that activity tests share. */
import { planHash as hashOf } from '../../activities/runtime/plan.ts';
import type { Control, CheckResult } from '../../controls/control.ts';
import type { Decision } from '../../domain/decision.ts';
import type { FindingRef, Problem } from '../../domain/finding.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { Plan } from '../../domain/plan.ts';
import type { LedgerRow, StoryUpdate } from '../../domain/story.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { CloseInput, RemediateInput, TriageInput } from '../../workflows/activity-types.ts';

export const ACCOUNT = '111122223333';
export const WORKFLOW_ID = 'S3.PublicAccess:111122223333:eu-west-1:payments-logs:5f2c1a9b04';

export const problem: Problem = {
  control: 'S3.PublicAccess',
  findingType: 'S3.PublicAccess',
  account: ACCOUNT,
  region: 'eu-west-1',
  resource: { type: 'AwsS3Bucket', id: 'arn:aws:s3:::payments-logs', name: 'payments-logs' },
  unmappedReason: null,
};

/** A whole plan for that problem, as the ledger holds it. */
export const plan: Plan = {
  control: 'S3.PublicAccess',
  account: ACCOUNT,
  region: 'eu-west-1',
  resource: problem.resource,
  document: { name: 'Closeloop-S3PublicAccess', version: '1', hash: 'd0c'.repeat(21) },
  parameters: { BucketName: ['payments-logs'] },
  automationRoleArn: `arn:aws:iam::${ACCOUNT}:role/closeloop-automation`,
  preState: '{"policy":null,"publicAccessBlock":{"BlockPublicAcls":false}}',
};
export const PLAN_HASH = hashOf(canonicalJson(plan));

export const finding: FindingRef = {
  id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.2/finding/1f0c',
  productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
};

export const story: StoryUpdate = {
  episode: 1,
  row: {
    problem,
    title: 'S3 bucket is public',
    phase: 'TRIAGE',
    reason: 'reported',
    waitsFor: 'Closeloop',
    destiny: null,
    destinyReason: null,
    severity: 'HIGH',
    owner: null,
    round: 1,
    planHash: null,
    planSummary: null,
    verificationId: null,
    nextDeadline: null,
    findings: [finding],
  },
  entries: [
    {
      seq: 1,
      at: '2026-11-23T06:00:00.000Z',
      kind: 'observed',
      phase: 'TRIAGE',
      actor: 'Security Hub',
      text: 'Security Hub reported HIGH: S3 bucket is public',
    },
  ],
};

/** The ledger's row of that lifecycle. */
export function lifecycleRow(changes: Partial<LedgerRow> = {}): LedgerRow {
  return { ...story.row, ...changes };
}

export const told = { workflowId: WORKFLOW_ID, firstRunId: 'run-1', story };

export function triageInput(changes: Partial<TriageInput> = {}): TriageInput {
  return { ...told, problem, severity: 'HIGH', episode: 1, assigned: null, ...changes };
}

export function remediateInput(changes: Partial<RemediateInput> = {}): RemediateInput {
  const rest = { episode: 1, round: 1, severity: 'MEDIUM', approval: null } as const;
  return { ...told, problem, ...rest, planHash: 'f'.repeat(64), ...changes };
}

export function closeInput(changes: Partial<CloseInput> = {}): CloseInput {
  const rest = { episode: 1, findings: [finding], reason: 'remediated' } as const;
  return { ...told, problem, ...rest, verification, ...changes };
}

export const verification: Verification = {
  id: 'v-0d3a',
  verdict: 'fixed',
  summary: 'Bucket payments-logs is not public.',
  error: null,
  evidence: { bucket: 'evidence', key: 'evidence/x/v-0d3a.json', sha256: 'ab'.repeat(32) },
  at: '2026-11-23T06:10:00.000Z',
};

export function approvalOf(planHash: string, changes: Partial<Decision> = {}): Decision {
  return {
    id: 'd-1',
    finding: WORKFLOW_ID,
    episode: 1,
    severity: 'HIGH',
    until: null,
    team: null,
    decision: 'approve',
    planHash,
    actor: 'Ada',
    why: 'seen',
    door: 'cli',
    proof: null,
    ...changes,
  };
}

export const openLook: CheckResult = {
  verdict: 'open',
  summary: 'Bucket payments-logs can be public.',
  error: null,
  responses: { GetBucketAcl: { Grants: [] } },
  settings: { publicAccessBlock: null },
};

/** A control whose look is given, for tests of what is made of it. */
export function controlSeeing(
  look: CheckResult | (() => CheckResult | Promise<CheckResult>),
): Control {
  return {
    id: 'S3.PublicAccess',
    title: 'A bucket is public',
    why: 'It matters.',
    resourceType: 'AwsS3Bucket',
    covers: {
      securityHub: [],
      configRules: [],
      findingTypes: [],
      titles: [],
      prowler: [],
      checkov: [],
    },
    reversible: false,
    settleSeconds: 300,
    permissions: { verify: [], automation: [] },
    runbook: {
      owner: 'closeloop',
      documentName: 'Closeloop-S3PublicAccess',
      documentVersion: '1',
      file: null,
      parameters: ({ resource }, roleArn) => ({
        BucketName: [resource.name],
        AutomationAssumeRole: [roleArn],
      }),
    },
    verify: async () => (typeof look === 'function' ? look() : look),
  };
}
