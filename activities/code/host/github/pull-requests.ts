import type { RestEndpointMethodTypes } from '@octokit/rest';

import type { PullRequest, PullRequestQuery, PullRequestState } from '../git-host.ts';
import { readComments } from './comments.ts';
import { answeredWith } from './connection.ts';
import type { GitHubConnection } from './connection.ts';

/** See `GitHost.pullRequests`. GitHub leaves out pull requests from forks with other owners. */
export async function pullRequests(
  gitHub: GitHubConnection,
  query: PullRequestQuery,
): Promise<readonly PullRequest[]> {
  const { repository } = query;
  if ('number' in query) {
    const pull = await readOne(gitHub, repository, query.number);
    return pull === null ? [] : [await describePull(gitHub, repository, pull)];
  }
  const numbers = await numbersOf(gitHub, query, 'all');
  const found: PullRequest[] = [];
  for (const number of numbers) {
    const pull = await readOne(gitHub, repository, number);
    if (pull !== null) found.push(await describePull(gitHub, repository, pull));
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
    `listing pull requests from ${branch}`,
    async (octokit, place) =>
      // GitHub ignores a `head` without owner and lists all pull requests.
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

async function readOne(
  gitHub: GitHubConnection,
  repository: string,
  number: number,
): Promise<Pull | null> {
  return await gitHub.askOrNull(
    repository,
    `reading pull request ${number}`,
    async (octokit, place) => await octokit.pulls.get({ ...place, pull_number: number }),
  );
}

async function describePull(
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
  const all = await readComments(gitHub, { repository, number: pull.number }, pull.comments);
  const { login } = await gitHub.identity(repository);
  const last = all.filter(({ author }) => by === null || author === by).at(-1);
  // Where GitHub does not say who closed it: we comment only just before we close.
  const byUs = (by ?? last?.author) === login;
  return { is: 'closed', at: pull.closed_at ?? '', by, byUs, comment: last?.body ?? null };
}

/** Only the issue of a pull request says it; null where the app may not read issues. */
async function closerOf(
  gitHub: GitHubConnection,
  repository: string,
  number: number,
): Promise<string | null> {
  const issue = await gitHub.askOrNull(
    repository,
    `reading who closed pull request ${number}`,
    async (octokit, place) => await octokit.issues.get({ ...place, issue_number: number }),
    answeredWith(403, 404),
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
