import { ApplicationFailure } from '@temporalio/common';

import type { FailureType } from '../../../../domain/failures.ts';
import type { Examined, Head } from '../git-host.ts';
import { answeredWith } from './connection.ts';
import type { GitHubConnection } from './connection.ts';

/** See `GitHost.head`. */
export async function head(gitHub: GitHubConnection, repository: string): Promise<Head | null> {
  const found = await settingsOf(gitHub, repository);
  if (found === null) return null;
  const branch = found.default_branch;
  const ref = await gitHub.askOrNull(
    repository,
    `reading the branch ${branch}`,
    async (octokit, place) => await octokit.git.getRef({ ...place, ref: `heads/${branch}` }),
    // 409: the repository has no commit yet.
    answeredWith(404, 409),
  );
  return ref === null ? null : { branch, commit: ref.object.sha };
}

/** See `GitHost.examine`. */
export async function examine(
  gitHub: GitHubConnection,
  repository: string,
): Promise<Examined | null> {
  const found = await settingsOf(gitHub, repository);
  if (found === null) return null;
  const { login } = await gitHub.identity(repository);
  return {
    defaultBranch: found.default_branch,
    archived: found.archived,
    login,
    reviewRequired: await reviewRequired(gitHub, repository, found.default_branch),
    writable: found.permissions?.push ?? null,
    permissions: await gitHub.permissions(repository),
  };
}

/** Null where GitHub says that the repository does not exist for us, or that the app is not installed there. */
async function settingsOf(gitHub: GitHubConnection, repository: string) {
  try {
    return await gitHub.ask(
      repository,
      'reading the default branch',
      async (octokit, place) => await octokit.repos.get({ ...place }),
    );
  } catch (error) {
    if (error instanceof ApplicationFailure && error.type === NOT_FOUND) return null;
    throw error;
  }
}

const NOT_FOUND: FailureType = 'ResourceNotFound';

/**
 * Null for a classic branch protection: only administrators can read what it demands. Rulesets everyone can read.
 * https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
 */
async function reviewRequired(
  gitHub: GitHubConnection,
  repository: string,
  branch: string,
): Promise<boolean | null> {
  const rules = await gitHub.ask(
    repository,
    `reading the rules of ${branch}`,
    async (octokit, place) =>
      await octokit.repos.getBranchRules({ ...place, branch, per_page: 100 }),
  );
  const reviews = rules.map((rule) =>
    rule.type === 'pull_request' ? (rule.parameters?.required_approving_review_count ?? 0) : 0,
  );
  if (reviews.some((count) => count > 0)) return true;
  const { protected: isProtected } = await gitHub.ask(
    repository,
    `reading the protection of ${branch}`,
    async (octokit, place) => await octokit.repos.getBranch({ ...place, branch }),
  );
  return isProtected ? null : false;
}
