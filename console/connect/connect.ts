/** Real connections, each opened at its first use; large modules are loaded then. */
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { Store } from '../../activities/ledger/dynamodb/store.ts';
import type { Provable } from '../../domain/decision.ts';
import { CliError } from '../cli/cli-error.ts';
import type { Consent } from '../cli/consent.ts';
import { links } from '../output/links.ts';
import { signedInIdentity } from './caller.ts';
import type { Env } from './env.ts';
import { ANSWER_SECONDS } from './services.ts';
import type { Services } from './services.ts';
import { openTemporal, temporalAddress } from './temporal.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface Connected extends Services {
  readonly close: () => Promise<void>;
}

/** Connects as `variables` say; `consent` is the terminal's. Call `close` at the end: open sockets keep the process alive. */
export function connect(variables: Variables, consent: Consent): Connected {
  const opened: (() => void | Promise<void>)[] = [];
  const env = once(async () => {
    const { readEnv } = await import('./env.ts');
    return readEnv(variables);
  });
  /** A client of AWS, closed with everything else. */
  const client = <Client extends { destroy: () => void }>(open: (env: Env) => Promise<Client>) =>
    once(async () => {
      const made = await open(await env());
      opened.push(() => made.destroy());
      return made;
    });
  const { dynamo, kms, s3, ...clients } = awsClients(client);
  const store = once(async () => {
    const { openStore } = await import('../../activities/ledger/dynamodb/store.ts');
    return openStore(await dynamo(), (await env()).ledgerPrefix);
  });
  const identity = once(async () => await signedInIdentity(await env()));
  return {
    env,
    consent,
    ...ledgerParts(store),
    storyChecks: once(async () => {
      const { dynamoStoryChecks } = await import('../../activities/sealing/story-checks.ts');
      return dynamoStoryChecks(await store(), await kms());
    }),
    storedEvidence: once(async () => {
      const { storedInS3 } = await import('../../activities/evidence/stored-object.ts');
      return storedInS3(await s3());
    }),
    proofsOf: once(async () => {
      const { proofsInLedger } = await import('../../activities/evidence/signatures.ts');
      return proofsInLedger(await store(), await kms());
    }),
    prove: async (decision) => await prove(await env(), await dynamo(), decision),
    messages: once(async () => {
      const temporal = await openTemporal();
      opened.push(async () => await temporal.connection.close());
      const { withDeadline } = await import('../../client/connection.ts');
      const { lifecycleClient } = await import('../../client/lifecycle-client.ts');
      return lifecycleClient(withDeadline(temporal, ANSWER_SECONDS));
    }),
    ...clients,
    now: () => Date.now(),
    pause: async (ms) => await sleep(ms),
    identity,
    user: async () => (await identity()).person ?? systemUser(),
    links: once(async () => links(await env(), await temporalAddress())),
    close: async () => {
      for (const close of opened) await close();
    },
  };
}

/** Opens a client of AWS at its first use. */
type Open = <Client extends { destroy: () => void }>(
  open: (env: Env) => Promise<Client>,
) => () => Promise<Client>;

function awsClients(client: Open) {
  return {
    dynamo: client(async ({ region }) => {
      const aws = await import('@aws-sdk/client-dynamodb');
      return new aws.DynamoDBClient({ region, maxAttempts: 1 });
    }),
    kms: client(async ({ region }) => {
      const aws = await import('@aws-sdk/client-kms');
      return new aws.KMS({ region, maxAttempts: 1 });
    }),
    securityHub: client(async ({ securityHubRegion: region }) => {
      const aws = await import('@aws-sdk/client-securityhub');
      return new aws.SecurityHub({ region, maxAttempts: 1 });
    }),
    eventBridge: client(async ({ securityHubRegion: region }) => {
      const aws = await import('@aws-sdk/client-eventbridge');
      return new aws.EventBridge({ region, maxAttempts: 1 });
    }),
    ssm: client(async ({ region }) => {
      const aws = await import('@aws-sdk/client-ssm');
      return new aws.SSM({ region, maxAttempts: 1 });
    }),
    s3: client(async ({ region }) => {
      const aws = await import('@aws-sdk/client-s3');
      return new aws.S3({ region, maxAttempts: 1 });
    }),
    sns: client(async ({ region }) => {
      const aws = await import('@aws-sdk/client-sns');
      return new aws.SNS({ region, maxAttempts: 1 });
    }),
  };
}

/** The parts of the ledger, each loaded when a command first reads it. */
function ledgerParts(store: () => Promise<Store>) {
  return {
    ledger: once(async () => {
      const { dynamoLedger } = await import('../../activities/ledger/dynamo-ledger.ts');
      return dynamoLedger(await store());
    }),
    policyTables: once(async () => {
      const tables = await import('../../activities/ledger/policy/policy-tables.ts');
      return tables.dynamoPolicyTables(await store());
    }),
    exceptions: once(async () => {
      const exceptions = await import('../../activities/ledger/exception/exceptions.ts');
      return exceptions.dynamoScopedExceptions(await store());
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
      const { dynamoChannelPlaces } =
        await import('../../activities/ledger/notice/channel-places.ts');
      return dynamoChannelPlaces(await store());
    }),
  };
}

/** With the credentials that the SDK's own chain finds. */
async function prove({ region, endpoint }: Env, client: DynamoDBClient, decision: Provable) {
  const { callerIdentity } = await import('./proving.ts');
  const credentials = async () => await client.config.credentials();
  return await callerIdentity({ region, endpoint, credentials })(decision);
}

function systemUser(): string {
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

/** Makes it at the first call; later calls get the same. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return async () => {
    made ??= make();
    return await made;
  };
}
