import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below what Linux, macOS and Windows hand out to outgoing connections and to servers that listen on port 0, so that
 * the port is not handed out between this check and the start of the server.
 * https://docs.kernel.org/networking/ip-sysctl.html (ip_local_port_range)
 */
const FIRST = 20_000;
const LAST = 32_000;

/** A free TCP port of the loopback address. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
