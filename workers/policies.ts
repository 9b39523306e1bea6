import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { dynamoPolicyTables } from '../activities/ledger/policy-tables.ts';
import type { PolicyTables } from '../activities/ledger/policy-tables.ts';
import type { Policies } from '../activities/triage/policies.ts';
import { isOwnResource } from '../policies/intake-match.ts';
import { loadIntake } from '../policies/intake.ts';
import { loadPolicies } from '../policies/load.ts';
import type { Policies as PolicyFiles } from '../policies/load.ts';
import type { WorkerEnv } from './env.ts';
import type { HubClients } from './hub-clients.ts';

export interface WorkerPolicies {
  readonly policies: Policies;
  readonly tables: PolicyTables;
  readonly files: PolicyFiles;
}

/** Tables are read when they are needed; the files only for what has no table. Throws `PolicyError`. */
export async function workerPolicies(
  env: WorkerEnv,
  { dynamo }: HubClients,
): Promise<WorkerPolicies> {
  const [files, intake] = await Promise.all([
    loadPolicies(env.policiesDir),
    loadIntake(env.policiesDir),
  ]);
  const tables = dynamoPolicyTables(dynamo, env.ledgerPrefix);
  const policies = {
    tables,
    deadlines: files.deadlines,
    settleSeconds: env.settleSeconds,
    isOwnResource: (resourceId: string) => isOwnResource(intake, resourceId),
  };
  return { policies, tables, files };
}

/** The commit that stands beside each row of the remediation table: given by the deployment, else asked of Git. */
export async function policiesCommit(
  dir: string,
  given: string | undefined = process.env['CLOSELOOP_POLICIES_COMMIT'],
): Promise<string> {
  if (given !== undefined && given !== '') return given;
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', dir, 'rev-parse', 'HEAD']);
    return stdout.trim();
  } catch {
    // Policies outside a repository (an image, a mounted volume) have no commit to name.
    return 'no-commit';
  }
}
