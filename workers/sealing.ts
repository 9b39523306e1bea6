import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { rawLines } from '../activities/ledger/lifecycle/story-item.ts';
import type { TellDeps } from '../activities/notify/tell-now.ts';
import type { SealStoriesDeps } from '../activities/sealing/seal-stories.ts';
import { dynamoSealWriter } from '../activities/sealing/seals.ts';
import { storyIds } from '../activities/sealing/story-ids.ts';
import { tellTampered } from '../activities/sealing/tell.ts';
import { controlById } from '../controls/index.ts';
import type { WorkerEnv } from './env.ts';
import type { HubClients } from './hub-clients.ts';
import type { WorkerPolicies } from './policies.ts';

/** What seals stories, and tells people where one differs. */
export function sealing(
  env: Pick<WorkerEnv, 'ledgerPrefix'>,
  clients: Pick<HubClients, 'dynamo' | 'kms'>,
  telling: TellDeps,
): SealStoriesDeps {
  const store = openStore(clients.dynamo, env.ledgerPrefix);
  return {
    seals: dynamoSealWriter(store, clients.kms),
    lines: async (id, limit) => await rawLines(store, id, limit),
    ids: storyIds(store),
    clock: telling.clock,
    tell: tellTampered(telling),
  };
}

/** How the audit tells people of a lifecycle. */
export function auditTelling(
  { topicArn, temporalUi, securityHubRegion, ledgerPrefix }: WorkerEnv,
  namespace: string,
  {
    dynamo,
    sns,
    files,
    accountNames,
  }: Pick<HubClients, 'dynamo' | 'sns'> & Pick<WorkerPolicies, 'files' | 'accountNames'>,
): TellDeps {
  return {
    store: openStore(dynamo, ledgerPrefix),
    clock: { now: () => new Date() },
    topic: topicArn === null ? null : { sns, topicArn },
    around: {
      controlOf: controlById,
      // The file of the release: the table is written by a worker whose story the audit compares.
      ownership: files.ownership,
      aliasOf: (account) => accountNames[account] ?? null,
      temporalUi,
      namespace,
      securityHubRegion,
    },
    warn: (message) => process.stderr.write(`${JSON.stringify({ level: 'WARN', message })}\n`),
  };
}
