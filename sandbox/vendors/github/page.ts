import type { WireAnswer, WireRequest } from '../../aws/gateway/wire.ts';
import { repositoryNamed } from './state.ts';
import type { Pull, State } from './state.ts';

/** What a person's browser shows of a pull request: its text, as it was written. Null for any other address. */
export async function answerPage(
  { method, path }: WireRequest,
  state: State,
): Promise<WireAnswer | null> {
  const [, name = '', number] = PATH.exec(path) ?? [];
  const pull = repositoryNamed(state, name)?.pulls.find((one) => one.number === Number(number));
  if (pull === undefined || method !== 'GET') return null;
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: text(pull) };
}

const PATH = /^\/([^/]+\/[^/]+)\/pull\/(\d+)$/;

function text(pull: Pull): string {
  const { number, title, author, headBranch, baseBranch, body, comments } = pull;
  const said = comments.map((comment) => `${comment.author.login}:\n${comment.body}`);
  const first = `#${number} ${title}\n${stateOf(pull)}: ${author.login} wants ${headBranch} in ${baseBranch}`;
  return [first, body, ...said].join('\n\n----\n\n');
}

function stateOf({ closed, merged }: Pull): string {
  if (closed === null) return 'open';
  return `${merged === null ? 'closed' : 'merged'} by ${closed.by.login}`;
}
