/** The real activities against the sandbox's AWS: each worker under its own principal, the ledger in DynamoDB. */
import { fileURLToPath } from 'node:url';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { STS } from '@aws-sdk/client-sts';

import { findUnproven } from '../../activities/audit/find-unproven.ts';
import { accountClients } from '../../activities/aws/account-clients.ts';
import { CLIENT_DEFAULTS } from '../../activities/aws/client-defaults.ts';
import type { Clock } from '../../activities/clock.ts';
import { closerActivities } from '../../activities/closing/activities.ts';
import { dynamoProofs } from '../../activities/closing/proofs.ts';
import { CLOSER_KEY } from '../../activities/closing/seal.ts';
import { whoSigned } from '../../activities/decisions/caller-identity.ts';
import { ensureReceiptKey } from '../../activities/decisions/ensure-key.ts';
import { channelReceipts, RUNTIME_KEY } from '../../activities/decisions/receipts.ts';
import { kmsReceipts } from '../../activities/decisions/receipts.ts';
import type { ReadSeverity } from '../../activities/findings/known-severity.ts';
import { suppressionsIn } from '../../activities/findings/suppressions.ts';
import { orchestratorActivities, runtimeActivities } from '../../activities/index.ts';
import { dynamoLedger } from '../../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoScopedExceptions } from '../../activities/ledger/exception/exceptions.ts';
import { dynamoAssignments } from '../../activities/ledger/execution/assignments.ts';
import type { Ledger } from '../../activities/ledger/ledger.ts';
import { dynamoUsedProofs } from '../../activities/ledger/lifecycle/used-proofs.ts';
import { dynamoPolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import type { PolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import { evidenceInS3 } from '../../activities/verify/evidence.ts';
import { controlById } from '../../controls/index.ts';
import type { Provable } from '../../domain/decision.ts';
import type { Observation, Problem } from '../../domain/finding.ts';
import type { TriageResult } from '../../domain/lifecycle/events.ts';
import type { StoryUpdate } from '../../domain/story.ts';
import { loadDocuments } from '../../policies/documents.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import type { HubPrincipal } from '../../sandbox/aws/gateway/principals.ts';
import type { SandboxAws } from '../../sandbox/aws/sandbox-aws.ts';
import type {
  AuditActivities,
  CloserActivities,
  OrchestratorActivities,
  RuntimeActivities,
} from '../../workflows/activity-types.ts';
import { story } from '../builders/activity-input.ts';
import { asffFinding } from '../builders/asff.ts';
import { fakePolicies } from '../builders/fake-policies.ts';
import { knownSeverity } from '../builders/fake-reads.ts';
import { fakeSwitch } from '../builders/fake-switch.ts';
import { finding } from '../builders/finding.ts';
import { readReport } from './closing/records.ts';

export const EVIDENCE_BUCKET = 'closeloop-evidence';
export const EXTERNAL_ID = 'sandbox-external-id';
/** Of the audit here, so that few findings fill more than one page. */
export const PAGE_SIZE = 10;
const PREFIX = 'closeloop';
/** The sandbox's stand-ins for documents of AWS, which it has accepted. */
const DOCUMENTS = await loadDocuments(
  fileURLToPath(new URL('../../sandbox/policies', import.meta.url)),
);

export interface Workers {
  readonly orchestrator: OrchestratorActivities;
  readonly runtime: RuntimeActivities;
  readonly closer: CloserActivities;
  readonly audit: Pick<AuditActivities, 'findUnproven'>;
  /** What the closer sent to lifecycles: no Temporal runs here. */
  readonly reports: (readonly [workflowId: string, Observation])[];
  /** The administrator's: what a test makes up, no worker may write. */
  readonly ledger: Ledger;
  readonly tables: PolicyTables;
  readonly close: () => void;
}

/** Creates the tables and the evidence bucket, as a deployment does. */
export async function deploy(sandbox: SandboxAws): Promise<void> {
  const config = as(sandbox, sandbox.credentials(HUB_ACCOUNT));
  const dynamodb = new DynamoDBClient(config);
  await createTables(dynamodb, PREFIX);
  dynamodb.destroy();
  const s3 = new S3(config);
  await s3.createBucket({ Bucket: EVIDENCE_BUCKET, ObjectLockEnabledForBucket: true });
  s3.destroy();
  const kms = new KMS(config);
  await ensureReceiptKey(kms, RUNTIME_KEY);
  await ensureReceiptKey(kms, CLOSER_KEY);
  kms.destroy();
}

export interface WorkerOptions {
  readonly workflowId: string;
  /** Changes the ledger that the runtime worker sees. */
  readonly ledgerOf?: (ledger: Ledger) => Ledger;
  /** What Security Hub says of the severity; the lowest by default. */
  readonly severityOf?: ReadSeverity;
}

export function workers(
  sandbox: SandboxAws,
  { workflowId, ledgerOf = (ledger) => ledger, severityOf = knownSeverity() }: WorkerOptions,
): Workers {
  const orchestrator = worker(sandbox, 'closeloop-orchestrator', { workflowId, proofs: 'events' });
  const runtime = worker(sandbox, 'closeloop-runtime', { workflowId, proofs: 'executions' });
  const dynamodb = new DynamoDBClient(as(sandbox, sandbox.credentials(HUB_ACCOUNT)));
  const closer = worker(sandbox, 'closeloop-closer', { workflowId, proofs: 'events' });
  const common = { controlOf: controlById, clock };
  const audit = worker(sandbox, 'closeloop-audit', { workflowId, proofs: 'events' });
  const reports: [string, Observation][] = [];
  return {
    orchestrator: orchestratorActivities({
      ...common,
      ...orchestrator,
      // No Temporal runs here.
      tell: async () => false,
    }),
    closer: closerActivities({
      ...common,
      ...closer,
      usedProofs: dynamoUsedProofs(closer.store, 'proofs'),
      proofs: dynamoProofs(closer.store, closer.kms),
      readReport,
      severityOf,
      suppressions: suppressionsIn(closer.securityHub),
      report: async (id, _problem, observation) => {
        reports.push([id, observation]);
      },
      audited: { store: closer.store, kms: closer.kms, pace: async () => {} },
    }),
    runtime: runtimeActivities({
      ...common,
      ...runtime,
      severityOf,
      ledger: ledgerOf(runtime.ledger),
      killSwitch: fakeSwitch(),
    }),
    audit: {
      findUnproven: (cursor) => {
        const parts = { readReport, pace: async () => {}, clock, pageSize: PAGE_SIZE };
        return findUnproven({ ...audit, ...parts }, cursor);
      },
    },
    reports,
    ledger: dynamoLedger(openStore(dynamodb, PREFIX)),
    tables: orchestrator.policies.tables,
    close: () => {
      orchestrator.close();
      runtime.close();
      closer.close();
      audit.close();
      dynamodb.destroy();
    },
  };
}

interface Used {
  readonly workflowId: string;
  /** The table of its used proofs. */
  readonly proofs: 'events' | 'executions';
}

function worker(sandbox: SandboxAws, principal: HubPrincipal, { workflowId, proofs }: Used) {
  const config = as(sandbox, sandbox.gateway.principals.hub(principal));
  const sts = new STS(config);
  const dynamodb = new DynamoDBClient(config);
  const store = openStore(dynamodb, PREFIX);
  const kms = new KMS(config);
  const securityHub = new SecurityHub(config);
  const asked = { endpoint: sandbox.url, fetch, now: () => Date.now() };
  return {
    whoSigned: (decision: Provable, query: string) => whoSigned(asked, decision, query),
    store,
    kms,
    securityHub,
    evidence: evidenceInS3(new S3(config), EVIDENCE_BUCKET),
    receiptsOf: channelReceipts(kms),
    receipts: kmsReceipts(kms, RUNTIME_KEY),
    usedProofs: dynamoUsedProofs(store, proofs),
    assignments: dynamoAssignments(store),
    exceptions: dynamoScopedExceptions(store),
    accounts: accountClients({
      sts,
      principal,
      externalId: EXTERNAL_ID,
      endpoint: sandbox.url,
      workflowId: () => workflowId,
    }),
    ledger: dynamoLedger(store),
    policies: { ...fakePolicies(), documents: DOCUMENTS, tables: dynamoPolicyTables(store) },
    close: () => {
      sts.destroy();
      dynamodb.destroy();
      kms.destroy();
      securityHub.destroy();
    },
  };
}

/** Real time, but polls of an automation come quickly. */
const clock: Clock = {
  now: () => new Date(),
  sleep: () => new Promise((resolve) => setTimeout(resolve, 20)),
};

function as(sandbox: SandboxAws, credentials: { accessKeyId: string; secretAccessKey: string }) {
  return { endpoint: sandbox.url, region: HUB_REGION, credentials, ...CLIENT_DEFAULTS };
}

/** What a workflow of that problem sends with each activity, and the reports of it. */
export function lifecycleOf(problem: Problem, findingIds: readonly string[]) {
  const workflowId = `${problem.control}:${problem.account}:${problem.region}:${problem.resource.name}:0000000000`;
  const findings = findingIds.map((id) => ({ id, productArn: finding.productArn }));
  const update = (episode: number | null): StoryUpdate => ({
    ...story,
    episode,
    row: { ...story.row, problem, findings, severity: 'MEDIUM' },
  });
  const told = (episode: number | null) => ({
    workflowId,
    firstRunId: 'run-1',
    story: update(episode),
    problem,
  });
  return {
    workflowId,
    findings,
    told,
    asff: findingIds.map((Id) => {
      const resource = { Type: 'AwsS3Bucket', Id: problem.resource.id };
      const [SecurityControlId = ''] = controlById(problem.control ?? '')?.covers.securityHub ?? [];
      const Compliance = { Status: 'FAILED', SecurityControlId } as const;
      const GeneratorId = `security-control/${SecurityControlId}`;
      return asffFinding({ Id, Resources: [resource], Compliance, GeneratorId });
    }),
    remediation: ({ episode, plan }: TriageResult) => ({
      ...told(episode),
      episode,
      round: 1,
      severity: 'MEDIUM' as const,
      planHash: plan?.hash ?? '',
      approval: null,
    }),
  };
}
