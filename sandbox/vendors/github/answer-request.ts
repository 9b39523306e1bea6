/** From a request to an answer, in GitHub's order: who asks, for which operation, with valid input, with the permission. */
import type { WireRequest } from '../../aws/gateway/wire.ts';
import { parseJson } from '../vendor-server.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import { notFound, Refusal } from './answer.ts';
import type { Answer, ApiRequest } from './answer.ts';
import { callerOf } from './callers.ts';
import type { Description } from './openapi/description.ts';
import { OPERATIONS } from './operations.ts';
import type { Operation } from './operations.ts';
import { mayPush } from './show.ts';
import { fullName, repositoryNamed } from './state.ts';
import type { State } from './state.ts';

export interface Parts {
  readonly state: State;
  readonly description: Description;
}

export async function answerRequest(request: WireRequest, parts: Parts): Promise<VendorAnswer> {
  try {
    const { status, body } = await answerInOrder(request, parts);
    return withHeaders(status, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, message, errors } = error;
    return withHeaders(status, {
      message,
      ...(errors.length > 0 && { errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    });
  }
}

/** Writes are carried out one after the other, as in a database; reads do not wait. */
async function answerInOrder(request: WireRequest, parts: Parts): Promise<Answer> {
  if (request.method === 'GET') return await runOperation(request, parts);
  const { state } = parts;
  const answer = state.lastWrite.then(async () => await runOperation(request, parts));
  // Its caller receives a failure; the next write only waits for it to settle.
  state.lastWrite = Promise.allSettled([answer]);
  return await answer;
}

async function runOperation(request: WireRequest, parts: Parts): Promise<Answer> {
  const { state, description } = parts;
  const grant = callerOf(state, request.headers['authorization']);
  const found = description.find(request.method, request.path);
  const operation = found === null ? undefined : OPERATIONS.get(found.operation);
  if (found === null || operation === undefined)
    throw new Refusal(501, `The sandbox has no ${request.method} ${request.path}.`);
  const body = parseBody(request);
  const wrong = description.requestProblems(found, { query: request.query, body });
  if (wrong.length > 0) throw new Refusal(422, `Invalid request.\n\n${wrong.join('\n')}`);
  const call = { state, params: found.params, query: request.query, body, grant };
  const answer = await run(operation, call);
  const untrue = description.answerProblems(found, answer.status, answer.body);
  if (untrue.length === 0) return answer;
  throw new Error(`GitHub would not answer ${found.operation} so: ${untrue.join('; ')}`);
}

async function run(operation: Operation, call: ApiRequest): Promise<Answer> {
  if (operation.about === 'anything') return await operation.run(call);
  const repository = visible(call);
  const { grant } = call;
  const { needs, access } = operation;
  if (needs !== null && grant.permissions !== null) {
    const levels = needs.map((need) => grant.permissions?.[need]);
    const may = access === 'read' ? levels.some(Boolean) : levels.includes('write');
    if (!may) throw new Refusal(403, 'Resource not accessible by integration');
  }
  if (access === 'write' && needs?.includes('contents') && !mayPush(repository, grant))
    throw new Refusal(403, 'Must have push access to repository');
  if (access === 'write' && repository.archived)
    throw new Refusal(403, 'Repository was archived so is read-only.');
  return await operation.run({ ...call, repository });
}

/** A repository outside the token's reach is 404, as on GitHub; the app's JWT may ask where the app is installed. */
function visible({ state, params, grant }: ApiRequest) {
  const repository = repositoryNamed(state, `${params['owner'] ?? ''}/${params['repo'] ?? ''}`);
  if (repository === null) throw notFound();
  const asApp = grant.account === state.app.bot && grant.repositories?.length === 0;
  const inReach = grant.repositories?.includes(fullName(repository).toLowerCase()) ?? true;
  if (!asApp && !inReach) throw notFound();
  return repository;
}

function parseBody({ body, method }: WireRequest): unknown {
  if (method === 'GET' || body.length === 0) return null;
  const parsed = parseJson(body);
  if (parsed === undefined) throw new Refusal(400, 'Problems parsing JSON');
  return parsed;
}

function withHeaders(status: number, body: unknown): VendorAnswer {
  const headers = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    date: new Date().toUTCString(),
  };
  return { status, headers, body: body ?? '' };
}
