import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { rawLines } from '../activities/ledger/lifecycle/story-item.ts';
import type { SealStoriesDeps } from '../activities/sealing/seal-stories.ts';
import { dynamoSealWriter } from '../activities/sealing/seals.ts';
import { storyIds } from '../activities/sealing/story-ids.ts';
import { tellTampered } from '../activities/sealing/tell.ts';
import { controlById } from '../controls/index.ts';
import type { WorkerEnv } from './env.ts';
import type { HubClients } from './hub-clients.ts';
import { workerPolicies } from './policies.ts';

/** What seals stories, and tells people where one differs. */
export async function sealing(
  env: WorkerEnv,
  namespace: string,
  clients: Pick<HubClients, 'dynamo' | 'kms' | 'sns'>,
): Promise<SealStoriesDeps> {
  const { topicArn, temporalUi, securityHubRegion } = env;
  const { files, accountNames } = await workerPolicies(env, clients);
  const store = openStore(clients.dynamo, env.ledgerPrefix);
  const clock = { now: () => new Date() };
  const topic = topicArn === null ? null : { sns: clients.sns, topicArn };
  // The file of the release: the table is written by a worker whose story the audit compares.
  const { ownership } = files;
  return {
    seals: dynamoSealWriter(store, clients.kms),
    lines: async (id, limit) => await rawLines(store, id, limit),
    ids: storyIds(store),
    clock,
    tell: tellTampered({
      store,
      clock,
      topic,
      around: {
        controlOf: controlById,
        ownership,
        aliasOf: (account) => accountNames[account] ?? null,
        temporalUi,
        namespace,
        securityHubRegion,
      },
      warn: (message) => process.stderr.write(`${JSON.stringify({ level: 'WARN', message })}\n`),
    }),
  };
}
