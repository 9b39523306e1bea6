import { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import { CLIENT_DEFAULTS } from '../activities/aws/client-defaults.ts';
import { activityClock } from '../activities/clock.ts';
import { codeActivities } from '../activities/code/activities.ts';
import { createGitHubHost } from '../activities/code/host/github/git-hub-host.ts';
import { startCheckov } from '../activities/code/validate/checkov/checkov.ts';
import { restartingCheckov } from '../activities/code/validate/checkov/restart-checkov.ts';
import { openLanguages } from '../activities/code/validate/languages.ts';
import { dynamoAttempts } from '../activities/ledger/code-fix/attempts.ts';
import { dynamoMergedFixes } from '../activities/ledger/code-fix/merged-fixes.ts';
import { dynamoSharedFixes } from '../activities/ledger/code-fix/shared-fixes.ts';
import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { controlById } from '../controls/index.ts';
import { findingLink, workflowLink } from '../domain/links.ts';
import { loadRepositories } from '../policies/repositories.ts';
import type { CodeActivities } from '../workflows/activity-types.ts';
import { readCodeEnv } from './code-env.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';
import { notifying } from './notifying.ts';
import { workerPolicies } from './policies.ts';

/** Asks models and Git hosts; in AWS it only reads. */
export async function code(env: WorkerEnv, namespace: string): Promise<CodeActivities> {
  const { model, prices, bedrockRegion, gitHub, checkov, temporalUi } = readCodeEnv(process.env);
  const clients = hubClients(env, 'closeloop-code');
  const { dynamo, accounts } = clients;
  const store = openStore(dynamo, env.ledgerPrefix, { notices: env.topicArn !== null });
  const { policies, tables, accountNames } = await workerPolicies(env, clients);
  return codeActivities({
    ledger: dynamoLedger(store),
    ...notifying({ env, namespace, clients, tables, accountNames, policies }),
    accounts,
    host: createGitHubHost(gitHub),
    languages: openLanguages(),
    ...(checkov !== null && { checkov: restartingCheckov(() => startCheckov(checkov)) }),
    repositories: await loadRepositories(env.policiesDir),
    bedrock: new BedrockRuntime({
      maxAttempts: CLIENT_DEFAULTS.maxAttempts,
      region: bedrockRegion,
    }),
    model,
    prices,
    merged: dynamoMergedFixes(store),
    attempts: dynamoAttempts(store),
    clock: activityClock,
    shared: dynamoSharedFixes(store),
    controlOf: controlById,
    workflowUrl: (id) => (temporalUi === null ? null : workflowLink(temporalUi, namespace, id)),
    findingUrl: (id) => findingLink(env.securityHubRegion, id),
  });
}
