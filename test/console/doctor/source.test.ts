import assert from 'node:assert/strict';

import type { Examined } from '../../../activities/code/host/git-host.ts';
import { createGitHubHost } from '../../../activities/code/host/github/git-hub-host.ts';
import { repositoryCheck, secondScanner } from '../../../console/doctor/source.ts';
import { checkovPython } from '../../../sandbox/tools/index.ts';
import { startSandboxGitHub } from '../../../sandbox/vendors/github/sandbox-github.ts';

const right: Examined = {
  defaultBranch: 'main',
  archived: false,
  login: 'closeloop[bot]',
  reviewRequired: true,
  writable: true,
  permissions: { metadata: 'read', contents: 'write', pull_requests: 'write' },
};

function told(changes: Partial<Examined>): string {
  const { status, found, next } = repositoryCheck('acme/infra', { ...right, ...changes });
  return [status, found, ...next].join(' | ');
}

describe('doctor and an allow-listed repository', () => {
  it('the doctor says nothing to do where only people can merge', () => {
    assert.match(told({}), /^ok \| closeloop\[bot\] may open pull requests/);
  });

  it('the doctor names what keeps Closeloop from proposing', () => {
    assert.match(repositoryCheck('acme/infra', null).next.join(), /Install the app on acme\/infra/);
    assert.match(told({ archived: true }), /^broken \| archived/);
    assert.match(told({ writable: false }), /^broken .*right to push/);
    const reads = { contents: 'read', pull_requests: 'write' };
    assert.match(told({ permissions: reads }), /^broken .* lacks contents: write/);
  });

  it('the doctor reports a repository as broken where the credentials could merge, and warns where that cannot be read', () => {
    assert.match(told({ reviewRequired: false }), /^broken .*no review.* \| Protect main/);
    assert.match(told({ reviewRequired: null }), /^warn /);
  });

  it('the doctor warns of rights that nobody needs', () => {
    const permissions = { ...right.permissions, administration: 'write' };
    assert.match(told({ permissions }), /^warn .*more rights than it needs: administration: write/);
  });

  it('the doctor reads it from the host', async () => {
    const gitHub = await startSandboxGitHub();
    try {
      const files = { 'README.md': '# infra\n' };
      await gitHub.addRepository({ name: 'acme/guarded', files, approvals: 1 });
      await gitHub.addRepository({ name: 'acme/open', files });
      const credentials = { kind: 'app', ...gitHub.app } as const;
      const host = createGitHubHost({ baseUrl: gitHub.url, credentials });
      const status = async (name: string) => repositoryCheck(name, await host.examine(name)).status;
      assert.equal(await status('acme/guarded'), 'ok');
      assert.notEqual(await status('acme/open'), 'ok');
      assert.equal(await status('acme/absent'), 'broken');
    } finally {
      await gitHub.stop();
    }
  });
});

async function asked(variables: Readonly<Record<string, string>>): Promise<string> {
  const checks = await secondScanner(variables);
  return checks.map(({ status, found }) => `${status}: ${found}`).join();
}

describe('doctor and the second scanner', () => {
  it('the doctor says nothing in a terminal without the code worker’s environment, else that none is asked', async () => {
    assert.equal(await asked({}), '');
    assert.match(
      await asked({ CLOSELOOP_MODEL_ID: 'x' }),
      /^skipped: CLOSELOOP_CHECKOV is not set/,
    );
  });

  it('the doctor reports the second scanner as broken where it cannot answer', async () => {
    const found = await asked({ CLOSELOOP_CHECKOV: '/nowhere/python' });

    assert.match(found, /^broken: every code fix waits: .*nowhere/);
  });

  it('the doctor accepts a second scanner that answers', async () => {
    assert.match(await asked({ CLOSELOOP_CHECKOV: await checkovPython() }), /^ok: Checkov answers/);
  });
});
