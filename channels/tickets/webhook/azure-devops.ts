/** https://learn.microsoft.com/en-us/azure/devops/service-hooks/events#workitem.updated */
import { z } from 'zod';

import { isSameSecret } from '../../same-secret.ts';
import type { Received, StatusChange, WebhookReader } from './webhook-reader.ts';

export const azureDevOpsWebhooks: WebhookReader = { originProblem, statusChange };

/** A service hook signs nothing: it signs in, with the password that its subscription was given. */
function originProblem({ headers }: Received, secret: string): string | null {
  const [, encoded] = /^Basic (.+)$/i.exec(headers['authorization'] ?? '') ?? [];
  if (encoded === undefined) return 'it has no password';
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  return isSameSecret(given.slice(given.indexOf(':') + 1), secret)
    ? null
    : 'its password is not the one that we gave';
}

const event = z.object({ id: z.string().min(1).max(64), eventType: z.string() });
const updated = z.object({
  resource: z.object({
    workItemId: z.int(),
    revisedBy: z.object({ displayName: z.string().min(1) }).optional(),
    fields: z.record(z.string(), z.unknown()).default({}),
  }),
});

function statusChange(body: string): StatusChange | null {
  const parsed: unknown = JSON.parse(body);
  const { id, eventType } = event.parse(parsed);
  if (eventType !== 'workitem.updated') return null;
  const { workItemId, revisedBy, fields } = updated.parse(parsed).resource;
  if (!('System.State' in fields)) return null;
  const by = revisedBy?.displayName ?? 'somebody';
  return { tracker: 'azure-devops', ticket: String(workItemId), id, by };
}
