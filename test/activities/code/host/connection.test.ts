import assert from 'node:assert/strict';

import { createGitHubHost } from '../../../../activities/code/host/github/git-hub-host.ts';
import { startSandboxGitHub } from '../../../../sandbox/vendors/github/sandbox-github.ts';
import type { SandboxGitHub } from '../../../../sandbox/vendors/github/sandbox-github.ts';
import { FILES } from './host-under-test.ts';

const repository = 'acme/infra';

describe('a connection to GitHub whose token was revoked', () => {
  let gitHub: SandboxGitHub | null = null;
  const started = () => {
    if (gitHub === null) throw new Error('The server is not started yet.');
    return gitHub;
  };
  before(async () => {
    gitHub = await startSandboxGitHub();
    await gitHub.addRepository({ name: repository, files: FILES });
  });
  after(async () => await gitHub?.stop());

  it('a GitHub connection whose token was revoked gets another token after the app was reinstalled', async () => {
    const server = started();
    const { url: baseUrl, app } = server;
    const host = createGitHubHost({ baseUrl, credentials: { kind: 'app', ...app } });
    const before = await host.head(repository);
    assert.ok(before !== null);

    server.reinstallApp();

    assert.deepEqual(await host.head(repository), before);
  });

  it('a GitHub connection whose token was revoked fails at once with a personal access token', async () => {
    const { url: baseUrl } = started();
    const host = createGitHubHost({ baseUrl, credentials: { kind: 'token', token: 'old' } });

    await assert.rejects(host.head(repository), { type: 'ConfigurationError' });
  });
});
