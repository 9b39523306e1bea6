import type { Change } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';

const PER_PAGE = 100;

/** Counts our open pull requests from branches with our prefix, and stops at `enough`. */
export async function countOpen(
  gitHub: GitHubConnection,
  { repository, prefix }: Pick<Change, 'repository' | 'prefix'>,
  enough: number,
): Promise<number> {
  const { login } = await gitHub.identity(repository);
  let count = 0;
  for (let page = 1; ; page += 1) {
    const pulls = await gitHub.ask(
      repository,
      'counting the open pull requests',
      async (octokit, place) =>
        await octokit.pulls.list({ ...place, state: 'open', per_page: PER_PAGE, page }),
    );
    count += pulls.filter(
      ({ user, head }) => user?.login === login && head.ref.startsWith(prefix),
    ).length;
    if (count >= enough || pulls.length < PER_PAGE) return count;
  }
}
