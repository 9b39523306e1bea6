/** What GitHub's webhook calls: the deployed function behind an address of its own. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';

import { z } from 'zod';

import { bundleChannel } from '../../channels/bundle.ts';
import type { HubPrincipal } from '../aws/gateway/principals.ts';
import { startLambda } from '../aws/lambda.ts';
import type { Lambda } from '../aws/lambda.ts';
import type { SandboxGitHub } from './github/sandbox-github.ts';

export interface WebhookParts {
  readonly gitHub: SandboxGitHub;
  readonly env: (principal: HubPrincipal) => Record<string, string>;
  readonly policiesDir: string;
  readonly folder: string;
}

const WEBHOOK_SECRET = 'sandbox-only-webhook-secret';

/** Starts the function, and has GitHub tell it of every repository. Leaves nothing running when it throws. */
export async function startGitHubWebhook(parts: WebhookParts): Promise<{ stop(): Promise<void> }> {
  const { gitHub, env, policiesDir, folder } = parts;
  const { path: bundle } = await bundleChannel('github', join(folder, 'github'));
  const own = {
    ...env('closeloop-github'),
    CLOSELOOP_POLICIES_DIR: policiesDir,
    GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET,
  };
  const lambda = await startLambda({ bundle, env: own, logFile: join(folder, 'github.log') });
  const server = functionUrl(lambda);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The URL has no TCP port.');
  gitHub.addHook(`http://127.0.0.1:${address.port}/`, WEBHOOK_SECRET);
  return {
    stop: async () => {
      await gitHub.idle();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await lambda.stop();
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html: a function that throws is answered 502. */
function functionUrl(lambda: Lambda): Server {
  return createServer((request, response) => {
    answer(lambda, request, response).catch(() => response.writeHead(502).end());
  });
}

async function answer(
  lambda: Lambda,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { headers } = request;
  const body = Buffer.concat(chunks).toString('base64');
  const answered = await lambda.invoke({ version: '2.0', headers, body, isBase64Encoded: true });
  const { statusCode, body: text } = replyShape.parse(answered);
  response.writeHead(statusCode, { 'content-type': 'application/json' }).end(text);
}

const replyShape = z.object({ statusCode: z.int(), body: z.string() });
