/** The operations that the sandbox answers, and the permission that each needs. */
import type { Answer, ApiRequest, RepositoryRequest } from './answer.ts';
import { createToken, getApp, getInstallation, getNamedUser, getUser } from './callers.ts';
import * as gitData from './git-data.ts';
import * as pulls from './pulls.ts';
import { getBranch, getRepository, getRules } from './repositories.ts';

export type Operation =
  | { readonly about: 'anything'; readonly run: (request: ApiRequest) => Promise<Answer> }
  | {
      readonly about: 'repository';
      readonly run: (request: RepositoryRequest) => Promise<Answer>;
      /** Any one of these permissions; null: everybody who can see the repository. */
      readonly needs: readonly Permission[] | null;
      readonly access: 'read' | 'write';
    };

type Permission = 'contents' | 'pull_requests' | 'issues';
type Run = (request: RepositoryRequest) => Promise<Answer>;

const BASE = '/repos/{owner}/{repo}';

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['get /app', { about: 'anything', run: getApp }],
  [
    'post /app/installations/{installation_id}/access_tokens',
    { about: 'anything', run: createToken },
  ],
  ['get /user', { about: 'anything', run: getUser }],
  ['get /users/{username}', { about: 'anything', run: getNamedUser }],
  seen('installation', getInstallation),
  seen('', getRepository),
  seen('rules/branches/{branch}', getRules),
  reading('branches/{branch}', getBranch),
  reading('git/ref/{ref}', gitData.getRef),
  reading('git/blobs/{file_sha}', gitData.getBlob),
  reading('git/trees/{tree_sha}', gitData.getTree),
  reading('git/commits/{commit_sha}', gitData.getCommit),
  writing('post', 'git/refs', gitData.createRef),
  writing('patch', 'git/refs/{ref}', gitData.updateRef),
  writing('delete', 'git/refs/{ref}', gitData.deleteRef),
  writing('post', 'git/blobs', gitData.createBlob),
  writing('post', 'git/trees', gitData.createTree),
  writing('post', 'git/commits', gitData.createCommit),
  writing('put', 'pulls/{pull_number}/merge', pulls.merge),
  ...proposing(),
]);

function proposing(): readonly (readonly [string, Operation])[] {
  const about = 'repository';
  const one: readonly Permission[] = ['pull_requests'];
  const either: readonly Permission[] = ['pull_requests', 'issues'];
  const operation = (method: string, path: string, run: Run, needs = one) =>
    [
      `${method} ${BASE}/${path}`,
      { about, run, needs, access: method === 'get' ? 'read' : 'write' },
    ] as const;
  return [
    operation('get', 'pulls', pulls.listPulls),
    operation('post', 'pulls', pulls.createPull),
    operation('get', 'pulls/{pull_number}', pulls.getPull),
    operation('patch', 'pulls/{pull_number}', pulls.updatePull),
    operation('get', 'pulls/{pull_number}/files', pulls.listFiles),
    operation('get', 'issues/{issue_number}', pulls.getIssue, either),
    operation('get', 'issues/{issue_number}/comments', pulls.listComments, either),
    operation('post', 'issues/{issue_number}/comments', pulls.createComment, either),
  ];
}

function seen(path: string, run: Run): readonly [string, Operation] {
  const full = path === '' ? BASE : `${BASE}/${path}`;
  return [`get ${full}`, { about: 'repository', run, needs: null, access: 'read' }];
}

function reading(path: string, run: Run): readonly [string, Operation] {
  return [`get ${BASE}/${path}`, { about: 'repository', run, needs: ['contents'], access: 'read' }];
}

function writing(method: string, path: string, run: Run): readonly [string, Operation] {
  const needs: readonly Permission[] = ['contents'];
  return [`${method} ${BASE}/${path}`, { about: 'repository', run, needs, access: 'write' }];
}
