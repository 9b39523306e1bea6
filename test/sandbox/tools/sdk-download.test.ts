import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';

import { sdkDownload } from '../../../sandbox/tools/sdk-download.ts';
import { withScratch } from './fake-tool.ts';

const CLI = { artifact: 'cli', version: 'v1.5.1', file: 'temporal' } as const;

describe("the Temporal SDK's download", () => {
  it("the SDK's download fails at once with its reason when nothing answers", () =>
    withScratch(async ({ around }) => {
      await assert.rejects(
        install(around.cacheRoot, 'http://127.0.0.1:1'),
        /it ended with 1: https:\/\/temporal\.download cannot be reached \(.*ECONNREFUSED/u,
      );
    }));

  it("the SDK's download does not hang on a network that drops every packet", () =>
    withScratch(async ({ around }) => {
      const silent = createServer();
      const port = await listen(silent);
      const began = performance.now();
      try {
        await assert.rejects(
          install(around.cacheRoot, `http://127.0.0.1:${port}`),
          /temporal\.download cannot be reached \(no answer within 5 s\)/u,
        );
        assert.ok(performance.now() - began < 20_000);
      } finally {
        silent.close();
      }
    }));
});

/** Through a proxy of the test's own, so that no test ever reaches the real service. */
function install(staging: string, proxy: string): Promise<void> {
  const env = {
    ...process.env,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: '',
    no_proxy: '',
  };
  const signal = new AbortController().signal;
  return sdkDownload(CLI, env).install(staging, { signal, note: () => {} });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
