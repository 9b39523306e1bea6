/** Changes of pull requests, by people and through the API. */
import { invalid, Refusal } from './answer.ts';
import { branchTip } from './branch-tip.ts';
import { compare } from './commits.ts';
import { git, GitError, gitLine, writeCommit } from './git.ts';
import { sendWebhooks } from './hooks.ts';
import { fullName, repositoryNamed } from './state.ts';
import type { Account, Pull, Repository, State } from './state.ts';

export interface NewPull {
  readonly repository: Repository;
  readonly by: Account;
  readonly title: string;
  readonly body: string;
  /** `branch`, or `owner:branch` of a fork. */
  readonly head: string;
  readonly base: string;
}

/** https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request, with its three 422 */
export async function openPull(state: State, wanted: NewPull): Promise<Pull> {
  const { repository, by, base } = wanted;
  const from = headOf(state, wanted);
  const tip = await branchTip(from.repository, from.branch);
  if (tip === null) throw new Refusal(422, 'Validation Failed', [field('head')]);
  const into = await branchTip(repository, base);
  if (into === null) throw new Refusal(422, 'Validation Failed', [field('base')]);
  const same = repository.pulls.find(
    (pull) =>
      pull.closed === null &&
      pull.headRepository === fullName(from.repository) &&
      pull.headBranch === from.branch &&
      pull.baseBranch === base,
  );
  if (same !== undefined) {
    const label = `${from.repository.owner}:${from.branch}`;
    throw invalid('PullRequest', `A pull request already exists for ${label}.`);
  }
  const number = repository.pulls.length + 1;
  const ref = `refs/pull/${number}/head`;
  await fetchHead(repository, from, ref);
  if ((await compare(repository.folder, into, tip)).ahead === 0)
    throw invalid('PullRequest', `No commits between ${base} and ${from.branch}`);
  const pull: Pull = {
    id: state.nextId(),
    number,
    title: wanted.title,
    body: wanted.body,
    author: by,
    createdAt: state.now().toISOString(),
    headRepository: fullName(from.repository),
    headBranch: from.branch,
    baseBranch: base,
    tip,
    closed: null,
    merged: null,
    comments: [],
  };
  repository.pulls.push(pull);
  return pull;
}

function headOf(state: State, { repository, head }: NewPull) {
  const [owner, branch] = head.includes(':') ? head.split(':', 2) : [repository.owner, head];
  const fork = [...state.repositories.values()].find(
    (other) =>
      other.owner === owner && (other === repository || other.forkOf === fullName(repository)),
  );
  if (fork === undefined) throw new Refusal(422, 'Validation Failed', [field('head')]);
  return { repository: fork, branch: branch ?? '' };
}

/** Updates `refs/pull/N/head` in the repository from the head branch, which may be a fork's. */
async function fetchHead(
  repository: Repository,
  from: { readonly repository: Repository; readonly branch: string },
  ref: string,
): Promise<void> {
  const branch = `refs/heads/${from.branch}`;
  const args =
    from.repository === repository
      ? ['update-ref', ref, branch]
      : ['fetch', '--quiet', from.repository.folder, `+${branch}:${ref}`];
  await git(repository.folder, args);
}

function field(name: string) {
  return { resource: 'PullRequest', field: name, code: 'invalid' };
}

/** The present head commit of a pull request; an open one follows its branch. */
export async function tipOf(state: State, repository: Repository, pull: Pull): Promise<string> {
  if (pull.closed !== null) return pull.tip;
  const from = repositoryNamed(state, pull.headRepository);
  const tip = from === null ? null : await branchTip(from, pull.headBranch);
  if (from === null || tip === null) return pull.tip;
  if (tip !== pull.tip) {
    const branch = pull.headBranch;
    await fetchHead(repository, { repository: from, branch }, `refs/pull/${pull.number}/head`);
    pull.tip = tip;
  }
  return tip;
}

/** What its changes are compared with: the base branch now, or where it was merged, as it was before. */
export async function pullRange(
  state: State,
  repository: Repository,
  pull: Pull,
): Promise<{ readonly base: string | null; readonly tip: string }> {
  const tip = await tipOf(state, repository, pull);
  const base =
    pull.merged === null ? await branchTip(repository, pull.baseBranch) : `${pull.merged.commit}^1`;
  return { base, tip };
}

export interface ByWhom {
  readonly repository: Repository;
  readonly pull: Pull;
  readonly by: Account;
}

export async function closePull(state: State, { repository, pull, by }: ByWhom): Promise<void> {
  if (pull.closed !== null) return;
  pull.tip = await tipOf(state, repository, pull);
  pull.closed = { by, at: state.now().toISOString() };
  sendWebhooks(state, { repository, pull, by }, 'closed');
}

/** Sends webhooks for the open pull requests of a branch that moved. */
export async function sendBranchMoved(
  state: State,
  { repository, branch, by }: { repository: Repository; branch: string; by: Account },
): Promise<void> {
  for (const pull of repository.pulls) {
    if (pull.closed !== null || pull.headBranch !== branch) continue;
    if (pull.headRepository !== fullName(repository)) continue;
    await tipOf(state, repository, pull);
    sendWebhooks(state, { repository, pull, by }, 'synchronize');
  }
}

/** Closes the pull requests of a branch that is being deleted, as GitHub does. */
export async function closeForDeletedBranch(
  state: State,
  { repository, ref, by }: { repository: Repository; ref: string; by: Account },
): Promise<void> {
  for (const pull of repository.pulls) {
    const from = pull.headRepository === fullName(repository) && `refs/heads/${pull.headBranch}`;
    if (from === ref) await closePull(state, { repository, pull, by });
  }
}

/** Merges with Git, and refuses conflicts. `squash` makes one commit. */
export async function mergePull(
  state: State,
  { repository, pull, by }: ByWhom,
  { method = 'merge', sha = null }: { method?: 'merge' | 'squash'; sha?: string | null } = {},
): Promise<string> {
  const { folder } = repository;
  if (pull.closed !== null) throw new Refusal(405, 'Pull Request is not mergeable');
  const tip = await tipOf(state, repository, pull);
  if (sha !== null && sha !== tip)
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  const base = await branchTip(repository, pull.baseBranch);
  if (base === null) throw new Refusal(404, 'Base does not exist');
  const who = signatureOf(by, state.now());
  const commit = await writeCommit(folder, {
    tree: await mergedTree(folder, base, tip),
    parents: method === 'squash' ? [base] : [base, tip],
    message: `${pull.title} (#${pull.number})\n`,
    author: who,
    committer: who,
  });
  await git(folder, ['update-ref', `refs/heads/${pull.baseBranch}`, commit, base]);
  pull.tip = tip;
  pull.merged = { commit };
  pull.closed = { by, at: state.now().toISOString() };
  sendWebhooks(state, { repository, pull, by }, 'closed');
  return commit;
}

/** GitHub's button "Update branch": merges the base into the pull request's branch. Returns the new tip. */
export async function updatePull(state: State, { repository, pull, by }: ByWhom): Promise<string> {
  const { folder } = repository;
  const tip = await tipOf(state, repository, pull);
  const base = await branchTip(repository, pull.baseBranch);
  if (base === null) throw new Refusal(404, 'Base does not exist');
  const who = signatureOf(by, state.now());
  const commit = await writeCommit(folder, {
    tree: await mergedTree(folder, tip, base),
    parents: [tip, base],
    message: `Merge branch '${pull.baseBranch}' into ${pull.headBranch}\n`,
    author: who,
    committer: who,
  });
  await git(folder, ['update-ref', `refs/heads/${pull.headBranch}`, commit, tip]);
  await sendBranchMoved(state, { repository, branch: pull.headBranch, by });
  return commit;
}

async function mergedTree(folder: string, base: string, tip: string): Promise<string> {
  try {
    return await gitLine(folder, ['merge-tree', '--write-tree', base, tip]);
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1)
      throw new Refusal(405, 'Pull Request has merge conflicts');
    throw error;
  }
}

export function signatureOf({ id, login }: Account, now: Date) {
  const email = `${id}+${login}@users.noreply.github.com`;
  return { name: login, email, date: now.toISOString() };
}
