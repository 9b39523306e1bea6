/** What becomes of a pull request that was opened. */
import type { MergeCheck, WithdrawResult } from '../../../domain/code-fix.ts';
import type { CheckMergeInput, WithdrawFixInput } from '../../../workflows/activity-types.ts';
import { asking } from '../../aws/failures.ts';
import type { MergedFixes } from '../../ledger/code-fix/merged-fixes.ts';
import type { SharedFixes } from '../../ledger/code-fix/shared-fixes.ts';
import type { GitHost } from '../host/git-host.ts';
import { sourceNow } from '../source/check-source.ts';
import type { Languages } from '../validate/languages.ts';
import { joinFix, withdrawFix } from './find-pull-request.ts';

interface MergeDeps {
  readonly host: GitHost;
  readonly languages: Languages;
  readonly merged: Pick<MergedFixes, 'keep'>;
}

/** What became of it: the host is asked, whatever a webhook said, and the file, whatever was merged. */
export async function checkMerge(
  deps: MergeDeps,
  { pull, diff, workflowId, problem }: CheckMergeInput,
): Promise<MergeCheck> {
  const { host, merged } = deps;
  const standing = await joinFix(host, pull.place, pull.tip);
  if (standing.outcome === 'none') {
    const reason = `${pull.url} is not there any more, or Closeloop closed it when nothing else waited for it`;
    return { status: 'closed', reason };
  }
  if (standing.outcome === 'people') return { status: 'closed', reason: standing.because };
  if (standing.outcome === 'open') return { status: 'open', reason: '' };
  const { state, tip } = standing.pullRequest;
  // What others changed before they merged it is not what the validator saw.
  if (diff !== null && tip === pull.tip)
    await asking(`the ledger for ${workflowId}`, () => merged.keep(pull.place, diff));
  const by = state.is === 'merged' && state.by !== null ? ` by ${state.by}` : '';
  const reason = `pull request ${pull.url} was merged${by}`;
  const now = await sourceNow(deps, pull.place, problem);
  if (now.source === 'holds') return { status: 'merged', reason };
  return { status: 'merged', reason: `${reason}, but ${now.because}`, source: now.source };
}

/** Closed with the reason, unless other findings wait for it or others work on it. */
export async function withdraw(
  {
    host,
    shared,
  }: { readonly host: GitHost; readonly shared: Pick<SharedFixes, 'leave' | 'tipOf'> },
  { place, reason, workflowId }: WithdrawFixInput,
): Promise<WithdrawResult> {
  if ((await shared.leave(place, workflowId)) === 'others-wait') return { status: 'shared' };
  const comment = `Closeloop closes this pull request: ${reason}. Nothing waits for it any more.`;
  return { status: await withdrawFix(host, place, { tip: await shared.tipOf(place), comment }) };
}
