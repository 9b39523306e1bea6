import { branchTip } from './branch-tip.ts';
import { git, gitLine } from './git.ts';
import { accountOf, commitFiles, deleteBranch, forkRepository, repositoryOf } from './people.ts';
import type { Files } from './people.ts';
import { closePull, mergePull, openPull, sendBranchMoved, updatePull } from './pull-changes.ts';
import { showPullSimple } from './show.ts';
import type { Pull, State } from './state.ts';

/** What people do to repositories, in one call each. `by` is a login; logins need not be known before. */
export interface Scenario {
  /** Commits to a branch, which is created from the default branch if it does not exist; returns the commit. */
  commit(
    repository: string,
    change: { branch?: string; files: Files; by?: string },
  ): Promise<string>;
  /** Replaces the branch by one commit on the default branch, as a forced push does. */
  replaceBranch(repository: string, branch: string, files: Files): Promise<void>;
  deleteBranch(repository: string, branch: string, by?: string): Promise<void>;
  open(repository: string, pull: PullOf): Promise<number>;
  /** Opens it from a fork of theirs, from a branch with this change. */
  openFromFork(repository: string, pull: PullOf & { files: Files }): Promise<number>;
  close(repository: string, number: number, why?: { by?: string; comment?: string }): Promise<void>;
  merge(repository: string, number: number, how?: Merging): Promise<string>;
  /** Presses "Update branch"; returns the new tip. */
  updateBranch(repository: string, number: number): Promise<string>;
  editBody(repository: string, number: number, body: string): void;
  /** All branches of the repository and their tips. */
  branches(repository: string): Promise<Readonly<Record<string, string>>>;
  comments(repository: string, number: number): readonly string[];
  pulls(repository: string): readonly ReturnType<typeof showPullSimple>[];
  /** The file's text at a branch or commit. */
  text(repository: string, at: string, path: string): Promise<string>;
  /** Commits that a branch or commit has and the default branch has not. */
  ahead(repository: string, at: string): Promise<number>;
}

interface PullOf {
  readonly by: string;
  readonly branch: string;
  readonly title?: string;
  readonly body?: string;
}

interface Merging {
  readonly by?: string;
  readonly method?: 'merge' | 'squash';
}

const SOMEBODY = 'maintainer';

export function createScenario(state: State): Scenario {
  return { ...pushing(state), ...proposing(state), ...readers(state) };
}

function pushing(state: State): Pick<Scenario, 'commit' | 'replaceBranch' | 'deleteBranch'> {
  return {
    commit: async (name, { branch, files, by = SOMEBODY }) => {
      const repository = repositoryOf(state, name);
      const on = branch ?? repository.defaultBranch;
      const who = accountOf(state, by);
      const commit = await commitFiles(state, { repository, branch: on, files, by: who });
      await sendBranchMoved(state, { repository, branch: on, by: who });
      return commit;
    },
    replaceBranch: async (name, branch, files) => {
      const repository = repositoryOf(state, name);
      const by = accountOf(state, SOMEBODY);
      const ref = `refs/heads/${branch}`;
      await git(repository.folder, ['update-ref', ref, `refs/heads/${repository.defaultBranch}`]);
      await commitFiles(state, { repository, branch, files, by });
      await sendBranchMoved(state, { repository, branch, by });
    },
    deleteBranch: async (name, branch, by = SOMEBODY) => {
      const repository = repositoryOf(state, name);
      await deleteBranch(state, { repository, branch, by: accountOf(state, by) });
    },
  };
}

type Proposing = 'open' | 'openFromFork' | 'close' | 'merge' | 'updateBranch' | 'editBody';

function proposing(state: State): Pick<Scenario, Proposing> {
  return {
    open: async (name, pull) => await open(state, name, { ...pull, head: pull.branch }),
    openFromFork: async (name, { files, ...pull }) => {
      const by = accountOf(state, pull.by);
      const fork = await forkRepository(state, repositoryOf(state, name), by);
      await commitFiles(state, { repository: fork, branch: pull.branch, by, files });
      return await open(state, name, { ...pull, head: `${pull.by}:${pull.branch}` });
    },
    close: async (name, number, { by = SOMEBODY, comment } = {}) => {
      const which = pullOf(state, { name, number, by });
      const at = state.now().toISOString();
      if (comment !== undefined)
        which.pull.comments.push({ id: state.nextId(), author: which.by, body: comment, at });
      await closePull(state, which);
    },
    merge: async (name, number, { by = SOMEBODY, method = 'merge' } = {}) =>
      await mergePull(state, pullOf(state, { name, number, by }), { method }),
    updateBranch: async (name, number) =>
      await updatePull(state, pullOf(state, { name, number, by: SOMEBODY })),
    editBody: (name, number, body) => {
      pullOf(state, { name, number, by: SOMEBODY }).pull.body = body;
    },
  };
}

async function open(
  state: State,
  name: string,
  { by, head, title, body }: PullOf & { readonly head: string },
): Promise<number> {
  const repository = repositoryOf(state, name);
  const { number } = await openPull(state, {
    repository,
    by: accountOf(state, by),
    title: title ?? `Change of ${by}`,
    body: body ?? '',
    head,
    base: repository.defaultBranch,
  });
  return number;
}

type Readers = 'branches' | 'pulls' | 'comments' | 'text' | 'ahead';

function readers(state: State): Pick<Scenario, Readers> {
  return {
    text: async (name, at, path) => {
      const { folder } = repositoryOf(state, name);
      return (await git(folder, ['cat-file', 'blob', `${at}:${path}`])).toString();
    },
    ahead: async (name, at) => {
      const { folder, defaultBranch } = repositoryOf(state, name);
      const range = `refs/heads/${defaultBranch}..${at}`;
      return Number(await gitLine(folder, ['rev-list', '--count', range]));
    },
    comments: (name, number) =>
      pullOf(state, { name, number, by: SOMEBODY }).pull.comments.map(({ body }) => body),
    branches: async (name) => {
      const repository = repositoryOf(state, name);
      const args = ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads'];
      const names = (await gitLine(repository.folder, args)).split('\n').filter(Boolean);
      const tips = names.map(
        async (branch) => [branch, (await branchTip(repository, branch)) ?? ''] as const,
      );
      return Object.fromEntries(await Promise.all(tips));
    },
    pulls: (name) => {
      const repository = repositoryOf(state, name);
      return repository.pulls.map((pull) => showPullSimple(state, repository, pull));
    },
  };
}

function pullOf(
  state: State,
  { name, number, by }: { name: string; number: number; by: string },
): { repository: ReturnType<typeof repositoryOf>; pull: Pull; by: ReturnType<typeof accountOf> } {
  const repository = repositoryOf(state, name);
  const pull = repository.pulls.find((one) => one.number === number);
  if (pull === undefined) throw new Error(`${name} has no pull request ${number}.`);
  return { repository, pull, by: accountOf(state, by) };
}
