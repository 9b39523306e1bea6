/** Accounts, repositories and pull requests in GitHub's JSON, as far as the sandbox knows them. */
import { fullName, repositoryNamed } from './state.ts';
import type { Account, Grant, Pull, PullComment, Repository, State } from './state.ts';

export function showAccount({ id, login, type }: Account) {
  return { id, login, type, site_admin: false };
}

export function showRepository(state: State, repository: Repository, grant: Grant | null = null) {
  const { id, owner, name, defaultBranch, archived, forkOf } = repository;
  const account = state.accounts.get(owner);
  return {
    id,
    name,
    full_name: fullName(repository),
    owner: account === undefined ? { login: owner } : showAccount(account),
    private: true,
    fork: forkOf !== null,
    default_branch: defaultBranch,
    archived,
    ...(grant !== null && {
      permissions: { admin: false, push: mayPush(repository, grant), pull: true },
    }),
  };
}

export function mayPush({ writers }: Repository, { account, permissions }: Grant): boolean {
  return permissions === null
    ? writers.includes(account.login)
    : permissions['contents'] === 'write';
}

/** A pull request as lists and webhooks show it; of an open one `tip` is the last that was read. */
export function showPullSimple(state: State, repository: Repository, pull: Pull) {
  const from = repositoryNamed(state, pull.headRepository);
  const [owner = ''] = pull.headRepository.split('/');
  return {
    id: pull.id,
    number: pull.number,
    url: `${state.url}/repos/${fullName(repository)}/pulls/${pull.number}`,
    html_url: `${state.url}/${fullName(repository)}/pull/${pull.number}`,
    state: pull.closed === null ? ('open' as const) : ('closed' as const),
    locked: false,
    title: pull.title,
    body: pull.body,
    user: showAccount(pull.author),
    labels: [],
    created_at: pull.createdAt,
    closed_at: pull.closed?.at ?? null,
    merged_at: pull.merged === null ? null : (pull.closed?.at ?? null),
    merge_commit_sha: pull.merged?.commit ?? null,
    head: {
      label: `${owner}:${pull.headBranch}`,
      ref: pull.headBranch,
      sha: pull.tip,
      ...(from !== null && { repo: showRepository(state, from) }),
    },
    base: {
      label: `${repository.owner}:${pull.baseBranch}`,
      ref: pull.baseBranch,
      repo: showRepository(state, repository),
    },
    draft: false,
  };
}

export function showComment({ id, author, body, at }: PullComment) {
  return { id, body, user: showAccount(author), created_at: at, updated_at: at };
}
