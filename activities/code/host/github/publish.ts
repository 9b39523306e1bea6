/**
 * Turns a change into a pull request: https://docs.github.com/en/rest/guides/using-the-rest-api-to-interact-with-your-git-database.
 * Only the last two writes (branch, pull request) are visible; Git objects that nothing refers to are harmless.
 */
import { failure } from '../../../aws/failures.ts';
import type { Change, Published } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';
import { countOpen } from './count-open.ts';
import { statusOf } from './failures.ts';
import { makeCommit } from './make-commit.ts';
import type { Commit } from './make-commit.ts';
import { numbersOf } from './pull-requests.ts';

/** See `GitHost.publish`. */
export async function publish(
  gitHub: GitHubConnection,
  change: Change,
  maxOpen: number,
): Promise<Published> {
  const commit = await makeCommit(gitHub, change);
  const tip = await tipOf(gitHub, change);
  if (tip === null) {
    const open = await countOpen(gitHub, change, maxOpen);
    if (open >= maxOpen) return { outcome: 'too-many-open', open };
  }
  const present = tip ?? (await createBranch(gitHub, change, commit));
  if (!(await isSame(gitHub, { change, commit, present })))
    return { outcome: 'branch-taken', tip: present };
  return await openPullRequest(gitHub, change);
}

async function tipOf(gitHub: GitHubConnection, change: Change): Promise<string | null> {
  const ref = await gitHub.askOrNull(
    change.repository,
    `reading the branch ${change.branch}`,
    async (octokit, place) => await octokit.git.getRef({ ...place, ref: `heads/${change.branch}` }),
  );
  return ref?.object.sha ?? null;
}

/** The branch's tip afterwards: our commit, or that of a faster worker. */
async function createBranch(
  gitHub: GitHubConnection,
  change: Change,
  commit: Commit,
): Promise<string> {
  const ref = `refs/heads/${change.branch}`;
  const created = await gitHub.askOrNull(
    change.repository,
    `creating the branch ${change.branch}`,
    async (octokit, place) => await octokit.git.createRef({ ...place, ref, sha: commit.sha }),
    alreadyExists,
  );
  if (created !== null) return created.object.sha;
  const tip = await tipOf(gitHub, change);
  if (tip !== null) return tip;
  const text = `Tried creating the branch ${change.branch} of ${change.repository} on GitHub: it refuses, and has no branch of this name. Look for a rule of the repository that reserves the name.`;
  throw failure('AccessDenied', text);
}

interface Present {
  readonly change: Change;
  readonly commit: Commit;
  readonly present: string;
}

/** The same commit, or another worker's with the same files on the same base. */
async function isSame(
  gitHub: GitHubConnection,
  { change, commit, present }: Present,
): Promise<boolean> {
  if (present === commit.sha) return true;
  const { tree, parents } = await gitHub.ask(
    change.repository,
    `reading the commit ${present}`,
    async (octokit, place) => await octokit.git.getCommit({ ...place, commit_sha: present }),
  );
  return tree.sha === commit.tree && parents.length === 1 && parents[0]?.sha === change.base.commit;
}

async function openPullRequest(gitHub: GitHubConnection, change: Change): Promise<Published> {
  const { repository, branch } = change;
  const [open] = await numbersOf(gitHub, change, 'open');
  if (open !== undefined) return { outcome: 'published', number: open, opened: false };
  const { title, body, base } = change;
  const created = await gitHub.askOrNull(
    repository,
    `opening a pull request from ${branch}`,
    async (octokit, place) =>
      await octokit.pulls.create({
        ...place,
        head: branch,
        base: base.branch,
        title,
        body,
        maintainer_can_modify: false,
      }),
    alreadyExists,
  );
  if (created !== null) return { outcome: 'published', number: created.number, opened: true };
  const [faster] = await numbersOf(gitHub, change, 'open');
  if (faster !== undefined) return { outcome: 'published', number: faster, opened: false };
  const text = `Tried opening a pull request from ${branch} of ${repository} on GitHub: it says that one is open, and lists none.`;
  throw failure('Unavailable', text);
}

/** Only the message tells this 422 from others. */
function alreadyExists(error: unknown): boolean {
  return error instanceof Error && /already exists/i.test(error.message) && statusOf(error) === 422;
}
