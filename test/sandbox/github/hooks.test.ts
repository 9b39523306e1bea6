import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';

import { hintOf } from '../../../activities/code/host/github/webhook.ts';
import type { Delivery } from '../../../activities/code/host/github/webhook.ts';
import { startSandboxGitHub } from '../../../sandbox/vendors/github/sandbox-github.ts';
import type { SandboxGitHub } from '../../../sandbox/vendors/github/sandbox-github.ts';

describe('the sandbox GitHub', function sandbox() {
  this.timeout(120_000);
  let gitHub: SandboxGitHub;
  let receiver: Server;
  const received: Delivery[] = [];

  before(async () => {
    gitHub = await startSandboxGitHub();
    await gitHub.addRepository({ name: 'acme/infra', files: { 'main.tf': 'one\n' } });
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = Object.entries(request.headers).map(([k, v]) => [k, String(v)] as const);
        received.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks) });
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const address = receiver.address();
    assert.ok(typeof address === 'object' && address !== null);
    gitHub.addHook(`http://127.0.0.1:${address.port}/`, 'the secret');
  });

  after(async () => {
    await gitHub.stop();
    receiver.closeAllConnections();
    await new Promise<void>((resolve) => receiver.close(() => resolve()));
  });

  const opened = async (branch: string): Promise<number> => {
    await gitHub.people.commit('acme/infra', { branch, files: { [`${branch}.tf`]: branch } });
    return await gitHub.people.open('acme/infra', { by: 'ada', branch, body: '**Words**' });
  };

  it('the sandbox GitHub sends merged and closed pull requests to a webhook, rightly signed', async () => {
    const merged = await opened('merged');
    const closed = await opened('closed');

    await gitHub.people.merge('acme/infra', merged);
    await gitHub.idle();
    await gitHub.people.close('acme/infra', closed);
    await gitHub.idle();

    const look = { kind: 'look', repository: 'acme/infra' };
    const hints = received.map((delivery) => hintOf(delivery, ['the secret']));
    const url = (number: number) => `${gitHub.url}/acme/infra/pull/${number}`;
    assert.deepEqual(hints, [
      { ...look, number: merged, branch: 'merged', url: url(merged), fix: null },
      { ...look, number: closed, branch: 'closed', url: url(closed), fix: null },
    ]);
    assert.ok(received.every((delivery) => hintOf(delivery, ['another']).kind === 'refused'));
  });

  it('the sandbox GitHub shows a pull request to a browser: rendered, with state, branches and diff', async () => {
    const number = await opened('shown');
    gitHub.people.editBody(
      'acme/infra',
      number,
      '**Words** <script>x</script> [here](javascript:x)\n\n<details>\n<summary>Ids</summary>\n\nmore\n\n</details>\n<!-- hidden -->',
    );

    const page = await fetch(`${gitHub.url}/acme/infra/pull/${number}`);

    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    const html = await page.text();
    assert.match(html, /Open.*<b>ada<\/b> wants to merge <code>shown<\/code> into/s);
    assert.match(html, /<strong>Words<\/strong> &lt;script&gt;x&lt;\/script&gt;/);
    assert.match(html, /<details>\s*<summary>Ids<\/summary>/);
    assert.match(html, /<span class="added">\+shown<\/span>/);
    assert.doesNotMatch(html, /<script|javascript:|hidden/);
  });
});
