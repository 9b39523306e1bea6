import { whoSigned } from '../activities/decisions/caller-identity.ts';
import type { CheckDecisionDeps } from '../activities/decisions/check-decision.ts';
import type { OwnReads } from '../activities/decisions/owner.ts';
import { channelReceipts } from '../activities/decisions/receipts.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { dynamoAssignments } from '../activities/ledger/execution/assignments.ts';
import { dynamoUsedProofs } from '../activities/ledger/lifecycle/used-proofs.ts';
import type { WorkerEnv } from './env.ts';
import type { HubClients } from './hub-clients.ts';

type Deciding = Pick<CheckDecisionDeps, 'whoSigned' | 'receiptsOf' | 'usedProofs'> &
  Pick<OwnReads, 'assignments'>;

/** What a worker needs to check the proof of a decision. `table` is where it keeps the proofs that it has used. */
export function deciding(
  { ledgerPrefix, stsEndpoint: endpoint }: WorkerEnv,
  { dynamo, kms }: Pick<HubClients, 'dynamo' | 'kms'>,
  table: 'events' | 'executions' | 'proofs',
): Deciding {
  const store = openStore(dynamo, ledgerPrefix);
  return {
    whoSigned: (decision, query) => whoSigned({ endpoint, fetch, now: Date.now }, decision, query),
    receiptsOf: channelReceipts(kms),
    usedProofs: dynamoUsedProofs(store, table),
    assignments: dynamoAssignments(store),
  };
}
