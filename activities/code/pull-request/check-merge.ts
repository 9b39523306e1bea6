import type { MergeCheck } from '../../../domain/code-fix.ts';
import type { CheckMergeInput } from '../../../workflows/activity-types.ts';
import { callAws } from '../../aws/failures.ts';
import type { MergedFixes } from '../../ledger/code-fix/merged-fixes.ts';
import type { GitHost } from '../host/git-host.ts';
import { checkSource } from '../source/check-source.ts';
import type { Languages } from '../validate/languages.ts';
import { findUnedited } from './find-pull-request.ts';

interface MergeDeps {
  readonly host: GitHost;
  readonly languages: Languages;
  readonly merged: Pick<MergedFixes, 'keep'>;
}

/** Asks the host what became of the pull request, and after a merge checks the source file itself. */
export async function checkMerge(
  deps: MergeDeps,
  { pull, diff, workflowId, problem }: CheckMergeInput,
): Promise<MergeCheck> {
  const { host, merged } = deps;
  const found = await findUnedited(host, pull.place, pull.tip);
  if (found.outcome === 'none') {
    const reason = `${pull.url} does not exist any more, or Closeloop withdrew it when no other finding waited for it`;
    return { status: 'closed', reason };
  }
  if (found.outcome === 'human-review') return { status: 'closed', reason: found.because };
  if (found.outcome === 'open') return { status: 'open', reason: '' };
  const { state, tip } = found.pullRequest;
  // A change that others edited before they merged it is not what the validator accepted.
  if (diff !== null && tip === pull.tip)
    await callAws(`the ledger for ${workflowId}`, () => merged.keep(pull.place, diff));
  const by = state.is === 'merged' && state.by !== null ? ` by ${state.by}` : '';
  const reason = `pull request ${pull.url} was merged${by}`;
  const now = await checkSource(deps, pull.place, problem);
  if (now.source === 'holds') return { status: 'merged', reason };
  return { status: 'merged', reason: `${reason}, but ${now.because}`, source: now.source };
}
