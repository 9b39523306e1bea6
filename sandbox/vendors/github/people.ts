/** What people do in a repository, without the API: for scenarios. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Refusal } from './answer.ts';
import { branchTip } from './branch-tip.ts';
import { git } from './git.ts';
import { closeForDeletedBranch, signatureOf } from './pull-changes.ts';
import { fullName, repositoryNamed } from './state.ts';
import type { Account, Repository, State } from './state.ts';

export interface NewRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly files: Files;
  readonly defaultBranch?: string;
  /** People who may push; the app may where it is installed. */
  readonly writers?: readonly string[];
  /** Approvals that its ruleset requires; null for no ruleset. */
  readonly approvals?: number | null;
}

/** Text by path, or anything else that Git can store; null removes the file. */
export type Files = Readonly<Record<string, string | FileOfMode | null>>;

interface FileOfMode {
  /** `100755` a program, `120000` a link to what `content` says, `160000` a submodule at that commit. */
  readonly mode: string;
  readonly content: string;
}

export async function addRepository(state: State, wanted: NewRepository): Promise<Repository> {
  const [owner = '', name = ''] = wanted.name.split('/');
  accountOf(state, owner, 'Organization');
  const folder = join(state.folder, `${wanted.name.toLowerCase()}.git`);
  const defaultBranch = wanted.defaultBranch ?? 'main';
  await git('.', [
    'init',
    '--quiet',
    '--bare',
    '--template=',
    `--initial-branch=${defaultBranch}`,
    folder,
  ]);
  // Unreferenced objects are kept (gc.auto = 0): a pull request is built from them.
  await writeFile(join(folder, 'config'), CONFIG);
  const repository: Repository = {
    id: state.nextId(),
    owner,
    name,
    folder,
    defaultBranch,
    writers: wanted.writers ?? [],
    forkOf: null,
    pulls: [],
    approvals: wanted.approvals ?? null,
    archived: false,
  };
  state.repositories.set(wanted.name.toLowerCase(), repository);
  if (!state.app.installations.has(owner)) state.app.installations.set(owner, state.nextId());
  if (Object.keys(wanted.files).length > 0)
    await commitFiles(state, {
      repository,
      branch: repository.defaultBranch,
      by: accountOf(state, 'maintainer'),
      files: wanted.files,
    });
  return repository;
}

const CONFIG = `[core]
	repositoryformatversion = 0
	bare = true
[http]
	receivepack = true
[gc]
	auto = 0
`;

export interface NewFiles {
  readonly repository: Repository;
  readonly branch: string;
  readonly by: Account;
  readonly files: Files;
}

/** Adds a commit to a branch, which is created from the default branch if it does not exist. */
export async function commitFiles(state: State, wanted: NewFiles): Promise<string> {
  const { repository, branch, by, files } = wanted;
  const { folder } = repository;
  const before = await branchTip(repository, branch);
  const base = before ?? (await branchTip(repository, repository.defaultBranch));
  const { name, email } = signatureOf(by, state.now());
  const date = state.now().toUTCString().replace('GMT', '+0000');
  const ref = `refs/heads/${branch}`;
  const input = Buffer.concat([
    Buffer.from(`commit ${ref}\ncommitter ${name} <${email}> ${date}\n`),
    data(`Change ${Object.keys(files).join(', ')}\n`),
    Buffer.from(base === null ? '' : `from ${base}\n`),
    ...Object.entries(files).map(([path, file]) => changeOf(path, file)),
  ]);
  const args = ['fast-import', '--quiet', '--force', '--date-format=rfc2822'];
  await git(folder, args, { input });
  return (await branchTip(repository, branch)) ?? '';
}

/** https://git-scm.com/docs/git-fast-import#_filemodify */
function changeOf(path: string, file: string | FileOfMode | null): Buffer {
  const quoted = JSON.stringify(path);
  if (file === null) return Buffer.from(`D ${quoted}\n`);
  const { mode, content } = typeof file === 'string' ? { mode: '100644', content: file } : file;
  if (mode === '160000') return Buffer.from(`M ${mode} ${content} ${quoted}\n`);
  return Buffer.concat([Buffer.from(`M ${mode} inline ${quoted}\n`), data(content)]);
}

function data(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

export async function deleteBranch(
  state: State,
  { repository, branch, by }: { repository: Repository; branch: string; by: Account },
): Promise<void> {
  const ref = `refs/heads/${branch}`;
  await closeForDeletedBranch(state, { repository, ref, by });
  await git(repository.folder, ['update-ref', '-d', ref]);
}

/** A person's fork, into which they may push. */
export async function forkRepository(
  state: State,
  repository: Repository,
  by: Account,
): Promise<Repository> {
  const name = `${by.login}/${repository.name}`;
  const folder = join(state.folder, `${name.toLowerCase()}.git`);
  await git('.', ['clone', '--quiet', '--bare', repository.folder, folder]);
  const fork: Repository = {
    ...repository,
    id: state.nextId(),
    owner: by.login,
    folder,
    writers: [by.login],
    forkOf: fullName(repository),
    pulls: [],
    approvals: null,
  };
  state.repositories.set(name.toLowerCase(), fork);
  return fork;
}

/** The account with this login, created if there is none. */
export function accountOf(state: State, login: string, type: Account['type'] = 'User'): Account {
  const account = state.accounts.get(login) ?? { id: state.nextId(), login, type };
  state.accounts.set(login, account);
  return account;
}

export function repositoryOf(state: State, name: string): Repository {
  const repository = repositoryNamed(state, name);
  if (repository === null) throw new Refusal(404, `The sandbox has no repository ${name}.`);
  return repository;
}
