import type { RestEndpointMethodTypes } from '@octokit/rest';

import type { PullRequest, PullRequestQuery, PullRequestState } from '../git-host.ts';
import { comments } from './comments.ts';
import type { GitHubConnection } from './connection.ts';
import { orNull } from './or-null.ts';

/** See `GitHost.pullRequests`. Of forks with other owners GitHub shows none here: they are nobody's but theirs. */
export async function pullRequests(
  gitHub: GitHubConnection,
  query: PullRequestQuery,
): Promise<readonly PullRequest[]> {
  const { repository } = query;
  if ('number' in query) {
    const pull = await one(gitHub, repository, query.number);
    return pull === null ? [] : [await described(gitHub, repository, pull)];
  }
  const numbers = await numbersOf(gitHub, query, 'all');
  const found: PullRequest[] = [];
  for (const number of numbers) {
    const pull = await one(gitHub, repository, number);
    if (pull !== null) found.push(await described(gitHub, repository, pull));
  }
  return found;
}

/** Numbers of the pull requests from a branch of this name in this owner's repositories, newest first, at most 100. */
export async function numbersOf(
  gitHub: GitHubConnection,
  { repository, branch }: { readonly repository: string; readonly branch: string },
  state: 'open' | 'all',
): Promise<readonly number[]> {
  const pulls = await gitHub.ask(
    repository,
    `looking for pull requests from ${branch}`,
    async (octokit, place) =>
      // A bare branch name would be ignored, and all pull requests would come.
      await octokit.pulls.list({
        ...place,
        head: `${place.owner}:${branch}`,
        state,
        sort: 'created',
        direction: 'desc',
        per_page: 100,
      }),
  );
  return pulls.filter(({ head }) => head.ref === branch).map(({ number }) => number);
}

type Pull = RestEndpointMethodTypes['pulls']['get']['response']['data'];

async function one(
  gitHub: GitHubConnection,
  repository: string,
  number: number,
): Promise<Pull | null> {
  return await gitHub.ask(
    repository,
    `looking at pull request ${number}`,
    async (octokit, place) =>
      await orNull(async () => await octokit.pulls.get({ ...place, pull_number: number })),
  );
}

async function described(
  gitHub: GitHubConnection,
  repository: string,
  pull: Pull,
): Promise<PullRequest> {
  const { login } = await gitHub.identity(repository);
  const author = pull.user?.login ?? 'ghost';
  return {
    repository,
    number: pull.number,
    url: pull.html_url,
    state: await stateOf(gitHub, repository, pull),
    author,
    ours: author === login,
    branch: pull.head.ref,
    into: pull.base.ref,
    headRepository: pull.head.repo?.full_name ?? null,
    tip: pull.head.sha,
    commits: pull.commits,
    touches: await touchesOf(gitHub, repository, pull),
    body: pull.body ?? '',
  };
}

async function stateOf(
  gitHub: GitHubConnection,
  repository: string,
  pull: Pull,
): Promise<PullRequestState> {
  if (pull.state === 'open') return { is: 'open' };
  if (pull.merged) {
    const { merge_commit_sha: commit, merged_at: at, merged_by: by } = pull;
    return { is: 'merged', commit: commit ?? '', at: at ?? '', by: by?.login ?? null };
  }
  const by = await closerOf(gitHub, repository, pull.number);
  const said = (await comments(gitHub, { repository, number: pull.number }, pull.comments)).filter(
    ({ author }) => by === null || author === by,
  );
  const { login } = await gitHub.identity(repository);
  const last = said.at(-1);
  // Who closed it may not be told. We say why before we close, and say nothing else.
  const byUs = (by ?? last?.author) === login;
  return { is: 'closed', at: pull.closed_at ?? '', by, byUs, comment: last?.body ?? null };
}

/** Only the issue behind a pull request tells it, and reading issues may not be granted. */
async function closerOf(
  gitHub: GitHubConnection,
  repository: string,
  number: number,
): Promise<string | null> {
  const issue = await gitHub.ask(
    repository,
    `asking who closed pull request ${number}`,
    async (octokit, place) =>
      await orNull(
        async () => await octokit.issues.get({ ...place, issue_number: number }),
        [403, 404],
      ),
  );
  return issue?.closed_by?.login ?? null;
}

async function touchesOf(
  gitHub: GitHubConnection,
  repository: string,
  { number, state, changed_files: count }: Pull,
): Promise<PullRequest['touches']> {
  if (state !== 'open') return { paths: [], complete: false };
  const files = await gitHub.ask(
    repository,
    `listing the files of pull request ${number}`,
    async (octokit, place) =>
      await octokit.pulls.listFiles({ ...place, pull_number: number, per_page: 100 }),
  );
  return {
    paths: files.map(({ filename }) => filename),
    complete: files.length === count,
  };
}
