/** The function that GitHub's webhook calls, behind a URL of its own. */
import { z } from 'zod';

import { startFunction, startOrStop } from './channel-functions.ts';
import type { FunctionParts } from './channel-functions.ts';
import type { SandboxGitHub } from './github/sandbox-github.ts';
import { startVendorServer } from './vendor-server.ts';

export interface WebhookParts extends FunctionParts {
  readonly gitHub: SandboxGitHub;
  readonly policiesDir: string;
}

const WEBHOOK_SECRET = 'sandbox-only-webhook-secret';

/** Starts the function and adds the webhook, for every repository. Leaves nothing running when it throws. */
export async function startGitHubWebhook(parts: WebhookParts): Promise<{ stop(): Promise<void> }> {
  const { gitHub, policiesDir } = parts;
  return await startOrStop(async (started) => {
    const variables = {
      CLOSELOOP_POLICIES_DIR: policiesDir,
      GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET,
    };
    const lambda = started(await startFunction(parts, 'github', variables));
    // https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html: a function that throws is answered 502.
    const url = started(
      await startVendorServer(async ({ headers, body: bytes }) => {
        const body = bytes.toString('base64');
        const event = { version: '2.0', headers, body, isBase64Encoded: true };
        const reply = replyShape.safeParse(await lambda.invoke(event).catch(() => null));
        if (!reply.success) return { status: 502 };
        const { statusCode: status, body: text } = reply.data;
        return { status, body: text, headers: { 'content-type': 'application/json' } };
      }),
    );
    gitHub.addHook(`${url.url}/`, WEBHOOK_SECRET);
    started({ stop: async () => await gitHub.idle() });
    return {};
  });
}

const replyShape = z.object({ statusCode: z.int(), body: z.string() });
