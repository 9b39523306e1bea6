/** One port for HTTP/1.1 and HTTP/2 without TLS: Bedrock's SDK client speaks HTTP/2 with prior knowledge, all others not. */
import { createServer as createHttp1 } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

export type Incoming = IncomingMessage | Http2ServerRequest;
export type Outgoing = ServerResponse | Http2ServerResponse;

export interface TwoProtocols {
  /** To listen with, and to close. */
  readonly server: Server;
  /** Ends every connection, busy or not. */
  readonly closeAllConnections: () => void;
}

/** Distinguishes them by the first bytes: https://www.rfc-editor.org/rfc/rfc9113#name-http-2-connection-preface */
export function serveBoth(
  handle: (incoming: Incoming, outgoing: Outgoing) => void,
  keepAliveTimeout: number,
): TwoProtocols {
  const http1 = createHttp1(handle);
  http1.keepAliveTimeout = keepAliveTimeout;
  const http2 = createHttp2(handle);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that disconnects before it sent anything is not an error.
    socket.once('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      const isHttp2 = first.subarray(0, 3).toString('latin1') === 'PRI';
      (isHttp2 ? http2 : http1).emit('connection', socket);
      // HTTP/2 takes over the socket with what was read of it; HTTP/1 has to be resumed.
      if (!isHttp2) socket.resume();
    });
  });
  return {
    server,
    closeAllConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
