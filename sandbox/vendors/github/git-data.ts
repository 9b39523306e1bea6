/** Blobs, trees, commits and refs: https://docs.github.com/en/rest/git */
import { z } from 'zod';

import { notFound, ok, Refusal } from './answer.ts';
import type { Answer, RepositoryRequest } from './answer.ts';
import { readCommit } from './commits.ts';
import { git, gitAbout, GitError, gitLine, NONE, writeCommit, writeTree } from './git.ts';
import { closeForDeletedBranch } from './pull-changes.ts';

export async function createBlob({ repository, body }: RepositoryRequest): Promise<Answer> {
  const { content, encoding } = Blob.parse(body);
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  const args = ['hash-object', '-w', '--stdin'];
  const sha = await gitLine(repository.folder, args, { input: bytes });
  return ok({ sha, url: `/git/blobs/${sha}` }, 201);
}

const Blob = z.object({ content: z.string(), encoding: z.string().default('utf-8') });

export async function getBlob({ repository, params }: RepositoryRequest): Promise<Answer> {
  const sha = id(params['file_sha']);
  const bytes = await orNotFound(() =>
    gitAbout(repository.folder, [sha], ['cat-file', 'blob', sha]),
  );
  const content = bytes.toString('base64').replaceAll(/.{60}/g, '$&\n');
  return ok({ sha, size: bytes.length, encoding: 'base64', content });
}

export async function createTree({ repository, body }: RepositoryRequest): Promise<Answer> {
  const { base_tree, tree } = Tree.parse(body);
  const entries = tree.map((entry) => (entry.sha === null ? { ...entry, mode: '0' } : entry));
  try {
    const sha = await writeTree(repository.folder, base_tree ?? null, entries);
    return ok({ sha, tree: await entriesOf(repository.folder, sha, false), truncated: false }, 201);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new Refusal(422, 'GitRPC::BadObjectState');
  }
}

const Tree = z.object({
  base_tree: z.string().optional(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), sha: z.string().nullable() })),
});

export async function getTree({ repository, params, query }: RepositoryRequest): Promise<Answer> {
  const sha = id(params['tree_sha']);
  return ok(await orNotFound(() => treeAt(repository.folder, sha, query.has('recursive'))));
}

async function treeAt(folder: string, treeish: string, recursive: boolean) {
  const args = ['rev-parse', '--verify', `${treeish}^{tree}`];
  const sha = (await gitAbout(folder, [treeish], args)).toString().trim();
  return { sha, tree: await entriesOf(folder, sha, recursive), truncated: false };
}

async function entriesOf(folder: string, sha: string, recursive: boolean) {
  const args = ['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha];
  const lines = (await gitAbout(folder, [sha], args)).toString().split('\0').filter(Boolean);
  return lines.map((text) => {
    const [, mode = '', type = '', its = '', size = '', path = ''] = ENTRY.exec(text) ?? [];
    return { mode, type, sha: its, path, ...(size !== '-' && { size: Number(size) }) };
  });
}

const ENTRY = /^(\d+) (\w+) ([0-9a-f]+) +(\S+)\t(.*)$/s;

export async function createCommit({ repository, body }: RepositoryRequest): Promise<Answer> {
  const { folder } = repository;
  const wanted = Commit.parse(body);
  const author = wanted.author;
  const objects = [wanted.tree, ...wanted.parents];
  const [tree, ...parents] = await kindsOf(folder, objects);
  if (tree !== 'tree') throw new Refusal(422, 'Tree SHA does not exist');
  if (parents.some((kind) => kind !== 'commit'))
    throw new Refusal(422, 'Parent SHA does not exist or is not a commit object');
  const commit = { ...wanted, author, committer: wanted.committer ?? author };
  const sha = await writeCommit(folder, commit);
  return ok(await readCommit(folder, sha), 201);
}

const Signature = z.object({ name: z.string(), email: z.string(), date: z.iso.datetime() });
const Commit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: Signature,
  committer: Signature.optional(),
});

export async function getCommit({ repository, params }: RepositoryRequest): Promise<Answer> {
  const sha = id(params['commit_sha']);
  return ok(await orNotFound(() => readCommit(repository.folder, sha)));
}

export async function getRef({ repository, params }: RepositoryRequest): Promise<Answer> {
  const name = `refs/${params['ref'] ?? ''}`;
  return ok(await refAt(repository.folder, name));
}

export async function createRef({ repository, body }: RepositoryRequest): Promise<Answer> {
  const { ref, sha } = Ref.extend({ ref: z.string() }).parse(body);
  const { folder } = repository;
  if (!/^refs\/[^/]+\/[^/]/.test(ref)) throw new Refusal(422, 'Reference name is not valid');
  try {
    // NONE as the old value: only where the ref does not exist yet.
    await git(folder, ['update-ref', ref, id(sha), NONE]);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new Refusal(422, refusalOf(error));
  }
  return ok({ ref, object: { type: 'commit', sha } }, 201);
}

function refusalOf({ message }: Error): string {
  if (message.includes('already exists')) return 'Reference already exists';
  if (/invalid ref|bad name/.test(message)) return 'Reference name is not valid';
  return 'Object does not exist';
}

export async function updateRef({ repository, params, body }: RepositoryRequest): Promise<Answer> {
  const { folder } = repository;
  const name = `refs/${params['ref'] ?? ''}`;
  const { sha, force } = Ref.parse(body);
  const before = (await refAt(folder, name)).object.sha;
  if ((await kindsOf(folder, [sha]))[0] !== 'commit')
    throw new Refusal(422, 'Object does not exist');
  if (!force && (await gitLine(folder, ['merge-base', before, sha])) !== before)
    throw new Refusal(422, 'Update is not a fast forward');
  await git(folder, ['update-ref', name, sha, before]);
  return ok(await refAt(folder, name));
}

const Ref = z.object({ sha: z.string(), force: z.boolean().default(false) });

export async function deleteRef({
  state,
  repository,
  params,
  grant,
}: RepositoryRequest): Promise<Answer> {
  const name = `refs/${params['ref'] ?? ''}`;
  const { sha } = (await refAt(repository.folder, name)).object;
  await closeForDeletedBranch(state, { repository, ref: name, by: grant.account });
  await git(repository.folder, ['update-ref', '-d', name, sha]);
  return { status: 204, body: null };
}

async function refAt(folder: string, ref: string) {
  const args = ['show-ref', '--verify', '--hash', '--', ref];
  const sha = await orNotFound(() => gitLine(folder, args));
  return { ref, object: { type: 'commit', sha } };
}

/** `commit`, `tree`, `blob`, or `missing`. */
async function kindsOf(folder: string, objects: readonly string[]): Promise<readonly string[]> {
  const args = ['cat-file', '--batch-check=%(objecttype)'];
  const answer = await gitLine(folder, args, { input: objects.map((one) => `${one}\n`).join('') });
  return answer.split('\n').map((line) => (line.endsWith(' missing') ? 'missing' : line));
}

async function orNotFound<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof GitError ? notFound() : error;
  }
}

/** An object id has 40 hexadecimal digits: nothing else reaches git's command line. */
function id(text: string | undefined): string {
  if (text === undefined || !/^[0-9a-f]{40}$/.test(text)) throw notFound();
  return text;
}
