import type { Change } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';

export interface Commit {
  readonly sha: string;
  readonly tree: string;
}

/** Makes one commit with the change on its base. The same change always makes the same commit. */
export async function makeCommit(gitHub: GitHubConnection, change: Change): Promise<Commit> {
  const { repository, base, path, mode, message } = change;
  const parent = await gitHub.ask(
    repository,
    `reading the commit ${base.commit}`,
    async (octokit, place) => await octokit.git.getCommit({ ...place, commit_sha: base.commit }),
  );
  const content = Buffer.from(change.bytes).toString('base64');
  const blob = await gitHub.ask(
    repository,
    `storing ${path}`,
    async (octokit, place) =>
      await octokit.git.createBlob({ ...place, content, encoding: 'base64' }),
  );
  const entry = { path, mode, type: 'blob', sha: blob.sha } as const;
  const tree = await gitHub.ask(
    repository,
    `storing the folder of ${path}`,
    async (octokit, place) =>
      await octokit.git.createTree({ ...place, base_tree: parent.tree.sha, tree: [entry] }),
  );
  const who = await signature(gitHub, change);
  const commit = await gitHub.ask(
    repository,
    `storing the commit of ${path}`,
    async (octokit, place) =>
      await octokit.git.createCommit({
        ...place,
        message,
        tree: tree.sha,
        parents: [base.commit],
        author: who,
        committer: who,
      }),
  );
  return { sha: commit.sha, tree: tree.sha };
}

/** Git keeps whole seconds. */
async function signature(gitHub: GitHubConnection, { at, repository }: Change) {
  const { name, email } = await gitHub.identity(repository);
  return { name, email, date: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z') };
}
