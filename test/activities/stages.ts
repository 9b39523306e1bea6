/** The steps of one lifecycle in the sandbox, as a workflow would call them. */
import type { S3 } from '@aws-sdk/client-s3';

import type { Ledger } from '../../activities/ledger/ledger.ts';
import { syncPolicies } from '../../activities/ledger/policy/policy-tables.ts';
import type { StampedRow } from '../../activities/ledger/policy/remediation-table.ts';
import type { CloseResult, TriageResult } from '../../domain/lifecycle/events.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { CallRecord } from '../../sandbox/aws/gateway/call-log.ts';
import { HUB_ACCOUNT } from '../../sandbox/aws/gateway/principals.ts';
import type { SandboxAws } from '../../sandbox/aws/sandbox-aws.ts';
import { asActivity } from '../builders/activity.ts';
import { PAYMENTS } from '../builders/asff.ts';
import { enforced, OWNERSHIP } from '../builders/fake-policies.ts';
import { bucketProblem } from '../builders/problem.ts';
import { admin, withSandboxAws } from '../sandbox/with-sandbox-aws.ts';
import { deploy, EXTERNAL_ID, lifecycleOf, workers } from './in-sandbox.ts';
import type { Workers } from './in-sandbox.ts';

/** How a bucket comes into the state that the control complains of. */
export const BREAK: Readonly<Record<string, (s3: S3, Bucket: string) => Promise<void>>> = {
  'S3.PublicAccess': async (s3, Bucket) => {
    const Rules = [{ ObjectOwnership: 'ObjectWriter' as const }];
    await s3.putBucketOwnershipControls({ Bucket, OwnershipControls: { Rules } });
    await s3.deletePublicAccessBlock({ Bucket });
    await s3.putBucketAcl({ Bucket, ACL: 'public-read' });
  },
  // Its name makes the sandbox leave the bucket without encryption, which S3 itself does not do any more.
  'S3.MissingEncryption': async () => {},
  'S3.MissingVersioning': async () => {},
};

interface Scene {
  readonly control: string;
  readonly bucket?: string;
  readonly ids?: readonly string[];
  readonly row?: StampedRow;
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Call in a `describe`: a fresh sandbox before each test, and stages in it. */
export function withStages() {
  const sandbox = withSandboxAws({ externalId: EXTERNAL_ID });
  const opened: Workers[] = [];
  beforeEach(async () => {
    await sandbox().reset();
    await deploy(sandbox());
  });
  afterEach(() => {
    for (const one of opened.splice(0)) one.close();
  });
  const scene = async (wanted: Scene): Promise<Stage> => {
    const stage = await openStage(sandbox(), wanted);
    opened.push(stage);
    return stage;
  };
  return { sandbox, s3: () => admin(sandbox(), PAYMENTS).s3, scene };
}

/** A broken bucket, its findings in Security Hub and in the ledger, and workers for its lifecycle. */
async function openStage(sandbox: SandboxAws, wanted: Scene) {
  const { control, bucket = 'payments-logs', ids = ['f-1'], row = enforced } = wanted;
  const { s3, securityHub } = admin(sandbox, PAYMENTS);
  const problem = bucketProblem(control, bucket);
  const lifecycle = lifecycleOf(problem, ids);
  await s3.createBucket({ Bucket: bucket });
  const TagSet = [{ Key: 'Team', Value: 'payments' }];
  await s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet } });
  await BREAK[control]?.(s3, bucket);
  const { workflowId } = lifecycle;
  const hub = workers(sandbox, { workflowId });
  const { commit, ...rest } = row;
  const remediation = [{ ...rest, type: control }];
  await syncPolicies(hub.tables, { ownership: OWNERSHIP, remediation }, commit);
  /** Other workers of the same lifecycle, whose runtime sees this ledger. */
  const again = (ledgerOf: (ledger: Ledger) => Ledger) =>
    workers(sandbox, { workflowId, ledgerOf });
  for (const one of lifecycle.findings) {
    await hub.ledger.acknowledge(one, workflowId, 'hash');
  }
  await securityHub.batchImportFindings({ Findings: lifecycle.asff });
  return { ...lifecycle, ...hub, problem, again };
}

export async function triaged({ orchestrator, told }: Stage): Promise<TriageResult> {
  const input = { ...told(null), severity: 'MEDIUM', episode: null, assigned: null } as const;
  return (await asActivity(() => orchestrator.triage(input))).result;
}

export async function remediated(
  { runtime, remediation }: Stage,
  triage: TriageResult,
): Promise<RemediationResult> {
  return (await asActivity(() => runtime.remediate(remediation(triage)))).result;
}

export async function verified(
  { orchestrator, told, findings }: Stage,
  episode: number,
): Promise<Verification> {
  return (await asActivity(() => orchestrator.verify({ ...told(episode), findings }))).result;
}

export async function closed(
  { closer, told, findings }: Stage,
  episode: number,
  verification: Verification,
): Promise<CloseResult> {
  const input = {
    ...told(episode),
    episode,
    findings,
    reason: 'remediated' as const,
    verification,
  };
  return (await asActivity(() => closer.close(input))).result;
}

/** The finding as the hub's administrator sees it. */
export async function inSecurityHub(sandbox: SandboxAws, id: string) {
  const { securityHub } = admin(sandbox, HUB_ACCOUNT);
  const Id = [{ Value: id, Comparison: 'EQUALS' as const }];
  const { Findings } = await securityHub.getFindings({ Filters: { Id } });
  return Findings?.[0];
}

/** The stored text of a look's evidence. */
export async function evidenceOf(
  sandbox: SandboxAws,
  verification: Verification | null,
): Promise<string> {
  const { bucket, key } = verification?.evidence ?? {};
  const { Body } = await admin(sandbox, HUB_ACCOUNT).s3.getObject({ Bucket: bucket, Key: key });
  return (await Body?.transformToString()) ?? '';
}

/** Every StartAutomationExecution that the gateway saw. */
export function started(sandbox: SandboxAws): readonly CallRecord[] {
  return sandbox.gateway.log().filter(({ operation }) => operation === 'StartAutomationExecution');
}
