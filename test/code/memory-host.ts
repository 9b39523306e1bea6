import { createHash } from 'node:crypto';

import type { Change, GitHost, PullRequest } from '../../activities/code/host/git-host.ts';

export interface MemoryHost {
  readonly host: GitHost;
  /** What it was asked to write, in order. */
  readonly published: readonly Change[];
}

/** A Git host with one file in one repository, which remembers what it was asked to write. */
export function memoryHost(path: string, source: string): MemoryHost {
  const published: Change[] = [];
  const bytes = Buffer.from(source);
  const blob = createHash('sha1').update(bytes).digest('hex');
  const commit = '1'.repeat(40);
  const file = { kind: 'file', bytes, blob, mode: '100644' } as const;
  const host: GitHost = {
    head: async () => await Promise.resolve({ branch: 'main', commit }),
    listFiles: async () => {
      const files = [{ path, blob, bytes: bytes.length }];
      return await Promise.resolve({ files, complete: true });
    },
    readFile: async (at) => await Promise.resolve(at.path === path ? file : { kind: 'absent' }),
    pullRequests: async (query) =>
      await Promise.resolve('number' in query ? published.map(opened) : []),
    publish: async (change) => {
      published.push(change);
      return await Promise.resolve({ outcome: 'published', number: 1, opened: true });
    },
    closePullRequest: async () => await Promise.resolve('was-not-open'),
    examine: async () => await Promise.resolve(null),
  };
  return { host, published };
}

function opened({ repository, branch, path, body }: Change): PullRequest {
  return {
    repository,
    number: 1,
    url: `https://git.example/${repository}/pull/1`,
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
  };
}
