/** The sandbox's GitHub with clients that are not ours: Octokit and git. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';

import { startSandboxGitHub } from '../../../sandbox/vendors/github/sandbox-github.ts';
import type { SandboxGitHub } from '../../../sandbox/vendors/github/sandbox-github.ts';

const run = promisify(execFile);
const PLACE = { owner: 'acme', repo: 'infra' };
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

describe('the sandbox GitHub', function sandbox() {
  this.timeout(120_000);
  let gitHub: SandboxGitHub;
  let ada: Octokit;
  let count = 0;

  const clientOf = (auth: string) => new Octokit({ baseUrl: gitHub.url, auth, log: SILENT });

  before(async () => {
    gitHub = await startSandboxGitHub();
    const files = { 'main.tf': 'one\n', 'other.tf': 'two\n' };
    await gitHub.addRepository({ name: 'acme/infra', files, writers: ['ada'], approvals: 1 });
    ada = clientOf(gitHub.tokenOf('ada'));
  });

  after(async () => {
    await gitHub.stop();
  });

  const tip = async (branch: string) =>
    (await ada.git.getRef({ ...PLACE, ref: `heads/${branch}` })).data.object.sha;

  /** A branch with one commit, by the steps of GitHub's guide. */
  const branchWith = async (content: string, path = 'main.tf') => {
    count += 1;
    const base = await tip('main');
    const parent = (await ada.git.getCommit({ ...PLACE, commit_sha: base })).data;
    const blob = await ada.git.createBlob({ ...PLACE, content });
    const tree = await ada.git.createTree({
      ...PLACE,
      base_tree: parent.tree.sha,
      tree: [{ path, mode: '100644', type: 'blob', sha: blob.data.sha }],
    });
    const author = { name: 'Ada', email: 'ada@example.com', date: '2026-01-01T00:00:00Z' };
    const commit = await ada.git.createCommit({
      ...PLACE,
      message: 'Change',
      tree: tree.data.sha,
      parents: [base],
      author,
    });
    const branch = `topic/${count}`;
    await ada.git.createRef({ ...PLACE, ref: `refs/heads/${branch}`, sha: commit.data.sha });
    return { branch, sha: commit.data.sha, base };
  };

  const create = async (ref: string, sha: string) =>
    await ada.git.createRef({ ...PLACE, ref, sha });

  const list = async (head: string) =>
    (await ada.pulls.list({ ...PLACE, head })).data.map((pull) => pull.number);

  const open = async (branch: string) =>
    (await ada.pulls.create({ ...PLACE, head: branch, base: 'main', title: 'T' })).data.number;

  it('the sandbox’s GitHub refuses unknown and missing credentials, and what is not there', async () => {
    const { status } = await fetch(`${gitHub.url}/repos/acme/infra`);

    assert.equal(status, 401);
    await refused(clientOf('nonsense').repos.get(PLACE), 401, /Bad credentials/);
    await refused(ada.repos.get({ ...PLACE, repo: 'none' }), 404, /Not Found/);
    await refused(ada.git.getRef({ ...PLACE, ref: 'heads/mai' }), 404, /Not Found/);
    await refused(ada.pulls.get({ ...PLACE, pull_number: 999 }), 404, /Not Found/);
    await refused(ada.git.getBlob({ ...PLACE, file_sha: '1'.repeat(40) }), 404, /Not Found/);
  });

  it('the sandbox’s GitHub makes the objects that git makes', async () => {
    const { branch, sha } = await branchWith('deterministic\n');
    const again = await ada.git.getCommit({ ...PLACE, commit_sha: sha });

    assert.equal(again.data.message, 'Change');
    assert.equal(again.data.author.date, '2026-01-01T00:00:00Z');
    const blob = (await ada.git.createBlob({ ...PLACE, content: 'hello\n' })).data.sha;
    assert.equal(blob, 'ce013625030ba8dba906f756967f9e9ca394464a');
    assert.equal(await tip(branch), sha);
  });

  it('the sandbox’s GitHub refuses a second ref, a bad name and an unknown object', async () => {
    const { branch, sha } = await branchWith('refs\n');

    await refused(create(`refs/heads/${branch}`, sha), 422, /Reference already exists/);
    await refused(create('refs/heads/..bad~name', sha), 422, /not valid|Object does not exist/);
    await refused(create('refs/heads/x', '1'.repeat(40)), 422, /Object does not exist/);
  });

  it('the sandbox’s GitHub moves a branch forward only, unless forced', async () => {
    const { branch, base } = await branchWith('update\n');
    const ref = `heads/${branch}`;

    await refused(ada.git.updateRef({ ...PLACE, ref, sha: base }), 422, /not a fast forward/);
    await ada.git.updateRef({ ...PLACE, ref, sha: base, force: true });
    assert.equal(await tip(branch), base);
  });

  it('the sandbox’s GitHub opens one pull request per branch, and none for nothing', async () => {
    const { branch } = await branchWith('pull\n');
    const number = await open(branch);

    await refused(open(branch), 422, /A pull request already exists for acme:topic/);
    await refused(open('nothing/here'), 422, /head/);
    const { sha } = (await ada.git.getRef({ ...PLACE, ref: 'heads/main' })).data.object;
    await ada.git.createRef({ ...PLACE, ref: 'refs/heads/empty', sha });
    await refused(open('empty'), 422, /No commits between main and empty/);
    const files = (await ada.pulls.listFiles({ ...PLACE, pull_number: number })).data;
    assert.deepEqual(
      files.map(({ filename, status }) => `${status} ${filename}`),
      ['modified main.tf'],
    );
  });

  it('the sandbox’s GitHub filters by owner:branch, and by nothing else', async () => {
    const { branch } = await branchWith('filter\n');
    const number = await open(branch);

    assert.deepEqual(await list(`acme:${branch}`), [number]);
    assert.deepEqual(await list(`other:${branch}`), []);
    assert.ok((await list(branch)).length > 1);
  });

  it('the sandbox’s GitHub follows pushes, and refuses a merge of what has moved', async () => {
    const { branch, sha } = await branchWith('first\n');
    const number = await open(branch);
    const later = await gitHub.people.commit('acme/infra', { branch, files: { 'a.tf': 'a' } });

    const { data } = await ada.pulls.get({ ...PLACE, pull_number: number });

    assert.equal(data.head.sha, later);
    assert.equal(data.commits, 2);
    const merge = { ...PLACE, pull_number: number };
    await refused(ada.pulls.merge({ ...merge, sha }), 409, /modified/);
    await ada.pulls.merge({ ...merge, sha: later });
    await refused(ada.pulls.merge(merge), 405, /not mergeable/);
  });

  it('the sandbox’s GitHub merges both sides, and refuses conflicts', async () => {
    const clean = await branchWith('clean\n', 'clean.tf');
    const conflict = await branchWith('theirs\n', 'other.tf');
    const [one, two] = [await open(clean.branch), await open(conflict.branch)];
    await gitHub.people.commit('acme/infra', { files: { 'other.tf': 'ours\n' } });

    await ada.pulls.merge({ ...PLACE, pull_number: one });

    assert.equal(await gitHub.people.text('acme/infra', 'main', 'clean.tf'), 'clean\n');
    assert.equal(await gitHub.people.text('acme/infra', 'main', 'other.tf'), 'ours\n');
    await refused(ada.pulls.merge({ ...PLACE, pull_number: two }), 405, /conflict/);
  });

  it('the sandbox’s GitHub gives an app’s token the repositories and permissions that were asked for, and no more', async () => {
    await gitHub.addRepository({ name: 'acme/second', files: { a: 'b' } });
    const auth = createAppAuth({
      ...gitHub.app,
      request: new Octokit({ baseUrl: gitHub.url, log: SILENT }).request,
    });
    const app = clientOf((await auth({ type: 'app' })).token);
    const { id } = (await app.apps.getRepoInstallation(PLACE)).data;
    const narrow = await auth({
      type: 'installation',
      installationId: id,
      repositoryNames: ['infra'],
      permissions: { contents: 'read' },
    });
    const client = clientOf(narrow.token);

    assert.equal((await client.repos.get(PLACE)).data.permissions?.push, false);
    await refused(client.repos.get({ ...PLACE, repo: 'second' }), 404, /Not Found/);
    await refused(client.git.createBlob({ ...PLACE, content: 'x' }), 403, /not accessible/);
    await refused(client.pulls.list(PLACE), 403, /not accessible/);
    await refused(app.repos.get({ ...PLACE, repo: 'none' }), 404, /Not Found/);
  });

  it('the sandbox’s GitHub refuses to push for those who may only read', async () => {
    const bob = clientOf(gitHub.tokenOf('bob'));

    await refused(bob.git.createBlob({ ...PLACE, content: 'x' }), 403, /push access/);
    assert.equal((await bob.repos.get(PLACE)).data.permissions?.push, false);
  });

  it('the sandbox’s GitHub refuses what GitHub’s description does not know, and what it has not itself', async () => {
    const raw = async (path: string, body: unknown) =>
      await fetch(`${gitHub.url}${path}`, {
        method: 'POST',
        headers: { authorization: `token ${gitHub.tokenOf('ada')}` },
        body: JSON.stringify(body),
      });

    for (const [path, body, status] of [
      ['/repos/acme/infra/git/blobs', { content: 'x', enconding: 'base64' }, 422],
      ['/repos/acme/infra/git/blobs', { content: 7 }, 422],
      ['/repos/acme/infra/pulls', { head: 'x', title: 'y' }, 422],
      ['/repos/acme/infra/git/trees', { tree: [{ path: 'x', mode: '777', sha: null }] }, 422],
      ['/repos/acme/infra/deployments', { ref: 'main' }, 501],
    ] as const)
      assert.equal((await raw(path, body)).status, status, JSON.stringify(body));
    const mistyped = `${gitHub.url}/repos/acme/infra/pulls?stat=open`;
    const headers = { authorization: `token ${gitHub.tokenOf('ada')}` };
    assert.equal((await fetch(mistyped, { headers })).status, 422);
  });

  it('git clones a repository and pushes to it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'closeloop-clone-'));
    const url = (login: string) =>
      `${gitHub.url.replace('//', `//x:${gitHub.tokenOf(login)}@`)}/acme/infra.git`;
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
    };
    const git = async (...args: string[]) => await run('git', ['-C', folder, ...args], { env });
    await git('clone', '--quiet', url('ada'), '.');
    const there = await gitHub.people.text('acme/infra', 'main', 'main.tf');
    assert.equal(await readFile(join(folder, 'main.tf'), 'utf8'), there);
    await writeFile(join(folder, 'pushed.tf'), 'pushed\n');
    await git('add', '.');
    await git('commit', '--quiet', '-m', 'Push');

    await git('push', '--quiet', url('ada'), 'HEAD:refs/heads/pushed');

    assert.equal(await gitHub.people.text('acme/infra', 'pushed', 'pushed.tf'), 'pushed\n');
    await assert.rejects(git('push', url('bob'), 'HEAD:refs/heads/mine'), /403|not granted/);
    const nobody = `${gitHub.url.replace('//', '//x:y@')}/acme/infra.git`;
    await assert.rejects(git('ls-remote', nobody), /Authentication failed/);
    await rm(folder, { recursive: true });
  });
});

async function refused(call: Promise<unknown>, status: number, message: RegExp): Promise<void> {
  await assert.rejects(call, (error: { status?: number; message: string }) => {
    assert.equal(error.status, status, error.message);
    assert.match(error.message, message);
    return true;
  });
}
