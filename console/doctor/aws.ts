import { tableNames } from '../../activities/ledger/dynamodb/table-names.ts';
import { awsIdentity, TIMES } from '../connect/caller.ts';
import type { Env } from '../connect/env.ts';
import { type Check, broken, ok } from './check.ts';

const GROUP = 'AWS';

/** The AWS identity. Throws what the SDK throws without credentials or network. */
export async function identity({ region, endpoint }: Env): Promise<readonly Check[]> {
  const { arn, account } = await awsIdentity({ region });
  const where = endpoint === null ? region : `${region} through ${endpoint}`;
  const found = `${arn ?? 'no ARN'} (account ${account ?? '?'}), ${where}`;
  return [ok({ group: GROUP, name: 'identity' }, found)];
}

/** Whether the ledger's tables exist and are active. Throws what the SDK throws otherwise. */
export async function tables({ region, ledgerPrefix }: Env): Promise<readonly Check[]> {
  const { DynamoDB, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDB({ region, maxAttempts: 1, requestHandler: TIMES });
  const status = async (table: string): Promise<string> => {
    try {
      const { Table } = await client.describeTable({ TableName: table });
      return Table?.TableStatus ?? 'UNKNOWN';
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return 'MISSING';
      throw error;
    }
  };
  try {
    const names = Object.values(tableNames(ledgerPrefix));
    const all = await Promise.all(names.map(async (name) => [name, await status(name)] as const));
    const bad = all.filter(([, state]) => state !== 'ACTIVE' && state !== 'UPDATING');
    const named = { group: 'Ledger', name: 'tables' };
    if (bad.length === 0) return [ok(named, `all ${all.length} tables ${ledgerPrefix}-* exist`)];
    const found = bad.map(([name, state]) => `${name} is ${state.toLowerCase()}`).join('; ');
    const next =
      'Check CLOSELOOP_LEDGER_PREFIX and AWS_REGION; docs/ledger.md says what to create.';
    return [broken(named, found, next)];
  } finally {
    client.destroy();
  }
}
