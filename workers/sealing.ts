import type { Store } from '../activities/ledger/dynamodb/store.ts';
import { rawLines } from '../activities/ledger/lifecycle/story-item.ts';
import type { TellDeps } from '../activities/notify/tell-now.ts';
import type { SealStoriesDeps } from '../activities/sealing/seal-stories.ts';
import { dynamoSealWriter } from '../activities/sealing/seals.ts';
import { storyIds } from '../activities/sealing/story-ids.ts';
import { tellTampered } from '../activities/sealing/tell.ts';
import type { WorkerEnv } from './env.ts';
import type { HubClients } from './hub-clients.ts';
import { surroundings, warn } from './notifying.ts';
import type { WorkerPolicies } from './policies.ts';

/** What seals stories, and tells people where one differs. */
export function sealing(
  store: Store,
  { kms }: Pick<HubClients, 'kms'>,
  telling: TellDeps,
): SealStoriesDeps {
  return {
    seals: dynamoSealWriter(store, kms),
    lines: async (id, limit) => await rawLines(store, id, limit),
    ids: storyIds(store),
    clock: telling.clock,
    tell: tellTampered(telling),
  };
}

/** How the audit tells people of a lifecycle. */
export function auditTelling(
  env: Pick<WorkerEnv, 'topicArn' | 'temporalUi' | 'securityHubRegion'>,
  namespace: string,
  {
    store,
    sns,
    files,
    accountNames,
  }: Pick<HubClients, 'sns'> &
    Pick<WorkerPolicies, 'files' | 'accountNames'> & { readonly store: Store },
): TellDeps {
  const { topicArn } = env;
  // The file of the release: the table is written by a worker whose story the audit compares.
  const { ownership } = files;
  return {
    store,
    clock: { now: () => new Date() },
    topic: topicArn === null ? null : { sns, topicArn },
    around: { ...surroundings(env, namespace, accountNames), ownership },
    warn,
  };
}
