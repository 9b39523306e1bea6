/**
 * Seven requests from a change to a pull request: https://docs.github.com/en/rest/guides/using-the-rest-api-to-interact-with-your-git-database.
 * Only the last two writes (branch, pull request) are seen by anyone; objects that nothing refers to are harmless.
 */
import { failure } from '../../../aws/failures.ts';
import type { Change, Published } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';
import { countOpen } from './count-open.ts';
import { statusOf } from './failures.ts';
import { makeCommit } from './make-commit.ts';
import type { Commit } from './make-commit.ts';
import { orNull } from './or-null.ts';
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
  const ref = await gitHub.ask(
    change.repository,
    `looking for the branch ${change.branch}`,
    async (octokit, place) =>
      await orNull(
        async () => await octokit.git.getRef({ ...place, ref: `heads/${change.branch}` }),
      ),
  );
  return ref?.object.sha ?? null;
}

/** The tip that the branch has afterwards: ours, or of who was faster. */
async function createBranch(
  gitHub: GitHubConnection,
  change: Change,
  commit: Commit,
): Promise<string> {
  const made = await gitHub.ask(
    change.repository,
    `making the branch ${change.branch}`,
    async (octokit, place) =>
      await unlessThere(
        async () =>
          await octokit.git.createRef({
            ...place,
            ref: `refs/heads/${change.branch}`,
            sha: commit.sha,
          }),
      ),
  );
  if (made !== null) return made.object.sha;
  const tip = await tipOf(gitHub, change);
  if (tip !== null) return tip;
  const text = `Tried making the branch ${change.branch} of ${change.repository} on GitHub: it refuses, and has no branch of this name. Look for a rule of the repository that reserves it.`;
  throw failure('AccessDenied', text);
}

interface Present {
  readonly change: Change;
  readonly commit: Commit;
  readonly present: string;
}

/** The same commit, or the same files on the same base: another worker's, of another moment. */
async function isSame(
  gitHub: GitHubConnection,
  { change, commit, present }: Present,
): Promise<boolean> {
  if (present === commit.sha) return true;
  const { tree, parents } = await gitHub.ask(
    change.repository,
    `looking at the commit ${present}`,
    async (octokit, place) => await octokit.git.getCommit({ ...place, commit_sha: present }),
  );
  return tree.sha === commit.tree && parents.length === 1 && parents[0]?.sha === change.base.commit;
}

async function openPullRequest(gitHub: GitHubConnection, change: Change): Promise<Published> {
  const { repository, branch } = change;
  const [open] = await numbersOf(gitHub, change, 'open');
  if (open !== undefined) return { outcome: 'published', number: open, opened: false };
  const made = await gitHub.ask(
    repository,
    `opening a pull request from ${branch}`,
    async (octokit, place) =>
      await unlessThere(
        async () =>
          await octokit.pulls.create({
            ...place,
            head: branch,
            base: change.base.branch,
            title: change.title,
            body: change.body,
            maintainer_can_modify: false,
          }),
      ),
  );
  if (made !== null) return { outcome: 'published', number: made.number, opened: true };
  const [faster] = await numbersOf(gitHub, change, 'open');
  if (faster !== undefined) return { outcome: 'published', number: faster, opened: false };
  const text = `Tried opening a pull request from ${branch} of ${repository} on GitHub: it says that one is open, and lists none.`;
  throw failure('Unavailable', text);
}

/** Null when GitHub says that it is there already: 422, told apart from other 422 by the words, as there is nothing else. */
async function unlessThere<T>(
  request: () => Promise<{ readonly status: number; readonly data: T }>,
): Promise<{ readonly status: number; readonly data: T | null }> {
  try {
    return await request();
  } catch (error) {
    const there = error instanceof Error && /already exists/i.test(error.message);
    if (there && statusOf(error) === 422) return { status: 200, data: null };
    throw error;
  }
}
