import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { tableNames } from '../activities/ledger/dynamodb/table-names.ts';
import { dynamoPolicyTables } from '../activities/ledger/policy/policy-tables.ts';
import type { PolicyTables } from '../activities/ledger/policy/policy-tables.ts';
import type { Policies, ReleasePolicies } from '../activities/triage/policies.ts';
import { loadDocuments } from '../policies/documents.ts';
import { isOwnResource } from '../policies/intake-match.ts';
import { loadIntake } from '../policies/intake.ts';
import type { Intake } from '../policies/intake.ts';
import { loadPolicies } from '../policies/load.ts';
import type { Policies as PolicyFiles } from '../policies/load.ts';
import { EDITED, NO_COMMIT } from '../policies/remediation.ts';
import type { WorkerEnv } from './env.ts';
import type { HubClients } from './hub-clients.ts';

export interface WorkerPolicies {
  readonly policies: Policies;
  readonly tables: PolicyTables;
  readonly files: PolicyFiles;
  readonly intake: Intake;
  /** What people call the accounts. */
  readonly accountNames: Readonly<Record<string, string>>;
}

/** Tables are read when they are needed; the files only for what has no table. Throws `PolicyError`. */
export async function workerPolicies(
  env: WorkerEnv,
  { dynamo }: Pick<HubClients, 'dynamo'>,
): Promise<WorkerPolicies> {
  const [files, intake, documents] = await Promise.all([
    loadPolicies(env.policiesDir),
    loadIntake(env.policiesDir),
    loadDocuments(env.policiesDir),
  ]);
  const tables = dynamoPolicyTables(openStore(dynamo, env.ledgerPrefix));
  const own = { ...intake, own_resources: [...intake.own_resources, ...ownPatterns(env)] };
  const policies = {
    tables,
    deadlines: files.deadlines,
    decisions: files.decisions,
    limits: files.limits,
    documents,
    settleSeconds: env.settleSeconds,
    isOwnResource: (resourceId: string) => isOwnResource(own, resourceId),
  };
  return { policies, tables, files, intake, accountNames: intake.account_names };
}

/** For a worker that does not believe the tables alone: `Policies.release`. */
export function releasePolicies(
  { ownership, remediation }: Pick<PolicyFiles, 'ownership' | 'remediation'>,
  commit: string,
): ReleasePolicies {
  const rows = new Map(remediation.map((row) => [row.type, { ...row, commit }]));
  return { ownership, remediation: (control) => rows.get(control) ?? null };
}

/** What this installation runs on under names of its own: no policy file can know or forget them. */
function ownPatterns({ evidenceBucket, ledgerPrefix }: WorkerEnv): readonly string[] {
  const bucket = `arn:*:s3:::${evidenceBucket}`;
  const tables = Object.values(tableNames(ledgerPrefix)).map(
    (name) => `arn:*:dynamodb:*:*:table/${name}`,
  );
  return [bucket, ...tables].flatMap((arn) => [arn, `${arn}/*`]);
}

/** The commit that each row of the remediation table records: from the deployment, else from Git. */
export async function policiesCommit({
  policiesDir,
  policiesCommit: given,
}: Pick<WorkerEnv, 'policiesDir' | 'policiesCommit'>): Promise<string> {
  if (given !== null) return given;
  const git = (...args: readonly string[]) =>
    promisify(execFile)('git', ['-C', policiesDir, ...args]);
  try {
    const head = (await git('rev-parse', 'HEAD')).stdout.trim();
    const changes = (await git('status', '--porcelain', '--', '.')).stdout;
    return changes === '' ? head : `${head}${EDITED}`;
  } catch {
    // Policies outside a repository (an image, a mounted volume) have no commit to name.
    return NO_COMMIT;
  }
}
