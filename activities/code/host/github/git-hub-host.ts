import type { GitHost } from '../git-host.ts';
import { closePullRequest } from './close-pull-request.ts';
import { connectToGitHub } from './connection.ts';
import type { GitHubOptions } from './connection.ts';
import { examine, head } from './examine.ts';
import { listFiles, readFile } from './files.ts';
import { readFolder } from './folder.ts';
import { publish } from './publish.ts';
import { pullRequests } from './pull-requests.ts';

/** GitHub and GitHub Enterprise Server as a `GitHost`. Repositories are `owner/name`. */
export function createGitHubHost(options: GitHubOptions): GitHost {
  const gitHub = connectToGitHub(options);
  return {
    head: async (repository) => await head(gitHub, repository),
    listFiles: async (at) => await listFiles(gitHub, at),
    readFile: async (file, maxBytes) => await readFile(gitHub, file, maxBytes),
    readFolder: async (folder, limits) => await readFolder(gitHub, folder, limits),
    pullRequests: async (query) => await pullRequests(gitHub, query),
    publish: async (change, maxOpen) => await publish(gitHub, change, maxOpen),
    closePullRequest: async (which, comment) => await closePullRequest(gitHub, which, comment),
    examine: async (repository) => await examine(gitHub, repository),
  };
}
