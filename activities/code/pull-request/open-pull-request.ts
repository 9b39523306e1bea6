import { BRANCH_PREFIX, fixMarker } from '../fix-key.ts';
import type { FixKey } from '../fix-key.ts';
/** From an accepted fix to one pull request, on any host. Repeating it makes nothing twice. */
import { MOST_SOURCE_BYTES } from '../host/git-host.ts';
import type { FileMode, GitHost, Head, PullRequest, Published } from '../host/git-host.ts';
import { untouchable } from '../protected-paths.ts';
import { standingFix } from './find-pull-request.ts';
import type { Standing } from './find-pull-request.ts';
import { toPeople } from './human-review.ts';
import type { ToPeople } from './human-review.ts';

/** What was validated, and the words for it. */
export interface FixProposal {
  readonly key: FixKey;
  /** Where the file was read. */
  readonly base: Head;
  readonly before: { readonly blob: string; readonly mode: FileMode };
  /** The whole file as it becomes: the validator's own bytes. */
  readonly after: Uint8Array;
  /** ISO 8601, from history: a repetition makes the same commit. */
  readonly at: string;
  /** The commit's. */
  readonly message: string;
  readonly title: string;
  /** Markdown; the hidden id is added. */
  readonly body: string;
  /** How many of ours may be open in this repository at once. */
  readonly maxOpen: number;
}

export type Proposed =
  | { readonly outcome: 'open'; readonly pullRequest: PullRequest; readonly adopted: boolean }
  | { readonly outcome: 'merged'; readonly pullRequest: PullRequest }
  /** The file is another by now: validate anew, from here. */
  | { readonly outcome: 'moved'; readonly head: Head }
  | ToPeople;

/** Throws what the host throws; everything it answers is a value. */
export async function proposeFix(host: GitHost, proposal: FixProposal): Promise<Proposed> {
  const { key, base } = proposal;
  const forbidden = untouchable(key.path);
  if (forbidden !== null) return toPeople('untouchable', forbidden);
  const standing = await standingFix(host, key);
  if (standing.outcome !== 'none') return await adopted(host, proposal, standing);
  const { branch } = standing;
  const head = await host.head(key.repository);
  if (head === null)
    return toPeople('no-repository', `${key.repository} is not there for Closeloop, or empty`);
  if (await hasMoved(host, proposal, head)) return { outcome: 'moved', head };
  const change = {
    repository: key.repository,
    base,
    path: key.path,
    mode: proposal.before.mode,
    bytes: proposal.after,
    branch,
    prefix: BRANCH_PREFIX,
    at: proposal.at,
    message: proposal.message,
    title: proposal.title,
    body: `${proposal.body.trimEnd()}\n\n${fixMarker(key)}`,
  };
  const published = await host.publish(change, proposal.maxOpen);
  return await afterwards(host, proposal, { branch, published });
}

/** What is there already. */
async function adopted(
  host: GitHost,
  proposal: FixProposal,
  standing: Exclude<Standing, { outcome: 'none' }>,
): Promise<Proposed> {
  if (standing.outcome !== 'open') return standing;
  const { pullRequest } = standing;
  const difference = await differenceFrom(host, proposal, pullRequest);
  if (difference === null) return { outcome: 'open', pullRequest, adopted: true };
  return toPeople('edited', `pull request ${pullRequest.number} ${difference}`, pullRequest);
}

/** What of an open pull request is not as we would make it; null when nothing. */
async function differenceFrom(
  host: GitHost,
  { key, before, after, base }: FixProposal,
  { repository, tip, commits, touches, into }: PullRequest,
): Promise<string | null> {
  if (into !== base.branch) return `goes into ${into} instead of ${base.branch}`;
  if (commits !== 1) return `has ${commits} commits; Closeloop made one`;
  if (!touches.complete || touches.paths.join('\n') !== key.path)
    return `touches ${touches.paths.slice(0, 5).join(', ')}; Closeloop changed ${key.path}`;
  const there = await host.readFile({ repository, commit: tip, path: key.path }, after.length);
  if (there.kind === 'file' && there.mode === before.mode && Buffer.from(after).equals(there.bytes))
    return null;
  return `proposes other bytes in ${key.path} than Closeloop's`;
}

async function hasMoved(
  host: GitHost,
  { key, base, before }: FixProposal,
  head: Head,
): Promise<boolean> {
  if (head.branch !== base.branch) return true;
  if (head.commit === base.commit) return false;
  const at = { repository: key.repository, commit: head.commit, path: key.path };
  const now = await host.readFile(at, MOST_SOURCE_BYTES);
  return now.kind !== 'file' || now.blob !== before.blob || now.mode !== before.mode;
}

async function afterwards(
  host: GitHost,
  proposal: FixProposal,
  { branch, published }: { readonly branch: string; readonly published: Published },
): Promise<Proposed> {
  const { repository } = proposal.key;
  if (published.outcome === 'too-many-open') {
    const text = `${published.open} pull requests of Closeloop are open in ${repository}, as many as may be (${proposal.maxOpen})`;
    return toPeople('too-many-open', text);
  }
  if (published.outcome === 'branch-taken') {
    const text = `the branch ${branch} of ${repository} is at ${published.tip}, which is not what Closeloop would put there; delete it to let Closeloop propose`;
    return toPeople('branch-taken', text);
  }
  if (published.opened) {
    const [pullRequest] = await host.pullRequests({ repository, number: published.number });
    if (pullRequest !== undefined) return { outcome: 'open', pullRequest, adopted: false };
  }
  const standing = await standingFix(host, proposal.key);
  if (standing.outcome !== 'none') return await adopted(host, proposal, standing);
  const text = `pull request ${published.number} of ${repository} was there and is not any more`;
  return toPeople('edited', text);
}
