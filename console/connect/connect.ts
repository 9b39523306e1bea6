/** Real connections, each opened when first used; heavy modules are loaded then. */
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridge } from '@aws-sdk/client-eventbridge';
import type { SecurityHub } from '@aws-sdk/client-securityhub';
import type { SNS } from '@aws-sdk/client-sns';

import type { Provable } from '../../domain/decision.ts';
import { CliError } from '../cli/cli-error.ts';
import { DOCTOR, TEMPORAL } from '../cli/explain-failure.ts';
import { links } from '../output/links.ts';
import { signedInPerson } from './caller.ts';
import type { Env } from './env.ts';
import { type Temporal, temporalMessages } from './messages.ts';
import { callerIdentity } from './proving.ts';
import type { World } from './world.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface Connected extends World {
  readonly close: () => Promise<void>;
}

type Closers = (() => void | Promise<void>)[];

/** A server that is there answers within this; one that is not must not hang the terminal. */
const CONNECT_TIMEOUT = '5 seconds';

/** Everything real, as `variables` say. Call `close` when the work is done: open sockets keep a process alive. */
export function connect(variables: Variables): Connected {
  const opened: Closers = [];
  const env = once(async () => {
    const { readEnv } = await import('./env.ts');
    return readEnv(variables);
  });
  const dynamo = once(async () => await openDynamo(await env(), opened));
  const store = once(async () => {
    const { openStore } = await import('../../activities/ledger/dynamodb/store.ts');
    return openStore(await dynamo(), (await env()).ledgerPrefix);
  });
  return {
    env,
    ledger: once(async () => {
      const { dynamoLedger } = await import('../../activities/ledger/dynamo-ledger.ts');
      return dynamoLedger(await store());
    }),
    policyTables: once(async () => {
      const { dynamoPolicyTables } =
        await import('../../activities/ledger/policy/policy-tables.ts');
      return dynamoPolicyTables(await store());
    }),
    exceptions: once(async () => {
      const { dynamoScopedExceptions } =
        await import('../../activities/ledger/exception/exceptions.ts');
      return dynamoScopedExceptions(await store());
    }),
    refusals: once(async () => {
      const { dynamoRefusals } = await import('../../activities/ledger/lifecycle/refusals.ts');
      return dynamoRefusals(await store());
    }),
    attempts: once(async () => {
      const { dynamoAttempts } = await import('../../activities/ledger/code-fix/attempts.ts');
      return dynamoAttempts(await store());
    }),
    notices: once(async () => {
      const { dynamoNotices } = await import('../../activities/ledger/notice/notices.ts');
      return dynamoNotices(await store());
    }),
    whereTold: once(async () => {
      const { dynamoWhereTold } = await import('../../activities/ledger/notice/where-told.ts');
      return dynamoWhereTold(await store());
    }),
    prove: async (decision) => await prove(await env(), await dynamo(), decision),
    messages: once(async () => {
      const temporal = await openTemporal();
      opened.push(async () => await temporal.connection.close());
      return temporalMessages(temporal);
    }),
    securityHub: once(async () => await openSecurityHub(await env(), opened)),
    eventBridge: once(async () => await openEventBridge(await env(), opened)),
    sns: once(async () => await openSns(await env(), opened)),
    now: () => Date.now(),
    pause: async (ms) => await sleep(ms),
    user: once(async () => (await signedInPerson(await env())) ?? user()),
    links: once(async () => links(await env(), await temporalAddress())),
    close: async () => {
      for (const close of opened) await close();
    },
  };
}

/** Through `@temporalio/envconfig`: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS, API key, or a profile in its file. */
export async function openTemporal(): Promise<Temporal> {
  const { loadClientConnectConfig } = await import('@temporalio/envconfig');
  const { Client: TemporalClient, Connection: TemporalConnection } =
    await import('@temporalio/client');
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = await TemporalConnection.connect({
    ...connectionOptions,
    connectTimeout: CONNECT_TIMEOUT,
  }).catch(unreachable);
  const client = new TemporalClient({
    connection,
    ...(namespace === undefined ? {} : { namespace }),
  });
  return { client, connection };
}

async function unreachable(error: unknown): Promise<never> {
  const { address } = await temporalAddress();
  const why = error instanceof Error ? error.message : String(error);
  throw new CliError('temporal', `Temporal at ${address} could not be reached: ${why}`, {
    next: [TEMPORAL, DOCTOR],
    cause: error,
  });
}

export interface TemporalAddress {
  readonly address: string;
  readonly namespace: string;
}

/** Where the client would connect to, without connecting. */
export async function temporalAddress(): Promise<TemporalAddress> {
  const { loadClientConnectConfig } = await import('@temporalio/envconfig');
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return {
    address: connectionOptions.address ?? 'localhost:7233',
    namespace: namespace ?? 'default',
  };
}

async function openDynamo(env: Env, opened: Closers): Promise<DynamoDBClient> {
  const aws = await import('@aws-sdk/client-dynamodb');
  const client = new aws.DynamoDBClient({ region: env.region, maxAttempts: 1 });
  opened.push(() => client.destroy());
  return client;
}

/** With the credentials that the SDK's own chain finds. */
async function prove({ region, endpoint }: Env, client: DynamoDBClient, decision: Provable) {
  const { presign: sign } = await import('./presign.ts');
  const credentials = async () => await client.config.credentials();
  return await callerIdentity({ region, endpoint, credentials, sign })(decision);
}

async function openEventBridge(env: Env, opened: Closers): Promise<EventBridge> {
  const aws = await import('@aws-sdk/client-eventbridge');
  const client = new aws.EventBridge({ region: env.securityHubRegion, maxAttempts: 1 });
  opened.push(() => client.destroy());
  return client;
}

async function openSecurityHub(env: Env, opened: Closers): Promise<SecurityHub> {
  const aws = await import('@aws-sdk/client-securityhub');
  const client = new aws.SecurityHub({ region: env.securityHubRegion, maxAttempts: 1 });
  opened.push(() => client.destroy());
  return client;
}

async function openSns(env: Env, opened: Closers): Promise<SNS> {
  const aws = await import('@aws-sdk/client-sns');
  const client = new aws.SNS({ region: env.region, maxAttempts: 1 });
  opened.push(() => client.destroy());
  return client;
}

function user(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new CliError('no-user', 'This process has no user name (no entry for its user id).', {
      next: ['Name yourself: --as NAME'],
      exitCode: 2,
      cause: error,
    });
  }
}

/** One connection of each kind, however often it is asked for. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return async () => {
    made ??= make();
    return await made;
  };
}
