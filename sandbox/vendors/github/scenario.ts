import { branchTip } from './branch-tip.ts';
import { git, gitLine } from './git.ts';
import { accountOf, commitFiles, deleteBranch, forkRepository, repositoryOf } from './people.ts';
import type { Files } from './people.ts';
import { closePull, mergePull, openPull, sendBranchMoved, updatePull } from './pull-changes.ts';
import { showPullSimple } from './show.ts';
import type { State } from './state.ts';

interface PullOf {
  readonly by: string;
  readonly branch: string;
  readonly title?: string;
  readonly body?: string;
}

interface Change {
  readonly branch?: string;
  readonly files: Files;
  readonly by?: string;
}

interface Closing {
  readonly by?: string;
  readonly comment?: string;
}

interface Merging {
  readonly by?: string;
  readonly method?: 'merge' | 'squash';
}

const SOMEBODY = 'maintainer';

export type Scenario = ReturnType<typeof createScenario>;

/** What people do to repositories, in one call each. `by` is a login; logins need not be known before. */
export function createScenario(state: State) {
  return { ...pushing(state), ...proposing(state), ...readers(state) };
}

function pushing(state: State) {
  return {
    /** Commits to a branch, which is created from the default branch if it does not exist; returns the commit. */
    commit: async (name: string, { branch, files, by = SOMEBODY }: Change): Promise<string> => {
      const repository = repositoryOf(state, name);
      const on = branch ?? repository.defaultBranch;
      const who = accountOf(state, by);
      const commit = await commitFiles(state, { repository, branch: on, files, by: who });
      await sendBranchMoved(state, { repository, branch: on, by: who });
      return commit;
    },
    /** Replaces the branch by one commit on the default branch, as a forced push does. */
    replaceBranch: async (name: string, branch: string, files: Files): Promise<void> => {
      const repository = repositoryOf(state, name);
      const by = accountOf(state, SOMEBODY);
      const ref = `refs/heads/${branch}`;
      await git(repository.folder, ['update-ref', ref, `refs/heads/${repository.defaultBranch}`]);
      await commitFiles(state, { repository, branch, files, by });
      await sendBranchMoved(state, { repository, branch, by });
    },
    deleteBranch: async (name: string, branch: string, by = SOMEBODY): Promise<void> => {
      const repository = repositoryOf(state, name);
      await deleteBranch(state, { repository, branch, by: accountOf(state, by) });
    },
  };
}

function proposing(state: State) {
  return {
    open: async (name: string, pull: PullOf): Promise<number> =>
      await open(state, name, { ...pull, head: pull.branch }),
    /** Opens it from a fork of theirs, from a branch with this change. */
    openFromFork: async (name: string, { files, ...pull }: PullOf & { files: Files }) => {
      const by = accountOf(state, pull.by);
      const fork = await forkRepository(state, repositoryOf(state, name), by);
      await commitFiles(state, { repository: fork, branch: pull.branch, by, files });
      return await open(state, name, { ...pull, head: `${pull.by}:${pull.branch}` });
    },
    close: async (name: string, number: number, { by = SOMEBODY, comment }: Closing = {}) => {
      const which = pullOf(state, { name, number, by });
      const at = state.now().toISOString();
      if (comment !== undefined)
        which.pull.comments.push({ id: state.nextId(), author: which.by, body: comment, at });
      await closePull(state, which);
    },
    merge: async (name: string, number: number, { by = SOMEBODY, method }: Merging = {}) =>
      await mergePull(state, pullOf(state, { name, number, by }), { method: method ?? 'merge' }),
    /** Presses "Update branch"; returns the new tip. */
    updateBranch: async (name: string, number: number): Promise<string> =>
      await updatePull(state, pullOf(state, { name, number, by: SOMEBODY })),
    editBody: (name: string, number: number, body: string): void => {
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

function readers(state: State) {
  return {
    /** The file's text at a branch or commit. */
    text: async (name: string, at: string, path: string): Promise<string> => {
      const { folder } = repositoryOf(state, name);
      return (await git(folder, ['cat-file', 'blob', `${at}:${path}`])).toString();
    },
    /** Commits that a branch or commit has and the default branch has not. */
    ahead: async (name: string, at: string): Promise<number> => {
      const { folder, defaultBranch } = repositoryOf(state, name);
      const range = `refs/heads/${defaultBranch}..${at}`;
      return Number(await gitLine(folder, ['rev-list', '--count', range]));
    },
    comments: (name: string, number: number): readonly string[] =>
      pullOf(state, { name, number, by: SOMEBODY }).pull.comments.map(({ body }) => body),
    /** All branches of the repository and their tips. */
    branches: async (name: string): Promise<Readonly<Record<string, string>>> => {
      const repository = repositoryOf(state, name);
      const args = ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads'];
      const names = (await gitLine(repository.folder, args)).split('\n').filter(Boolean);
      const tips = names.map(
        async (branch) => [branch, (await branchTip(repository, branch)) ?? ''] as const,
      );
      return Object.fromEntries(await Promise.all(tips));
    },
    pulls: (name: string) => {
      const repository = repositoryOf(state, name);
      return repository.pulls.map((pull) => showPullSimple(state, repository, pull));
    },
  };
}

function pullOf(state: State, { name, number, by }: { name: string; number: number; by: string }) {
  const repository = repositoryOf(state, name);
  const pull = repository.pulls.find((one) => one.number === number);
  if (pull === undefined) throw new Error(`${name} has no pull request ${number}.`);
  return { repository, pull, by: accountOf(state, by) };
}
