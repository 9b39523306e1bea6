/** A small HTTP server in S3's and STS's place, so that the SDK's own parsing of answers is under test. */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';

import type { ReadClients } from '../../controls/control.ts';
import { callerIdentity } from './s3-answers.ts';
import type { Answer } from './s3-answers.ts';

export interface Request {
  /** Sub-resource of a bucket, `list` for ListBuckets, `identity` for STS, `kms:Operation` for KMS. */
  readonly query: string;
  readonly url: string;
  readonly expectedOwner: string | undefined;
}

export interface StandIn extends AsyncDisposable {
  readonly read: ReadClients;
  readonly requests: readonly Request[];
}

export interface StandInOptions {
  readonly region: string;
  /** Whose credentials the caller has. */
  readonly account: string;
  /** Null breaks the connection without an answer. */
  readonly answer: (request: Request) => Answer | null;
}

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const requests: Request[] = [];
  const server = createServer((incoming, outgoing) => {
    const request = requestOf(incoming);
    requests.push(request);
    const answer =
      request.query === 'identity' ? callerIdentity(options.account) : options.answer(request);
    if (answer === null) {
      incoming.socket.destroy();
      return;
    }
    const json = request.query.startsWith('kms:');
    const type = json ? 'application/x-amz-json-1.1' : 'application/xml';
    outgoing.writeHead(answer.status, { 'content-type': type });
    outgoing.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const config = {
    endpoint: `http://127.0.0.1:${address.port}`,
    region: options.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const read = {
    kms: new KMS(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    sts: new STS(config),
  };
  return {
    read,
    requests,
    [Symbol.asyncDispose]: async () => {
      read.kms.destroy();
      read.s3.destroy();
      read.sts.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function requestOf(incoming: IncomingMessage): Request {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const owner = incoming.headers['x-amz-expected-bucket-owner'];
  return {
    url: incoming.url ?? '',
    query: kmsOperation(incoming) ?? queryOf(incoming.method, url),
    expectedOwner: typeof owner === 'string' ? owner : undefined,
  };
}

function kmsOperation({ headers }: IncomingMessage): string | null {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? `kms:${target.split('.').at(-1) ?? ''}` : null;
}

function queryOf(method: string | undefined, url: URL): string {
  if (url.pathname !== '/') return [...url.searchParams.keys()].find((key) => key !== 'x-id') ?? '';
  return method === 'POST' ? 'identity' : 'list';
}
