import type { KMS } from '@aws-sdk/client-kms';

import type { Store } from '../ledger/dynamodb/store.ts';
import { rawLines } from '../ledger/lifecycle/story-item.ts';
import { checkStory } from './check-story.ts';
import type { StoryCheck } from './check-story.ts';
import { dynamoSealReader } from './seals.ts';
import type { SealReader } from './seals.ts';

/** What people ask about seals. Failures as in `ledger.ts`. */
export interface StoryChecks extends Pick<SealReader, 'progress' | 'alarms'> {
  /** Compares one story with its seals now. */
  check(workflowId: string): Promise<StoryCheck>;
}

/** Needs reads of `events` and `seals`, and kms:VerifyMac. */
export function dynamoStoryChecks(store: Store, kms: Pick<KMS, 'verifyMac'>): StoryChecks {
  const seals = dynamoSealReader(store, kms);
  const lines = async (id: string, most: number) => await rawLines(store, id, most);
  return {
    progress: async () => await seals.progress(),
    alarms: async () => await seals.alarms(),
    check: async (workflowId) => await checkStory({ seals, lines }, workflowId),
  };
}
