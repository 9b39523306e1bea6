import type { PullRequestAddress } from '../git-host.ts';
import { readComments } from './comments.ts';
import type { GitHubConnection } from './connection.ts';

/** See `GitHost.closePullRequest`. Comments first, so that no pull request is closed without a reason. */
export async function closePullRequest(
  gitHub: GitHubConnection,
  which: PullRequestAddress,
  comment: string,
): Promise<'closed' | 'was-not-open'> {
  const { repository, number } = which;
  const pull = await gitHub.ask(
    repository,
    `reading pull request ${number}`,
    async (octokit, place) => await octokit.pulls.get({ ...place, pull_number: number }),
  );
  if (pull.state !== 'open') return 'was-not-open';
  const { login } = await gitHub.identity(repository);
  const comments = await readComments(gitHub, which, pull.comments);
  // An earlier try of the activity may have commented and not closed.
  if (!comments.some(({ author, body }) => author === login && body === comment)) {
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
