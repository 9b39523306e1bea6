import { createHmac, randomUUID } from 'node:crypto';

import { showPullSimple } from './show.ts';
import type { Account, Hook, Pull, Repository, State } from './state.ts';

/**
 * Sends a webhook for a pull request that was closed or merged, or whose branch moved; one attempt each, as GitHub
 * makes.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
export function sendWebhooks(
  state: State,
  { repository, pull, by }: { repository: Repository; pull: Pull; by: Account },
  action: 'closed' | 'synchronize',
): void {
  const shown = showPullSimple(state, repository, pull);
  const payload = {
    action,
    number: pull.number,
    pull_request: { ...shown, merged: pull.merged !== null },
    repository: shown.base.repo,
    sender: { id: by.id, login: by.login, type: by.type },
  };
  for (const hook of state.hooks) {
    const delivery = deliver(hook, JSON.stringify(payload));
    state.deliveries.add(delivery);
    void delivery.finally(() => state.deliveries.delete(delivery));
  }
}

/** The headers of a delivery of `body`, with the signature. */
function deliveryHeaders(secret: string, body: string): Record<string, string> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-event': 'pull_request',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${signature}`,
  };
}

async function deliver({ url, secret }: Hook, body: string): Promise<void> {
  const request = { method: 'POST', headers: deliveryHeaders(secret, body), body };
  // A receiver that is down gets nothing, and GitHub does not send again.
  await fetch(url, { ...request, signal: AbortSignal.timeout(10_000) }).then(
    async (response) => await response.arrayBuffer(),
    () => null,
  );
}
