import type { PullRequestAddress } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';

export interface Comment {
  readonly author: string;
  readonly body: string;
}

const PER_PAGE = 100;

/** The last page of a pull request's `count` comments, oldest first. */
export async function readComments(
  gitHub: GitHubConnection,
  { repository, number }: PullRequestAddress,
  count: number,
): Promise<readonly Comment[]> {
  const last = await gitHub.ask(
    repository,
    `reading the comments of pull request ${number}`,
    async (octokit, place) =>
      await octokit.issues.listComments({
        ...place,
        issue_number: number,
        per_page: PER_PAGE,
        page: Math.max(1, Math.ceil(count / PER_PAGE)),
      }),
  );
  return last.map(({ user, body }) => ({ author: user?.login ?? 'ghost', body: body ?? '' }));
}
