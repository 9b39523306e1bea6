/** Finds the pull request of a fix that was proposed before, on any host. */
import type { FixPlace } from '../../../domain/code-fix.ts';
import { fixBranch, fixId, markedFix } from '../fix-key.ts';
import type { GitHost, PullRequest } from '../host/git-host.ts';
import { isSameFile, readFile } from '../source/read-source.ts';
import { toHumanReview } from './human-review.ts';
import type { HumanReview } from './human-review.ts';

export type FoundPullRequest =
  /** The branch on which the fix may be proposed. */
  | { readonly outcome: 'none'; readonly branch: string }
  | { readonly outcome: 'open' | 'merged'; readonly pullRequest: PullRequest }
  | HumanReview;

/**
 * Looks for the pull request of this fix by its branch, then by author, repository and hidden id. Does not compare
 * bytes: see `findUnedited` and `openPullRequest`.
 */
export async function findPullRequest(host: GitHost, place: FixPlace): Promise<FoundPullRequest> {
  for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
    const found = await findOnBranch(host, place, fixBranch(place, turn));
    if (found.outcome !== 'withdrawn') return found;
  }
  return toHumanReview('closed', `Closeloop proposed and withdrew this fix ${MOST_TURNS} times`);
}

/** A problem that returns more often needs people, not another pull request. */
const MOST_TURNS = 20;

/** `withdrawn`: Closeloop closed it itself, nobody declined it, so the fix may be proposed again. */
async function findOnBranch(
  host: GitHost,
  place: FixPlace,
  branch: string,
): Promise<FoundPullRequest | { readonly outcome: 'withdrawn' }> {
  const { repository } = place;
  const all = await host.pullRequests({ repository, branch });
  const foreign = all.find((one) => one.state.is === 'open' && !isOurs(one, repository));
  if (foreign !== undefined)
    return toHumanReview('foreign', whoseItIs(foreign, repository), foreign);
  const ours = all.filter((one) => isOurs(one, repository));
  const pullRequest = ours.find(({ state }) => state.is === 'open') ?? ours[0];
  if (pullRequest === undefined) return { outcome: 'none', branch };
  const { state, number } = pullRequest;
  if (state.is === 'merged') return { outcome: 'merged', pullRequest };
  if (state.is === 'closed' && state.byUs) return { outcome: 'withdrawn' };
  if (state.is === 'closed')
    return toHumanReview('closed', whoClosed(pullRequest, state), pullRequest);
  if (markedFix(pullRequest.body) === fixId(place)) return { outcome: 'open', pullRequest };
  const text = `the text of pull request ${number} no longer has Closeloop's id of this fix in a line of its own`;
  return toHumanReview('edited', text, pullRequest);
}

/**
 * As `findPullRequest`, and an open pull request counts only while it proposes what it proposed at `tip`, the commit
 * that the ledger remembers.
 */
export async function findUnedited(
  host: GitHost,
  place: FixPlace,
  tip: string,
): Promise<FoundPullRequest> {
  const found = await findPullRequest(host, place);
  if (found.outcome !== 'open') return found;
  const { pullRequest } = found;
  if (pullRequest.tip === tip || (await proposesSame(host, place, { pullRequest, tip })))
    return found;
  const text = `pull request ${pullRequest.number} is at ${pullRequest.tip}; Closeloop left it at ${tip}`;
  return toHumanReview('edited', text, pullRequest);
}

interface Remembered {
  readonly pullRequest: PullRequest;
  readonly tip: string;
}

/** Where a repository requires up-to-date branches, people merge the base into ours: the change stays the same. */
async function proposesSame(
  host: GitHost,
  place: FixPlace,
  { pullRequest: { touches, tip: now, branch }, tip: before }: Remembered,
): Promise<boolean> {
  if (!touches.complete || touches.paths.join('\n') !== place.path) return false;
  const theirs = await readFile(host, place, { branch, commit: now });
  const ours = await readFile(host, place, { branch, commit: before });
  return !('unreadable' in theirs) && !('unreadable' in ours) && isSameFile(theirs, ours);
}

/** Opened by us, from the repository itself: a fork's branch of the same name is somebody else's. */
function isOurs({ ours, headRepository }: PullRequest, repository: string): boolean {
  return ours && headRepository?.toLowerCase() === repository.toLowerCase();
}

function whoseItIs(
  { number, author, headRepository, branch }: PullRequest,
  repository: string,
): string {
  const from = headRepository ?? 'a fork that was deleted';
  return `pull request ${number} of ${repository} has our branch name ${branch}, but ${author} opened it from ${from}`;
}

function whoClosed(
  { number }: PullRequest,
  { by, at, comment }: Extract<PullRequest['state'], { is: 'closed' }>,
): string {
  const who = by === null ? 'closed' : `closed by ${by}`;
  const why = comment === null ? 'without a comment' : `with the comment: ${comment.slice(0, 500)}`;
  return `pull request ${number} was ${who} at ${at} ${why}; Closeloop does not open it again`;
}
