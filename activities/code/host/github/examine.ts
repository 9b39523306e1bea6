import type { Examined, Head } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';
import { ifThere } from './if-there.ts';
import { orNull } from './or-null.ts';

/** See `GitHost.head`. */
export async function head(gitHub: GitHubConnection, repository: string): Promise<Head | null> {
  const found = await ifThere(async () => await facts(gitHub, repository));
  if (found === null) return null;
  const branch = found.default_branch;
  const ref = await gitHub.ask(
    repository,
    `looking for the branch ${branch}`,
    async (octokit, place) =>
      // 409: there is no commit yet.
      await orNull(
        async () => await octokit.git.getRef({ ...place, ref: `heads/${branch}` }),
        [404, 409],
      ),
  );
  return ref === null ? null : { branch, commit: ref.object.sha };
}

/** See `GitHost.examine`. */
export async function examine(
  gitHub: GitHubConnection,
  repository: string,
): Promise<Examined | null> {
  const found = await ifThere(async () => await facts(gitHub, repository));
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

async function facts(gitHub: GitHubConnection, repository: string) {
  return await gitHub.ask(
    repository,
    'asking for the default branch',
    async (octokit, place) => await octokit.repos.get({ ...place }),
  );
}

/**
 * Rulesets can be read by everyone; what a classic protection demands, only by administrators: then the branch is
 * known to be protected, and no more. https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
 */
async function reviewRequired(
  gitHub: GitHubConnection,
  repository: string,
  branch: string,
): Promise<boolean | null> {
  const rules = await gitHub.ask(
    repository,
    `asking for the rules of ${branch}`,
    async (octokit, place) =>
      await octokit.repos.getBranchRules({ ...place, branch, per_page: 100 }),
  );
  const reviews = rules.map((rule) =>
    rule.type === 'pull_request' ? (rule.parameters?.required_approving_review_count ?? 0) : 0,
  );
  if (reviews.some((count) => count > 0)) return true;
  const { protected: guarded } = await gitHub.ask(
    repository,
    `asking whether ${branch} is protected`,
    async (octokit, place) => await octokit.repos.getBranch({ ...place, branch }),
  );
  return guarded ? null : false;
}
