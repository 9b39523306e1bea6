import { equal, ok } from 'node:assert/strict';
import { createServer, type Server } from 'node:net';

import { freePort } from '../../../sandbox/tools/free-port.ts';

describe('a free port', () => {
  let server: Server | undefined;
  afterEach((done) => {
    if (server === undefined) done();
    else server.close(() => done());
  });

  it('a server can listen on a free port', async () => {
    const port = await freePort();
    server = createServer();
    const listening = new Promise<void>((resolve, reject) => {
      server?.once('error', reject).listen(port, '127.0.0.1', () => resolve());
    });

    await listening;

    const address = server.address();
    equal(typeof address === 'object' ? address?.port : null, port);
  });

  it('a free port is outside the range that the system hands out', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));

    ok(
      ports.every((port) => port < 32_768),
      String(ports),
    );
  });
});
