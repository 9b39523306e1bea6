import { dynamoNotices } from '../activities/ledger/notices.ts';
import type { Notices } from '../activities/ledger/notices.ts';
import type { PolicyTables } from '../activities/ledger/policy-tables.ts';
import { telling } from '../activities/notify/tell.ts';
import type { Tell } from '../activities/notify/tell.ts';
import { controlById } from '../controls/index.ts';
import type { WorkerEnv } from './env.ts';
import type { HubClients } from './hub-clients.ts';

interface NotifyingParts {
  readonly env: WorkerEnv;
  readonly namespace: string;
  readonly clients: Pick<HubClients, 'dynamo' | 'sns'>;
  readonly tables: Pick<PolicyTables, 'ownership'>;
  readonly accountNames: Readonly<Record<string, string>>;
}

/** How a worker tells people; nothing where no topic is configured. */
export function notifying({ env, namespace, clients, tables, accountNames }: NotifyingParts): {
  readonly notify?: Tell;
  readonly notices?: Notices;
} {
  const { topicArn, temporalUi, securityHubRegion, ledgerPrefix } = env;
  if (topicArn === null) return {};
  const notices = dynamoNotices(clients.dynamo, ledgerPrefix);
  const around = { controlOf: controlById, temporalUi, namespace, securityHubRegion };
  const notify = telling({
    ...around,
    notices,
    topicArn,
    sns: clients.sns,
    ownership: () => tables.ownership(),
    aliasOf: (account) =>
      (Object.hasOwn(accountNames, account) ? accountNames[account] : null) ?? null,
    now: () => new Date(),
    warn: (line) =>
      process.stderr.write(
        `${JSON.stringify({
          level: 'WARN',
          message: line,
        })}\n`,
      ),
  });
  return { notify, notices };
}
