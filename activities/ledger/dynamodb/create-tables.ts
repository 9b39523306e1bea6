import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type {
  CreateTableCommandInput,
  DynamoDBClient,
  KeySchemaElement,
  TableDescription,
} from '@aws-sdk/client-dynamodb';

import { canonicalJson } from '../../../domain/plan.ts';
import { failure } from '../../aws/failures.ts';
import { send } from './items.ts';
import { mapDynamoError } from './map-dynamo-error.ts';
import { tableNames } from './table-names.ts';
import { TABLE_DEFINITIONS } from './tables.ts';
import type { Key, TableDefinition } from './tables.ts';

/**
 * Creates what is missing and returns when all tables are ACTIVE; may be called again. For the sandbox and tests:
 * in production infra creates them from the same definitions. Throws `ConfigurationError` for a table of that
 * name with other keys.
 */
export async function createTables(client: DynamoDBClient, prefix: string): Promise<void> {
  const names = tableNames(prefix);
  await Promise.all(TABLE_DEFINITIONS.map((d) => createTable(client, names[d.table], d)));
}

async function createTable(
  client: DynamoDBClient,
  name: string,
  definition: TableDefinition,
): Promise<void> {
  const wanted = createInput(name, definition);
  try {
    await client.send(new CreateTableCommand(wanted));
  } catch (error) {
    const exists = error instanceof Error && error.name === 'ResourceInUseException';
    if (!exists) throw mapDynamoError(error, `dynamodb:CreateTable of ${name}`);
  }
  const waiting = waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 1 },
    { TableName: name },
  );
  await send(`dynamodb:DescribeTable of ${name}`, waiting);
  await refuseOtherKeys(client, wanted);
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  const recovery = { TableName: name, PointInTimeRecoverySpecification };
  const call = client.send(new UpdateContinuousBackupsCommand(recovery));
  await send(`dynamodb:UpdateContinuousBackups of ${name}`, call);
  if (definition.expiry !== null) await expire(client, name, definition.expiry);
}

/** DynamoDB refuses to enable what is enabled already. */
async function expire(
  client: DynamoDBClient,
  TableName: string,
  AttributeName: string,
): Promise<void> {
  const described = client.send(new DescribeTimeToLiveCommand({ TableName }));
  const { TimeToLiveDescription: now } = await send(
    `dynamodb:DescribeTimeToLive of ${TableName}`,
    described,
  );
  if (now?.TimeToLiveStatus === 'ENABLED' || now?.TimeToLiveStatus === 'ENABLING') return;
  const TimeToLiveSpecification = { AttributeName, Enabled: true };
  const update = new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification });
  await send(`dynamodb:UpdateTimeToLive of ${TableName}`, client.send(update));
}

/** What `CreateTable` takes for a definition. */
function createInput(
  TableName: string,
  { key, indexes }: TableDefinition,
): CreateTableCommandInput {
  const keys = [key, ...indexes.map((index) => index.key)];
  const attributes = new Set(
    keys.flatMap((k) => [k.partition, ...(k.sort === null ? [] : [k.sort])]),
  );
  const GlobalSecondaryIndexes = indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index.key),
    Projection: { ProjectionType: index.projection },
  }));
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(key),
    AttributeDefinitions: [...attributes].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes }),
  };
}

async function refuseOtherKeys(
  client: DynamoDBClient,
  wanted: CreateTableCommandInput,
): Promise<void> {
  const { TableName } = wanted;
  const call = client.send(new DescribeTableCommand({ TableName }));
  const { Table } = await send(`dynamodb:DescribeTable of ${TableName}`, call);
  const [expected, found] = [keysIn(wanted), keysIn(Table ?? {})];
  if (expected === found) return;
  throw failure(
    'ConfigurationError',
    `Table ${TableName} exists with the keys ${found}; the ledger needs ${expected}. Choose another CLOSELOOP_LEDGER_PREFIX, or move that table's data.`,
  );
}

function keysIn(table: CreateTableCommandInput | TableDescription): string {
  const indexes = (table.GlobalSecondaryIndexes ?? []).map(
    ({ IndexName, KeySchema }) => [IndexName ?? '', keyText(KeySchema)] as const,
  );
  return canonicalJson({ table: keyText(table.KeySchema), ...Object.fromEntries(indexes) });
}

function keyText(schema: readonly KeySchemaElement[] | undefined): string {
  return (schema ?? []).map((k) => `${k.AttributeName} ${k.KeyType}`).join(', ');
}

function keySchema({ partition, sort }: Key): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: partition, KeyType: 'HASH' };
  return sort === null ? [hash] : [hash, { AttributeName: sort, KeyType: 'RANGE' }];
}
