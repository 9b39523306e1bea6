import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { planText } from '../activities/ledger/lifecycle/plans.ts';
import { dynamoNotices } from '../activities/ledger/notice/notices.ts';
import type { Notices } from '../activities/ledger/notice/notices.ts';
import type { PolicyTables } from '../activities/ledger/policy/policy-tables.ts';
import type { Surroundings } from '../activities/notify/compose.ts';
import { publishNotices, republishNotices } from '../activities/notify/publish.ts';
import type { PublishNotices } from '../activities/notify/publish.ts';
import type { Policies } from '../activities/triage/policies.ts';
import { controlById } from '../controls/index.ts';
import { accountsOf } from '../policies/sign-in.ts';
import type { WorkerEnv } from './env.ts';
import type { HubClients } from './hub-clients.ts';

interface NotifyingParts {
  readonly env: WorkerEnv;
  readonly namespace: string;
  readonly clients: Pick<HubClients, 'dynamo' | 'sns'>;
  readonly tables: Pick<PolicyTables, 'ownership'>;
  readonly accountNames: Readonly<Record<string, string>>;
  readonly policies: Pick<Policies, 'decisions'>;
}

interface Notifying {
  readonly notify?: PublishNotices;
  /** For the sweep. */
  readonly notifyAgain?: PublishNotices;
  readonly notices?: Notices;
}

/** How a worker notifies people; empty where no topic is configured. */
export function notifying({
  env,
  namespace,
  clients,
  tables,
  accountNames,
  policies,
}: NotifyingParts): Notifying {
  const { topicArn, ledgerPrefix } = env;
  if (topicArn === null) return {};
  const store = openStore(clients.dynamo, ledgerPrefix);
  const notices = dynamoNotices(store);
  const deps = {
    ...surroundings(env, namespace, accountNames),
    notices,
    topicArn,
    sns: clients.sns,
    ownership: () => tables.ownership(),
    planText: (workflowId: string, hash: string) => planText(store, { workflowId, hash }),
    accountsOf: (person: string) => accountsOf(person, policies.decisions.signIn),
    now: () => new Date(),
    warn,
  };
  return { notify: publishNotices(deps), notifyAgain: republishNotices(deps), notices };
}

/** What messages say besides the finding. */
export function surroundings(
  { temporalUi, securityHubRegion }: Pick<WorkerEnv, 'temporalUi' | 'securityHubRegion'>,
  namespace: string,
  accountNames: Readonly<Record<string, string>>,
): Omit<Surroundings, 'ownership'> {
  const aliasOf = aliasIn(accountNames);
  return { controlOf: controlById, aliasOf, temporalUi, namespace, securityHubRegion };
}

/** What people call an account; null where it has no name. Own names only: an account may be called `constructor`. */
export function aliasIn(
  accountNames: Readonly<Record<string, string>>,
): (account: string) => string | null {
  return (account) => (Object.hasOwn(accountNames, account) ? accountNames[account] : null) ?? null;
}

/** A line of the worker's log. */
export function warn(message: string): void {
  process.stderr.write(`${JSON.stringify({ level: 'WARN', message })}\n`);
}
