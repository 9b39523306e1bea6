import type { PullRequestAddress } from '../git-host.ts';
import { comments } from './comments.ts';
import type { GitHubConnection } from './connection.ts';

/** See `GitHost.closePullRequest`. The comment comes first: a closed pull request without a reason tells nobody anything. */
export async function closePullRequest(
  gitHub: GitHubConnection,
  which: PullRequestAddress,
  comment: string,
): Promise<'closed' | 'was-not-open'> {
  const { repository, number } = which;
  const pull = await gitHub.ask(
    repository,
    `looking at pull request ${number}`,
    async (octokit, place) => await octokit.pulls.get({ ...place, pull_number: number }),
  );
  if (pull.state !== 'open') return 'was-not-open';
  if (!(await isSaid(gitHub, { which, comment, count: pull.comments }))) {
    await gitHub.ask(
      repository,
      `commenting on pull request ${number}`,
      async (octokit, place) =>
        await octokit.issues.createComment({ ...place, issue_number: number, body: comment }),
    );
  }
  await gitHub.ask(
    repository,
    `closing pull request ${number}`,
    async (octokit, place) =>
      await octokit.pulls.update({ ...place, pull_number: number, state: 'closed' }),
  );
  return 'closed';
}

interface Said {
  readonly which: PullRequestAddress;
  readonly comment: string;
  readonly count: number;
}

/** An earlier attempt may have come as far as the comment. */
async function isSaid(gitHub: GitHubConnection, { which, comment, count }: Said): Promise<boolean> {
  const { login } = await gitHub.identity(which.repository);
  const said = await comments(gitHub, which, count);
  return said.some(({ author, body }) => author === login && body === comment);
}
