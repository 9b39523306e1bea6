/** Turns a validated change into one pull request, on any host. A repetition opens nothing twice. */
import type { FixDraft, FixPlace } from '../../../domain/code-fix.ts';
import { BRANCH_PREFIX, fixMarker } from '../fix-key.ts';
import type { GitHost, Head, PullRequest, Published } from '../host/git-host.ts';
import { protectedPath } from '../protected-paths.ts';
import { sameSiblings } from '../source/read-siblings.ts';
import { isSameFile, noRepository, readFile, readInFolder } from '../source/read-source.ts';
import type { SiblingFile } from '../validate/language.ts';
import { findPullRequest } from './find-pull-request.ts';
import type { FoundPullRequest } from './find-pull-request.ts';
import { toHumanReview } from './human-review.ts';
import type { HumanReview } from './human-review.ts';
import type { PullRequestText } from './text/write.ts';

/** What was validated, with its text. */
export interface ValidatedChange extends Pick<FixDraft, 'base' | 'before'>, PullRequestText {
  readonly place: FixPlace;
  /** The other files of the module, as they were when it was validated. */
  readonly siblings: readonly SiblingFile[];
  /** The whole new file: the validator's own bytes. */
  readonly after: Uint8Array;
  /** ISO 8601, from history: a repetition makes the same commit. */
  readonly at: string;
  /** How many of our pull requests may be open in this repository at once. */
  readonly maxOpen: number;
}

export type Opened =
  | { readonly outcome: 'open'; readonly pullRequest: PullRequest; readonly adopted: boolean }
  | { readonly outcome: 'merged'; readonly pullRequest: PullRequest }
  /** The file on the default branch, or another of its module, is not the one that was validated. */
  | { readonly outcome: 'file-changed'; readonly head: Head }
  | HumanReview;

/** Throws what the host throws. */
export async function openPullRequest(host: GitHost, change: ValidatedChange): Promise<Opened> {
  const { place, base, title, message, at, maxOpen } = change;
  const { repository, path } = place;
  const reason = protectedPath(path);
  if (reason !== null) return toHumanReview('protected-path', reason);
  const found = await findPullRequest(host, place);
  if (found.outcome !== 'none') return await adopt(host, change, found);
  const { branch } = found;
  const head = await host.head(repository);
  if (head === null) return toHumanReview('no-repository', noRepository(repository));
  if (await hasChanged(host, change, head)) return { outcome: 'file-changed', head };
  const body = `${change.body.trimEnd()}\n\n${fixMarker(place)}`;
  const file = { path, mode: change.before.mode, bytes: change.after };
  const commit = { repository, base, branch, prefix: BRANCH_PREFIX, at, message };
  const published = await host.publish({ ...commit, ...file, title, body }, maxOpen);
  return await afterPublish(host, change, { branch, published });
}

async function adopt(
  host: GitHost,
  change: ValidatedChange,
  found: Exclude<FoundPullRequest, { outcome: 'none' }>,
): Promise<Opened> {
  if (found.outcome === 'human-review') return found;
  const { outcome, pullRequest } = found;
  if (outcome === 'merged') return { outcome, pullRequest };
  const difference = await differenceFrom(host, change, pullRequest);
  if (difference === null) return { outcome, pullRequest, adopted: true };
  return toHumanReview('edited', `pull request ${pullRequest.number} ${difference}`, pullRequest);
}

/** How an open pull request differs from the one that we would open; null when it does not. */
async function differenceFrom(
  host: GitHost,
  { place, before, after, base }: ValidatedChange,
  { tip, commits, touches, into, branch }: PullRequest,
): Promise<string | null> {
  if (into !== base.branch) return `goes into ${into} instead of ${base.branch}`;
  if (commits !== 1) return `has ${commits} commits; Closeloop made one`;
  if (!touches.complete || touches.paths.join('\n') !== place.path)
    return `changes ${touches.paths.slice(0, 5).join(', ')}; Closeloop changed ${place.path}`;
  const file = await readFile(host, place, { branch, commit: tip });
  const same =
    !('unreadable' in file) && file.mode === before.mode && Buffer.from(after).equals(file.bytes);
  return same ? null : `proposes other bytes in ${place.path} than Closeloop's`;
}

async function hasChanged(
  host: GitHost,
  { place, base, before, siblings }: ValidatedChange,
  head: Head,
): Promise<boolean> {
  if (head.branch !== base.branch) return true;
  if (head.commit === base.commit) return false;
  const now = await readInFolder(host, place, head);
  return 'unreadable' in now || !isSameFile(now, before) || !sameSiblings(now.siblings, siblings);
}

async function afterPublish(
  host: GitHost,
  change: ValidatedChange,
  { branch, published }: { readonly branch: string; readonly published: Published },
): Promise<Opened> {
  const { repository } = change.place;
  if (published.outcome === 'too-many-open') {
    const text = `${published.open} pull requests of Closeloop are open in ${repository}, which allows ${change.maxOpen}`;
    return toHumanReview('too-many-open', text);
  }
  if (published.outcome === 'branch-taken') {
    const text = `the branch ${branch} of ${repository} is at ${published.tip}, which is not Closeloop's commit; delete the branch to let Closeloop propose`;
    return toHumanReview('branch-taken', text);
  }
  if (published.opened) {
    const [pullRequest] = await host.pullRequests({ repository, number: published.number });
    if (pullRequest !== undefined) return { outcome: 'open', pullRequest, adopted: false };
  }
  const found = await findPullRequest(host, change.place);
  if (found.outcome !== 'none') return await adopt(host, change, found);
  return toHumanReview('edited', `pull request ${published.number} of ${repository} disappeared`);
}
