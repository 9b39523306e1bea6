import { z } from 'zod';

import {
  encryptedUrl,
  ledgerPrefix,
  region,
  required,
  sharedSecret,
} from '../../environment/fields.ts';
import { incompleteEnvironment, readEnvironment } from '../../environment/read-environment.ts';
import type { Variables } from '../../environment/read-environment.ts';
import type { Waits } from '../http.ts';
import type { AzureDevOpsOptions } from './azure-devops/azure-devops-tickets.ts';
import type { JiraOptions } from './jira/jira-tickets.ts';
import { trackerIn } from './routing.ts';

/** Trackers that the function has credentials for; null for those it has none for. */
export interface TrackersEnv {
  readonly jira: Omit<JiraOptions, keyof Waits> | null;
  readonly azureDevOps: Omit<AzureDevOpsOptions, keyof Waits> | null;
}

const root = (what: string) =>
  encryptedUrl(`missing or no address: ${what}`).transform((url) => url.replace(/\/+$/, ''));

const OWNER = 'the tickets function';

const common = {
  AWS_REGION: region,
  CLOSELOOP_LEDGER_PREFIX: ledgerPrefix,
};

export const jira = z
  .object({
    JIRA_SITE: root("Jira's, for example https://acme.atlassian.net"),
    JIRA_API_ROOT: root(
      'https://api.atlassian.com/ex/jira/<cloud id>, for scoped tokens',
    ).optional(),
    JIRA_EMAIL: required("the mail address of Closeloop's account"),
    JIRA_API_TOKEN: required('an API token of that account'),
    JIRA_ISSUE_TYPE: z.string().default('Task'),
  })
  .transform(({ JIRA_API_ROOT: apiRoot, ...data }) => ({
    site: data.JIRA_SITE,
    ...(apiRoot === undefined ? {} : { apiRoot }),
    email: data.JIRA_EMAIL,
    token: data.JIRA_API_TOKEN,
    issueType: data.JIRA_ISSUE_TYPE,
  }));

export const azureDevOps = z
  .object({
    AZURE_DEVOPS_ORGANIZATION: root("the organization's, for example https://dev.azure.com/acme"),
    AZURE_DEVOPS_TOKEN: required('a personal access token with "Work Items (read & write)"'),
    AZURE_DEVOPS_WORK_ITEM_TYPE: z.string().default('Task'),
  })
  .transform((data) => ({
    organization: data.AZURE_DEVOPS_ORGANIZATION,
    token: data.AZURE_DEVOPS_TOKEN,
    workItemType: data.AZURE_DEVOPS_WORK_ITEM_TYPE,
  }));

export const subscriber = z.object({
  ...common,
  CLOSELOOP_TICKETS_DEFAULT: z
    .string()
    .refine((channel) => trackerIn(channel) !== null, 'expected jira:KEY or azure-devops:PROJECT')
    .optional(),
  CLOSELOOP_TICKETS_INDEX_SECONDS: z.coerce.number().min(0).max(20).default(5),
});

/** Of the function that writes tickets. Throws an Error that names everything missing or malformed at once. */
export function readSubscriberEnv(variables: Variables) {
  const data = readEnvironment(OWNER, subscriber, variables);
  return {
    ...readTrackers(variables),
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    defaultChannel: data.CLOSELOOP_TICKETS_DEFAULT ?? null,
    /** Milliseconds. */
    indexLag: data.CLOSELOOP_TICKETS_INDEX_SECONDS * 1000,
  };
}

const secret = sharedSecret('what its webhooks are signed with').optional();
export const webhook = z.object({
  ...common,
  JIRA_WEBHOOK_SECRET: secret,
  AZURE_DEVOPS_WEBHOOK_SECRET: secret,
});

/** Of the function that receives the trackers' webhooks. As `readSubscriberEnv`. */
export function readWebhookEnv(variables: Variables) {
  const data = readEnvironment(OWNER, webhook, variables);
  const { JIRA_WEBHOOK_SECRET: ofJira, AZURE_DEVOPS_WEBHOOK_SECRET: ofAzure } = data;
  return {
    ...readTrackers(variables),
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    /** What authenticates each tracker's webhooks; null: that tracker's webhooks are not accepted. */
    secrets: { jira: ofJira ?? null, 'azure-devops': ofAzure ?? null },
  };
}

/** At least one tracker, each with all its variables or none. */
function readTrackers(variables: Variables): TrackersEnv {
  const has = (prefix: string) => Object.keys(variables).some((name) => name.startsWith(prefix));
  const [wantsJira, wantsAzure] = [has('JIRA_'), has('AZURE_DEVOPS_')];
  if (!wantsJira && !wantsAzure)
    throw incompleteEnvironment(OWNER, [
      'JIRA_SITE or AZURE_DEVOPS_ORGANIZATION: missing: at least one tracker',
    ]);
  return {
    jira: wantsJira ? readEnvironment(OWNER, jira, variables) : null,
    azureDevOps: wantsAzure ? readEnvironment(OWNER, azureDevOps, variables) : null,
  };
}
