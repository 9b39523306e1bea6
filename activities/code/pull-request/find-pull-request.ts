import { fixBranch, fixId, markedFix } from '../fix-key.ts';
import type { FixKey } from '../fix-key.ts';
/** What became of a fix that was proposed before, on any host. */
import { MOST_SOURCE_BYTES } from '../host/git-host.ts';
import type { GitHost, PullRequest } from '../host/git-host.ts';
import { toPeople } from './human-review.ts';
import type { ToPeople } from './human-review.ts';

export type Standing =
  /** The branch on which it may be proposed. */
  | { readonly outcome: 'none'; readonly branch: string }
  | { readonly outcome: 'open'; readonly pullRequest: PullRequest }
  | { readonly outcome: 'merged'; readonly pullRequest: PullRequest }
  | ToPeople;

/**
 * Looks for the pull request of this fix: by its branch, and then by author, repository and hidden id. It does not
 * look at the bytes: `joinFix` and `proposeFix` do.
 */
export async function standingFix(host: GitHost, key: FixKey): Promise<Standing> {
  for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
    const standing = await standingOn(host, key, fixBranch(key, turn));
    if (standing.outcome !== 'withdrawn') return standing;
  }
  return toPeople('closed', `Closeloop proposed and withdrew this fix ${MOST_TURNS} times`);
}

/** What comes back that often is not a matter of one more pull request. */
const MOST_TURNS = 20;

/** What Closeloop itself withdrew was declined by nobody: the problem came back, and its fix is proposed anew. */
async function standingOn(
  host: GitHost,
  key: FixKey,
  branch: string,
): Promise<Standing | { readonly outcome: 'withdrawn' }> {
  const { repository } = key;
  const all = await host.pullRequests({ repository, branch });
  const foreign = all.find((one) => one.state.is === 'open' && !isOfOurs(one, repository));
  if (foreign !== undefined) return toPeople('foreign', told(foreign, repository), foreign);
  const ours = all.filter((one) => isOfOurs(one, repository));
  const pullRequest = ours.find(({ state }) => state.is === 'open') ?? ours[0];
  if (pullRequest === undefined) return { outcome: 'none', branch };
  const { state } = pullRequest;
  if (state.is === 'merged') return { outcome: 'merged', pullRequest };
  if (state.is === 'closed' && state.byUs) return { outcome: 'withdrawn' };
  if (state.is === 'closed') return toPeople('closed', closed(pullRequest, state), pullRequest);
  if (markedFix(pullRequest.body) === fixId(key)) return { outcome: 'open', pullRequest };
  const text = `the text of pull request ${pullRequest.number} no longer has Closeloop's id of this fix in a line of its own`;
  return toPeople('edited', text, pullRequest);
}

/**
 * As `standingFix`, for whoever waits or would join: an open pull request counts only while it proposes what was at
 * `tip`, the commit that was remembered when it was opened.
 */
export async function joinFix(host: GitHost, key: FixKey, tip: string): Promise<Standing> {
  const standing = await standingFix(host, key);
  if (standing.outcome !== 'open') return standing;
  const { pullRequest } = standing;
  if (pullRequest.tip === tip || (await proposesSame(host, key, { pullRequest, tip })))
    return standing;
  const text = `pull request ${pullRequest.number} is at ${pullRequest.tip}; Closeloop left it at ${tip}`;
  return toPeople('edited', text, pullRequest);
}

interface Remembered {
  readonly pullRequest: PullRequest;
  readonly tip: string;
}

/** Repositories that ask for up-to-date branches make people bring the base into ours: the change is what it was. */
async function proposesSame(
  host: GitHost,
  { repository, path }: FixKey,
  { pullRequest: { touches, tip: now }, tip: before }: Remembered,
): Promise<boolean> {
  if (!touches.complete || touches.paths.join('\n') !== path) return false;
  const there = await host.readFile({ repository, commit: now, path }, MOST_SOURCE_BYTES);
  const ours = await host.readFile({ repository, commit: before, path }, MOST_SOURCE_BYTES);
  if (there.kind !== 'file' || ours.kind !== 'file') return false;
  return there.blob === ours.blob && there.mode === ours.mode;
}

/**
 * Closes our open pull request with the reason; leaves alone what is not ours, not open, or of others by now. Where
 * nobody remembers its `tip`, null, one commit is taken for ours.
 */
export async function withdrawFix(
  host: GitHost,
  key: FixKey,
  { tip, comment }: { readonly tip: string | null; readonly comment: string },
): Promise<'closed' | 'was-not-open' | 'edited'> {
  const standing = await (tip === null ? standingFix(host, key) : joinFix(host, key, tip));
  if (standing.outcome === 'people' && standing.reason === 'edited') return 'edited';
  if (standing.outcome !== 'open') return 'was-not-open';
  const { pullRequest } = standing;
  if (tip === null && pullRequest.commits !== 1) return 'edited';
  return await host.closePullRequest(pullRequest, comment);
}

/** Opened by us, from the repository itself: a fork's branch of the same name is somebody else's. */
function isOfOurs({ ours, headRepository }: PullRequest, repository: string): boolean {
  return ours && headRepository?.toLowerCase() === repository.toLowerCase();
}

function told({ number, author, headRepository, branch }: PullRequest, repository: string): string {
  const from = headRepository === null ? 'a fork that is gone' : headRepository;
  return `pull request ${number} of ${repository} has our branch name ${branch}, but ${author} opened it from ${from}`;
}

type Closed = Extract<PullRequest['state'], { is: 'closed' }>;

function closed({ number }: PullRequest, { by, at, comment }: Closed): string {
  const who = by === null ? 'closed' : `closed by ${by}`;
  const why = comment === null ? 'without a comment' : `with the comment: ${comment.slice(0, 500)}`;
  return `pull request ${number} was ${who} at ${at} ${why}; it is not opened again`;
}
