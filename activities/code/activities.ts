import type {
  CodeActivities,
  DraftFixInput,
  ProposeFixInput,
} from '../../workflows/activity-types.ts';
import type { MergedFixes } from '../ledger/code-fix/merged-fixes.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Tell } from '../notify/tell.ts';
import { recorded } from '../recorded.ts';
import { whileBeating } from '../while-beating.ts';
import { draftFix } from './draft-fix.ts';
import type { DraftDeps } from './draft-fix.ts';
import { checkMerge } from './pull-request/check-merge.ts';
import { proposeFix } from './pull-request/propose-fix.ts';
import type { ProposeDeps } from './pull-request/propose-fix.ts';
import { withdrawFix } from './pull-request/withdraw-fix.ts';

/** For the code worker. */
export function codeActivities(
  deps: DraftDeps &
    ProposeDeps & { readonly merged: MergedFixes; readonly ledger: Ledger; readonly notify?: Tell },
): CodeActivities {
  const after = recorded(deps.ledger, deps.notify);
  const drafted = after((input: DraftFixInput, episode) => draftFix(deps, input, episode));
  const proposed = after((input: ProposeFixInput, episode) => proposeFix(deps, input, episode));
  return {
    draftFix: (input) => whileBeating(BEAT, () => drafted(input)),
    proposeFix: (input) => whileBeating(BEAT, () => proposed(input)),
    checkMerge: after((input) => checkMerge(deps, input)),
    withdrawFix: after((input) => withdrawFix(deps, input)),
  };
}

/** Twice in a heartbeat timeout of `workflows/activity-options.ts`; a shorter activity sends none and is not billed for any. */
const BEAT = { details: 'at work', every: 25_000 };
