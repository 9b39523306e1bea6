/** `git clone` and `git push` over HTTP, by Git's own server: https://git-scm.com/docs/git-http-backend */
import type { WireAnswer, WireRequest } from '../../aws/gateway/wire.ts';
import { Refusal } from './answer.ts';
import { callerOf } from './callers.ts';
import { git } from './git.ts';
import { mayPush } from './show.ts';
import { fullName, repositoryNamed } from './state.ts';
import type { State } from './state.ts';

/** Null when the request is none of Git's. The token is the password, whatever the user's name. */
export async function answerGit(request: WireRequest, state: State): Promise<WireAnswer | null> {
  const [, name = '', rest = ''] = PATH.exec(request.path) ?? [];
  if (rest === '') return null;
  const given = /^basic (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
  const token = Buffer.from(given, 'base64').toString().split(':').slice(1).join(':');
  try {
    const grant = callerOf(state, `token ${token}`);
    const repository = repositoryNamed(state, name);
    const reached = grant.repositories?.includes(name.toLowerCase()) ?? true;
    if (repository === null || !reached) return plain(404, 'Repository not found.');
    const pushes = `${rest}?${request.search}`.includes('git-receive-pack');
    if (pushes && !mayPush(repository, grant)) return plain(403, 'Write access not granted.');
    return await backend(request, {
      GIT_PROJECT_ROOT: state.folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${fullName(repository).toLowerCase()}.git/${rest}`,
      REMOTE_USER: grant.account.login,
    });
  } catch (error) {
    if (error instanceof Refusal) return plain(401, 'Authentication failed.');
    throw error;
  }
}

const PATH = /^\/([^/]+\/[^/]+)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/;

async function backend(
  request: WireRequest,
  where: Readonly<Record<string, string>>,
): Promise<WireAnswer> {
  const env = {
    ...where,
    REQUEST_METHOD: request.method,
    QUERY_STRING: request.search,
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
    REMOTE_ADDR: '127.0.0.1',
  };
  return fromCgi(await git('.', ['http-backend'], { env, input: request.body }));
}

/** https://www.rfc-editor.org/rfc/rfc3875#section-6 */
function fromCgi(output: Buffer): WireAnswer {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.subarray(0, Math.max(end, 0)).toString().split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split(': ');
      return [name.toLowerCase(), value.join(': ')] as const;
    }),
  );
  const { status = '200', ...others } = headers;
  return { status: Number(status.slice(0, 3)), headers: others, body: output.subarray(end + 4) };
}

function plain(status: number, text: string): WireAnswer {
  const headers = { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="GitHub"' };
  return { status, headers, body: text };
}
