/** Pull requests and their comments: https://docs.github.com/en/rest/pulls, …/rest/issues */
import { z } from 'zod';

import { notFound, ok } from './answer.ts';
import type { Answer, RepositoryRequest } from './answer.ts';
import { compare } from './commits.ts';
import { closePull, mergePull, openPull, pullRange, tipOf } from './pull-changes.ts';
import { showAccount, showComment, showPullSimple } from './show.ts';
import type { Pull } from './state.ts';

export async function listPulls(request: RepositoryRequest): Promise<Answer> {
  const { state, repository, query } = request;
  const wanted = query.get('state') ?? 'open';
  const [owner, ...branch] = (query.get('head') ?? '').split(':');
  const pulls = repository.pulls
    .filter(({ closed }) => wanted === 'all' || (closed === null) === (wanted === 'open'))
    // As GitHub does: what is not `owner:branch` filters nothing.
    .filter(
      (pull) =>
        branch.length === 0 ||
        (pull.headRepository.startsWith(`${owner}/`) && pull.headBranch === branch.join(':')),
    );
  for (const pull of pulls) await tipOf(state, repository, pull);
  const newestFirst = (query.get('direction') ?? 'desc') === 'desc';
  const sorted = pulls.toSorted((a, b) =>
    newestFirst ? b.number - a.number : a.number - b.number,
  );
  return ok(paged(request, sorted).map((pull) => showPullSimple(state, repository, pull)));
}

export async function createPull({
  state,
  repository,
  body,
  grant,
}: RepositoryRequest): Promise<Answer> {
  const { title, head, base, body: text } = NewPull.parse(body);
  const by = grant.account;
  const pull = await openPull(state, { repository, by, title, body: text, head, base });
  return ok(await show({ state, repository }, pull), 201);
}

const NewPull = z.object({
  title: z.string(),
  head: z.string(),
  base: z.string(),
  body: z.string().default(''),
});

export async function getPull(request: RepositoryRequest): Promise<Answer> {
  return ok(await show(request, pullOf(request)));
}

export async function updatePull(request: RepositoryRequest): Promise<Answer> {
  const { state, repository, body, grant } = request;
  const pull = pullOf(request);
  const change = PullUpdate.parse(body);
  if (change.body !== undefined) pull.body = change.body;
  if (change.state === 'closed') await closePull(state, { repository, pull, by: grant.account });
  return ok(await show(request, pull));
}

const PullUpdate = z.object({
  state: z.enum(['open', 'closed']).optional(),
  body: z.string().optional(),
});

export async function listFiles(request: RepositoryRequest): Promise<Answer> {
  const { files } = await difference(request, pullOf(request));
  return ok(paged(request, files));
}

export async function merge(request: RepositoryRequest): Promise<Answer> {
  const { state, repository, body, grant } = request;
  const { merge_method: method, sha } = Merge.parse(body ?? {});
  const which = { repository, pull: pullOf(request), by: grant.account };
  const commit = await mergePull(state, which, { method, sha });
  return ok({ sha: commit, merged: true, message: 'Pull Request successfully merged' });
}

const Merge = z.object({
  merge_method: z.enum(['merge', 'squash']).default('merge'),
  sha: z.string().nullable().default(null),
});

/** The issue that every pull request also is. */
export function getIssue(request: RepositoryRequest): Answer {
  const { number, title, body, closed, author } = pullOf(request);
  const closer = closed === null ? null : showAccount(closed.by);
  const state = closed === null ? 'open' : 'closed';
  return ok({ number, title, body, state, user: showAccount(author), closed_by: closer });
}

export function listComments(request: RepositoryRequest): Answer {
  return ok(paged(request, pullOf(request).comments).map(showComment));
}

export function createComment(request: RepositoryRequest): Answer {
  const { state, body, grant } = request;
  const { body: text } = z.object({ body: z.string().min(1) }).parse(body);
  const at = state.now().toISOString();
  const comment = { id: state.nextId(), author: grant.account, body: text, at };
  pullOf(request).comments.push(comment);
  return ok(showComment(comment), 201);
}

async function show(
  { state, repository }: Pick<RepositoryRequest, 'state' | 'repository'>,
  pull: Pull,
) {
  const { ahead, files } = await difference({ state, repository }, pull);
  return {
    ...showPullSimple(state, repository, pull),
    merged: pull.merged !== null,
    merged_by: pull.merged === null || pull.closed === null ? null : showAccount(pull.closed.by),
    comments: pull.comments.length,
    commits: ahead,
    changed_files: files.length,
    maintainer_can_modify: false,
  };
}

async function difference(
  { state, repository }: Pick<RepositoryRequest, 'state' | 'repository'>,
  pull: Pull,
) {
  const { base, tip } = await pullRange(state, repository, pull);
  if (base === null) throw notFound();
  return await compare(repository.folder, base, tip);
}

function pullOf({ repository, params }: RepositoryRequest): Pull {
  const number = Number(params['pull_number'] ?? params['issue_number']);
  const pull = repository.pulls.find((one) => one.number === number);
  if (pull === undefined) throw notFound();
  return pull;
}

function paged<T>({ query }: RepositoryRequest, items: readonly T[]): readonly T[] {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  return items.slice(start, start + size);
}
