/** What shows that a person said a decision, in memory. */
import { createHmac } from 'node:crypto';

import { decisionHash } from '../../activities/decisions/caller-identity.ts';
import type { Signed } from '../../activities/decisions/caller-identity.ts';
import type { Receipts } from '../../activities/decisions/receipts.ts';
import type { Use } from '../../activities/ledger/lifecycle/used-proofs.ts';
import type { Provable } from '../../domain/decision.ts';

/** A key that stays in memory; another `secret` is another key. */
export function fakeReceipts(secret = 'runtime'): Receipts {
  const issue = async (decision: Provable) =>
    createHmac('sha256', secret).update(decisionHash(decision)).digest('base64');
  return { issue, verify: async (decision, receipt) => (await issue(decision)) === receipt };
}

/** Nobody signed anything; each door has its key; proofs are remembered. */
export function fakeProofs() {
  const used = new Map<string, string>();
  return {
    whoSigned: async (): Promise<Signed> => ({ why: 'nobody signed it' }),
    receiptsOf: (door: string) => fakeReceipts(door),
    usedProofs: {
      use: async (workflowId: string, { id, by }: Use) => {
        const key = `${workflowId} ${id}`;
        if (!used.has(key)) used.set(key, by);
        return used.get(key) === by;
      },
    },
  };
}
