import type { CodeActivities } from '../../workflows/activity-types.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Tell } from '../notify/tell.ts';
import { recorded } from '../recorded.ts';
import { draftFix } from './fix/draft-fix.ts';
import type { DraftDeps } from './fix/draft-fix.ts';
import { checkMerge, withdraw } from './fix/follow.ts';
import { propose } from './fix/propose.ts';
import type { ProposeDeps } from './fix/propose.ts';

/** For the worker of the code queue. */
export function codeActivities(
  deps: DraftDeps & ProposeDeps & { readonly ledger: Ledger; readonly notify?: Tell },
): CodeActivities {
  const after = recorded(deps.ledger, deps.notify);
  return {
    draftFix: after((input, episode) => draftFix(deps, input, episode)),
    proposeFix: after((input, episode) => propose(deps, input, episode)),
    checkMerge: after((input) => checkMerge(deps, input)),
    withdrawFix: after((input) => withdraw(deps, input)),
  };
}
