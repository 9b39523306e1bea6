import type { FixPlace, WithdrawResult } from '../../../domain/code-fix.ts';
import type { WithdrawFixInput } from '../../../workflows/activity-types.ts';
import type { SharedFixes } from '../../ledger/code-fix/shared-fixes.ts';
import type { GitHost } from '../host/git-host.ts';
import { findPullRequest, findUnedited } from './find-pull-request.ts';

interface WithdrawDeps {
  readonly host: GitHost;
  readonly shared: Pick<SharedFixes, 'leave' | 'tipOf'>;
}

/** Closes the pull request with the reason, unless other findings wait for it or others changed it. */
export async function withdrawFix(
  { host, shared }: WithdrawDeps,
  { place, reason, workflowId }: WithdrawFixInput,
): Promise<WithdrawResult> {
  if ((await shared.leave(place, workflowId)) === 'others-wait') return { status: 'shared' };
  const comment = `Closeloop closes this pull request, because no finding needs it any more: ${reason}.`;
  const tip = await shared.tipOf(place);
  return { status: await closeFix(host, place, { tip, comment }) };
}

/** Closes our open pull request. With an unknown `tip`, null, a single commit is taken for ours. */
export async function closeFix(
  host: GitHost,
  place: FixPlace,
  { tip, comment }: { readonly tip: string | null; readonly comment: string },
): Promise<'closed' | 'was-not-open' | 'edited'> {
  const found = await (tip === null
    ? findPullRequest(host, place)
    : findUnedited(host, place, tip));
  if (found.outcome === 'human-review' && found.reason === 'edited') return 'edited';
  if (found.outcome !== 'open') return 'was-not-open';
  const { pullRequest } = found;
  if (tip === null && pullRequest.commits !== 1) return 'edited';
  return await host.closePullRequest(pullRequest, comment);
}
