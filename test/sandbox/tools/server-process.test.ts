import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startServer, type ServerOptions } from '../../../sandbox/tools/server-process.ts';
import { withScratch } from './fake-tool.ts';

describe('a server process', () => {
  it('a server is ready once it answers, and is gone after stop', () =>
    withScratch(async ({ around }) => {
      let asked = 0;
      const server = await startServer(
        shell(around.cacheRoot, 'echo up; exec sleep 300', {
          answers: () => {
            asked += 1;
            return asked < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
          },
        }),
      );
      assert.equal(asked, 3);
      assert.equal(process.kill(server.pid, 0), true);

      await server.stop();
      await server.stop();

      assert.equal(await server.exited, 'SIGTERM');
      assert.throws(() => process.kill(server.pid, 0), { code: 'ESRCH' });
      assert.equal(await readFile(server.logFile, 'utf8'), 'up\n');
    }));

  it('a server that dies at start is reported with the end of its log', () =>
    withScratch(async ({ around }) => {
      const options = shell(around.cacheRoot, 'echo port 7233 is in use >&2; exit 7', {
        answers: () => Promise.reject(new Error('nobody there')),
      });

      await assert.rejects(
        startServer(options),
        /The test server ended with exit code 7 before it answered.*\n {2}port 7233 is in use/u,
      );
    }));

  it('a server that never answers is reported and stopped', () =>
    withScratch(async ({ around }) => {
      const options = shell(around.cacheRoot, 'echo $$; exec sleep 300', {
        answers: () => Promise.reject(new Error('connection refused')),
        limitMs: 300,
      });

      await assert.rejects(
        startServer(options),
        /did not answer within 0\.3 s \(last: connection refused\)/u,
      );
      const pid = Number(await readFile(options.logFile, 'utf8'));
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    }));

  it('a server whose program cannot be started is reported as such', () =>
    withScratch(async ({ around }) => {
      const options = shell(around.cacheRoot, '', { answers: () => Promise.resolve() });

      await assert.rejects(
        startServer({ ...options, command: '/no/such/server' }),
        /The test server: \/no\/such\/server cannot be started: .*ENOENT/u,
      );
    }));
});

function shell(
  folder: string,
  script: string,
  rest: Pick<ServerOptions, 'answers'> & Partial<ServerOptions>,
): ServerOptions {
  return {
    name: 'The test server',
    command: 'sh',
    args: ['-c', script],
    logFile: join(folder, 'log/server.log'),
    limitMs: 20_000,
    ...rest,
  };
}
