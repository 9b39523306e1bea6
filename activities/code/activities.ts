import type {
  CodeActivities,
  DraftFixInput,
  ProposeFixInput,
} from '../../workflows/activity-types.ts';
import type { MergedFixes } from '../ledger/code-fix/merged-fixes.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PublishNotices } from '../notify/publish.ts';
import { recordStory } from '../record-story.ts';
import { whileHeartbeating } from '../while-heartbeating.ts';
import { draftFix } from './draft-fix.ts';
import type { DraftDeps } from './draft-fix.ts';
import { checkMerge } from './pull-request/check-merge.ts';
import { proposeFix } from './pull-request/propose-fix.ts';
import type { ProposeDeps } from './pull-request/propose-fix.ts';
import { withdrawFix } from './pull-request/withdraw-fix.ts';

/** For the code worker. */
export function codeActivities(
  deps: DraftDeps &
    ProposeDeps & {
      readonly merged: MergedFixes;
      readonly ledger: Ledger;
      readonly notify?: PublishNotices;
    },
): CodeActivities {
  const withStory = recordStory(deps.ledger, deps.notify);
  const drafted = withStory((input: DraftFixInput, episode) => draftFix(deps, input, episode));
  const proposed = withStory((input: ProposeFixInput, episode) => proposeFix(deps, input, episode));
  return {
    draftFix: (input) => whileHeartbeating(BEAT, () => drafted(input)),
    proposeFix: (input) => whileHeartbeating(BEAT, () => proposed(input)),
    checkMerge: withStory((input) => checkMerge(deps, input)),
    withdrawFix: withStory((input) => withdrawFix(deps, input)),
  };
}

/** Twice in a heartbeat timeout of `workflows/activity-options.ts`; a shorter activity sends none and is not billed for any. */
const BEAT = { details: 'at work', every: 25_000 };
