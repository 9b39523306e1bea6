/** The operations that the sandbox answers, and the permission that each needs. */
import type { Answer, ApiRequest, RepositoryRequest } from './answer.ts';
import { createToken, getApp, getInstallation, getNamedUser, getUser } from './callers.ts';
import * as gitData from './git-data.ts';
import * as pulls from './pulls.ts';
import { getBranch, getRepository, getRules } from './repositories.ts';

export type Operation =
  | { readonly about: 'anything'; readonly run: (request: ApiRequest) => Answer | Promise<Answer> }
  | {
      readonly about: 'repository';
      readonly run: Run;
      /** Any one of these permissions; null: everybody who can see the repository. */
      readonly needs: readonly Permission[] | null;
      readonly access: 'read' | 'write';
    };

type Permission = 'contents' | 'pull_requests' | 'issues';
type Run = (request: RepositoryRequest) => Answer | Promise<Answer>;

const CODE: readonly Permission[] = ['contents'];
const PULLS: readonly Permission[] = ['pull_requests'];
const ISSUES: readonly Permission[] = ['pull_requests', 'issues'];

/** By method and path template, as GitHub's description of its REST API names them. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['get /app', { about: 'anything', run: getApp }],
  [
    'post /app/installations/{installation_id}/access_tokens',
    { about: 'anything', run: createToken },
  ],
  ['get /user', { about: 'anything', run: getUser }],
  ['get /users/{username}', { about: 'anything', run: getNamedUser }],
  operation('get', '', null, getRepository),
  operation('get', '/installation', null, getInstallation),
  operation('get', '/rules/branches/{branch}', null, getRules),
  operation('get', '/branches/{branch}', CODE, getBranch),
  operation('get', '/git/ref/{ref}', CODE, gitData.getRef),
  operation('get', '/git/blobs/{file_sha}', CODE, gitData.getBlob),
  operation('get', '/git/trees/{tree_sha}', CODE, gitData.getTree),
  operation('get', '/git/commits/{commit_sha}', CODE, gitData.getCommit),
  operation('post', '/git/refs', CODE, gitData.createRef),
  operation('patch', '/git/refs/{ref}', CODE, gitData.updateRef),
  operation('delete', '/git/refs/{ref}', CODE, gitData.deleteRef),
  operation('post', '/git/blobs', CODE, gitData.createBlob),
  operation('post', '/git/trees', CODE, gitData.createTree),
  operation('post', '/git/commits', CODE, gitData.createCommit),
  operation('put', '/pulls/{pull_number}/merge', CODE, pulls.merge),
  operation('get', '/pulls', PULLS, pulls.listPulls),
  operation('post', '/pulls', PULLS, pulls.createPull),
  operation('get', '/pulls/{pull_number}', PULLS, pulls.getPull),
  operation('patch', '/pulls/{pull_number}', PULLS, pulls.updatePull),
  operation('get', '/pulls/{pull_number}/files', PULLS, pulls.listFiles),
  operation('get', '/issues/{issue_number}', ISSUES, pulls.getIssue),
  operation('get', '/issues/{issue_number}/comments', ISSUES, pulls.listComments),
  operation('post', '/issues/{issue_number}/comments', ISSUES, pulls.createComment),
]);

function operation(
  method: string,
  path: string,
  needs: readonly Permission[] | null,
  run: Run,
): readonly [string, Operation] {
  const access = method === 'get' ? 'read' : 'write';
  return [`${method} /repos/{owner}/{repo}${path}`, { about: 'repository', run, needs, access }];
}
