/** Whole plans for the sample's problem, as the ledger holds them. */
import { planHash } from '../../activities/runtime/plan.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { Plan } from '../../domain/plan.ts';
import { ACCOUNT, BUCKET, problem, REGION } from './problem.ts';

export function planOf(changes: Partial<Plan> = {}): Plan {
  return {
    control: 'S3.PublicAccess',
    account: ACCOUNT,
    region: REGION,
    resource: problem.resource,
    document: { name: 'Closeloop-S3PublicAccess', version: '1', hash: 'd0c'.repeat(21) },
    parameters: { BucketName: [BUCKET] },
    automationRoleArn: `arn:aws:iam::${ACCOUNT}:role/closeloop-automation`,
    preState: '{"policy":null,"publicAccessBlock":{"BlockPublicAcls":false}}',
    ...changes,
  };
}

export const plan: Plan = planOf();
export const PLAN_HASH = planHash(canonicalJson(plan));
