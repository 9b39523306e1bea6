/** What becomes of a pull request that was opened. */
import type { MergeLook, WithdrawResult } from '../../../domain/code-fix.ts';
import type { PullInput, WithdrawFixInput } from '../../../workflows/activity-types.ts';
import type { GitHost } from '../host/git-host.ts';
import { joinFix, standingFix, withdrawFix } from '../propose/standing-fix.ts';
import type { SharedFixes } from './shared-fixes.ts';

/** What became of it: the host is asked, whatever a webhook said. */
export async function checkMerge(
  { host }: { readonly host: GitHost },
  { pull }: PullInput,
): Promise<MergeLook> {
  const standing = await joinFix(host, pull.place, pull.tip);
  if (standing.outcome === 'none') return { status: 'closed', reason: `${pull.url} is gone` };
  if (standing.outcome === 'people') return { status: 'closed', reason: standing.because };
  if (standing.outcome === 'open') return { status: 'open', reason: '' };
  const { state } = standing.pullRequest;
  const by = state.is === 'merged' && state.by !== null ? ` by ${state.by}` : '';
  return { status: 'merged', reason: `pull request ${pull.url} was merged${by}` };
}

/** Closed with the reason, unless other findings wait for it or others work on it. */
export async function withdraw(
  { host, shared }: { readonly host: GitHost; readonly shared: Pick<SharedFixes, 'leave'> },
  { place, reason, workflowId }: WithdrawFixInput,
): Promise<WithdrawResult> {
  if ((await shared.leave(place, workflowId)) === 'others-wait') return { status: 'shared' };
  const standing = await standingFix(host, place);
  if (standing.outcome === 'open' && standing.pullRequest.commits !== 1)
    return { status: 'edited' };
  const comment = `Closeloop closes this pull request: ${reason}. Nothing waits for it any more.`;
  return { status: await withdrawFix(host, place, comment) };
}
