/** https://developer.atlassian.com/cloud/jira/platform/webhooks/ */
import { createHmac } from 'node:crypto';

import { z } from 'zod';

import { isSameSecret } from '../../same-secret.ts';
import type { Received, StatusChange, WebhookReader } from './webhook-reader.ts';

export const jiraWebhooks: WebhookReader = { originProblem, statusChange };

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks */
function originProblem({ headers, body }: Received, secret: string): string | null {
  const given = headers['x-hub-signature'];
  if (given === undefined) return 'it has no signature';
  const mac = createHmac('sha256', secret).update(body).digest('hex');
  return isSameSecret(given, `sha256=${mac}`) ? null : 'its signature was not made with our secret';
}

const webhook = z.object({
  webhookEvent: z.string(),
  user: z.object({ displayName: z.string().min(1) }).optional(),
  issue: z.object({ id: z.string().min(1).max(50) }).optional(),
  changelog: z
    .object({ id: z.string().max(50), items: z.array(z.object({ field: z.string() })) })
    .optional(),
});

function statusChange(body: string): StatusChange | null {
  const { webhookEvent, user, issue, changelog } = webhook.parse(JSON.parse(body));
  if (webhookEvent !== 'jira:issue_updated' || issue === undefined) return null;
  if (changelog?.items.some(({ field }) => field === 'status') !== true) return null;
  const id = `${issue.id}-${changelog.id}`;
  return { tracker: 'jira', ticket: issue.id, id, by: user?.displayName ?? 'somebody' };
}
