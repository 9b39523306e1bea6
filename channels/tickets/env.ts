import { z } from 'zod';

import type { AzureDevOpsOptions } from './azure-devops/azure-devops-tickets.ts';
import type { JiraOptions } from './jira/jira-tickets.ts';
import { trackerIn } from './routing.ts';

type Waits = 'sleep' | 'patience';

/** Trackers that the function has credentials for; null for those it has none for. */
export interface TrackersEnv {
  readonly jira: Omit<JiraOptions, Waits> | null;
  readonly azureDevOps: Omit<AzureDevOpsOptions, Waits> | null;
}

/** Of the function that writes tickets. */
export interface SubscriberEnv extends TrackersEnv {
  readonly ledgerPrefix: string;
  readonly defaultChannel: string | null;
  /** Milliseconds. */
  readonly indexLag: number;
}

const missing = (what: string) => z.string({ error: `missing: ${what}` }).min(1);
/** Tokens go nowhere in clear, but on this machine. */
const root = (what: string) =>
  z
    .url({ error: `missing or no address: ${what}` })
    .regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:)/, 'expected https://')
    .transform((url) => url.replace(/\/+$/, ''));

const common = {
  AWS_REGION: z.string({ error: 'missing: the Region of the ledger, for example eu-west-1' }),
  CLOSELOOP_LEDGER_PREFIX: z.string().min(1).default('closeloop'),
};

const jira = z.object({
  JIRA_SITE: root("Jira's, for example https://acme.atlassian.net"),
  JIRA_API_ROOT: root('https://api.atlassian.com/ex/jira/<cloud id>, for scoped tokens').optional(),
  JIRA_EMAIL: missing("the mail address of Closeloop's account"),
  JIRA_API_TOKEN: missing('an API token of that account'),
  JIRA_ISSUE_TYPE: z.string().min(1).default('Task'),
});

const azureDevOps = z.object({
  AZURE_DEVOPS_ORGANIZATION: root("the organization's, for example https://dev.azure.com/acme"),
  AZURE_DEVOPS_TOKEN: missing('a personal access token with "Work Items (read & write)"'),
  AZURE_DEVOPS_WORK_ITEM_TYPE: z.string().min(1).default('Task'),
});

const subscriber = z.object({
  ...common,
  CLOSELOOP_TICKETS_DEFAULT: z
    .string()
    .refine((channel) => trackerIn(channel) !== null, 'expected jira:KEY or azure-devops:PROJECT')
    .optional(),
  CLOSELOOP_TICKETS_INDEX_SECONDS: z.coerce.number().min(0).max(20).default(5),
});

type Variables = Readonly<Record<string, string | undefined>>;

/** Throws an Error that names everything missing or malformed at once. */
export function readSubscriberEnv(variables: Variables): SubscriberEnv {
  const data = read(subscriber, variables);
  return {
    ...readTrackers(variables),
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    defaultChannel: data.CLOSELOOP_TICKETS_DEFAULT ?? null,
    indexLag: data.CLOSELOOP_TICKETS_INDEX_SECONDS * 1000,
  };
}

/** Of the function that hears of tickets that people close. */
export interface DoorEnv extends TrackersEnv {
  readonly ledgerPrefix: string;
  /** What each tracker's webhooks prove themselves with; null: that tracker is not heard. */
  readonly secrets: { readonly jira: string | null; readonly 'azure-devops': string | null };
}

const secret = z.string().min(16, 'expected at least 16 characters').optional();
const door = z.object({
  ...common,
  JIRA_WEBHOOK_SECRET: secret,
  AZURE_DEVOPS_WEBHOOK_SECRET: secret,
});

/** As `readSubscriberEnv`. */
export function readDoorEnv(variables: Variables): DoorEnv {
  const data = read(door, variables);
  const { JIRA_WEBHOOK_SECRET: ofJira, AZURE_DEVOPS_WEBHOOK_SECRET: ofAzure } = data;
  return {
    ...readTrackers(variables),
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    secrets: { jira: ofJira ?? null, 'azure-devops': ofAzure ?? null },
  };
}

/** Whole or not at all, and at least one: what is set by half is a mistake. */
function readTrackers(variables: Variables): TrackersEnv {
  const has = (prefix: string) => Object.keys(variables).some((name) => name.startsWith(prefix));
  const [wantsJira, wantsAzure] = [has('JIRA_'), has('AZURE_DEVOPS_')];
  if (!wantsJira && !wantsAzure)
    throw incomplete(['  JIRA_SITE or AZURE_DEVOPS_ORGANIZATION: missing: at least one tracker']);
  const one = wantsJira ? read(jira, variables) : null;
  const other = wantsAzure ? read(azureDevOps, variables) : null;
  return {
    jira: one === null ? null : jiraOf(one),
    azureDevOps: other === null ? null : azureDevOpsOf(other),
  };
}

function jiraOf(data: z.output<typeof jira>): TrackersEnv['jira'] {
  const { JIRA_API_ROOT: apiRoot } = data;
  return {
    site: data.JIRA_SITE,
    ...(apiRoot === undefined ? {} : { apiRoot }),
    email: data.JIRA_EMAIL,
    token: data.JIRA_API_TOKEN,
    issueType: data.JIRA_ISSUE_TYPE,
  };
}

function azureDevOpsOf(data: z.output<typeof azureDevOps>): TrackersEnv['azureDevOps'] {
  return {
    organization: data.AZURE_DEVOPS_ORGANIZATION,
    token: data.AZURE_DEVOPS_TOKEN,
    workItemType: data.AZURE_DEVOPS_WORK_ITEM_TYPE,
  };
}

function read<T>(shape: z.ZodType<T>, variables: Variables): T {
  const parsed = shape.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw incomplete(
    parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`),
  );
}

function incomplete(lines: readonly string[]): Error {
  return new Error(`The environment of the tickets function is not complete:\n${lines.join('\n')}`);
}
