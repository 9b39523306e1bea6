import { createHash } from 'node:crypto';

import type {
  Change,
  FileRead,
  GitHost,
  PullRequest,
} from '../../../activities/code/host/git-host.ts';

export interface MemoryHost {
  readonly host: GitHost;
  /** What it was asked to write, in order. */
  readonly published: readonly Change[];
  /** Somebody commits another text of the file, or removes it: null; and other files in its folder. */
  readonly move: (text: string | null, beside?: Beside) => void;
}

/** The other files of a folder: name → text. */
type Beside = Readonly<Record<string, string>>;

/** A Git host with one folder in one repository, which records what it was asked to write. */
export function memoryHost(path: string, source: string, beside: Beside = {}): MemoryHost {
  const published: Change[] = [];
  const texts: (string | null)[] = [source];
  const folders: Beside[] = [beside];
  const commits = () => texts.map((_text, n) => String(n + 1).repeat(40));
  const fileAt = (commit: string): FileRead => {
    const text = texts[commits().indexOf(commit)] ?? null;
    if (text === null) return { kind: 'absent' };
    return { kind: 'file', bytes: Buffer.from(text), blob: blobOf(text), mode: '100644' };
  };
  const host: GitHost = {
    head: async () => await Promise.resolve({ branch: 'main', commit: commits().at(-1) ?? '' }),
    listFiles: async ({ commit }) => {
      const file = fileAt(commit);
      const files =
        file.kind === 'file' ? [{ path, blob: file.blob, bytes: file.bytes.length }] : [];
      return await Promise.resolve({ files, complete: true });
    },
    readFolder: async ({ commit }, { wanted }) => {
      const others = Object.entries(folders[commits().indexOf(commit)] ?? {});
      const files = others
        .filter(([name]) => wanted(name))
        .map(([name, text]) => ({ name, bytes: Buffer.from(text), blob: blobOf(text) }));
      return await Promise.resolve({ kind: 'files', files });
    },
    readFile: async (at) =>
      await Promise.resolve(at.path === path ? fileAt(at.commit) : { kind: 'absent' }),
    pullRequests: async (query) =>
      await Promise.resolve(
        'number' in query
          ? published.map(({ repository, branch, path: changed, body }) =>
              pullRequest({ repository, branch, path: changed, body }),
            )
          : [],
      ),
    publish: async (change) => {
      published.push(change);
      return await Promise.resolve({ outcome: 'published', number: 1, opened: true });
    },
    closePullRequest: async () => await Promise.resolve('was-not-open'),
    examine: async () => await Promise.resolve(null),
  };
  const move = (text: string | null, others: Beside = folders.at(-1) ?? {}) => {
    texts.push(text);
    folders.push(others);
  };
  return { host, published, move };
}

function blobOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** Our open pull request. */
export function pullRequest({
  path = 'infra/s3.tf',
  repository = 'acme/infra',
  branch = '',
  body = '',
  ...changes
}: Partial<PullRequest> & { readonly path?: string }): PullRequest {
  return {
    repository,
    number: 1,
    url: `https://git.example/${repository}/pull/${changes.number ?? 1}`,
    state: { is: 'open' },
    author: 'closeloop[bot]',
    ours: true,
    branch,
    into: 'main',
    headRepository: repository,
    tip: '2'.repeat(40),
    commits: 1,
    touches: { paths: [path], complete: true },
    body,
    ...changes,
  };
}
