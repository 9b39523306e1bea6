/** Everything on one machine: Temporal, AWS, the starter as a function, and the workers with their own principals. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { SNS } from '@aws-sdk/client-sns';
import { Client, Connection } from '@temporalio/client';

import { ensureReceiptKey } from '../activities/decisions/ensure-key.ts';
import { RUNTIME_KEY } from '../activities/decisions/receipts-of-doors.ts';
import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import type { Ledger } from '../activities/ledger/ledger.ts';
import { CONTROLS } from '../controls/index.ts';
import { applyRoutes } from '../policies/apply-routes.ts';
import { loadPolicies } from '../policies/load.ts';
import { routedTypes, routeRules } from '../policies/routes.ts';
import { bundleStarter } from '../starter/bundle.ts';
import { ensureSweepSchedule } from '../workers/sweep-schedule.ts';
import { HUB_ACCOUNT, HUB_REGION } from './aws/gateway/principals.ts';
import type { ADMIN, HubPrincipal } from './aws/gateway/principals.ts';
import { startLambda } from './aws/lambda.ts';
import type { Lambda } from './aws/lambda.ts';
import { startSandboxAws } from './aws/sandbox-aws.ts';
import type { SandboxAws, SandboxAwsOptions } from './aws/sandbox-aws.ts';
import { signedIn } from './aws/signed-in.ts';
import { startTemporal } from './temporal.ts';
import type { TemporalServer } from './temporal.ts';
import { startChat } from './vendors/chat.ts';
import type { Chat } from './vendors/chat.ts';
import { startGitHubWebhook } from './vendors/github-webhook.ts';
import { startSandboxGitHub } from './vendors/github/sandbox-github.ts';
import type { SandboxGitHub } from './vendors/github/sandbox-github.ts';
import { startWorker } from './worker-process.ts';
import type { WorkerProcess } from './worker-process.ts';

export interface World {
  readonly aws: SandboxAws;
  /** Real Git repositories behind GitHub's interface. */
  readonly gitHub: SandboxGitHub;
  readonly temporal: TemporalServer;
  readonly ledger: Ledger;
  readonly workers: Workers;
  /** The deployed function, in its own process. */
  readonly starter: Lambda;
  /** The environment of a process that runs as this principal: AWS, Temporal and ours. */
  env(principal: HubPrincipal | typeof ADMIN): Record<string, string>;
  /** The environment of a terminal in which this person is signed in. */
  person(name: string): Record<string, string>;
  /** Clients of an account's administrator, for seeding and for looking. */
  s3(account: string, region: string): S3;
  securityHub(account: string, region: string): SecurityHub;
  cloudFormation(account: string, region: string): CloudFormation;
  /** Slack and the functions between it and the lifecycles; null unless asked for. */
  readonly chat: Chat | null;
  /** Logs and databases of this run. */
  readonly folder: string;
  stop(): Promise<void>;
}

interface Workers {
  readonly orchestrator: WorkerProcess;
  readonly runtime: WorkerProcess;
  readonly code: WorkerProcess;
}

export interface WorldOptions {
  /** One line about what is being started. */
  readonly say: (line: string) => void;
  /** Replaces every wait before a verification. */
  readonly settleSeconds: number;
  /** Fixed ports for people; free ones when absent. */
  readonly ports?: { readonly temporal: number; readonly ui: number };
  /** A server that runs already, which the world ends with itself; the dev server when absent. */
  readonly temporal?: TemporalServer;
  /** Another entry than `workers/main.ts`, for tests. */
  readonly workerScript?: string;
  /** Other policies than the sandbox's own. */
  readonly policiesDir?: string;
  /** Starts people's chat too. */
  readonly chat?: boolean;
  /** Starts the function that GitHub tells of pull requests; without it they are polled. */
  readonly webhook?: boolean;
  /** Of the emulated AWS, for tests. */
  readonly aws?: Pick<SandboxAwsOptions, 'injectFaults'>;
}

const EVIDENCE_BUCKET = 'closeloop-evidence';
/** What the workers tell people: test and demo subscribe to it. */
export const TOPIC_ARN = `arn:aws:sns:${HUB_REGION}:${HUB_ACCOUNT}:closeloop`;
const STARTER_ARN = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:closeloop-starter`;
const POLICIES = fileURLToPath(new URL('policies', import.meta.url));

/** Brings it all up, or leaves nothing running and throws why. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const stops: (() => Promise<unknown>)[] = [];
  // One part that does not end well must not keep the others running.
  const stop = async () => {
    const errors: unknown[] = [];
    for (const end of stops.splice(0).reverse()) await end().catch((error) => errors.push(error));
    if (errors.length > 0) throw new AggregateError(errors, 'The sandbox did not end cleanly.');
  };
  try {
    return await build(options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(
  {
    say,
    settleSeconds,
    ports,
    temporal: given,
    workerScript,
    policiesDir = POLICIES,
    aws: awsOptions = {},
    chat: wantsChat = false,
    webhook = false,
  }: WorldOptions,
  stops: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  say('Temporal dev server, AWS (MiniStack behind our gateway), starter bundle …');
  const [temporal, aws, bundle, gitHub] = await Promise.all([
    (given === undefined
      ? startTemporal(temporalOptions(folder, ports))
      : Promise.resolve(given)
    ).then(also(stops)),
    startSandboxAws(awsOptions).then(also(stops)),
    bundleStarter(join(folder, 'starter')),
    startSandboxGitHub().then(also(stops)),
  ]);
  const env = environments({ aws, gitHub, temporal, settleSeconds, policiesDir });
  const admin = clients(aws);
  say('ledger tables, evidence bucket, routes …');
  const ledger = await prepareHub(aws, { policiesDir, stops });
  say('starter and workers …');
  const logs = (name: string) => join(folder, `${name}.log`);
  const script = workerScript === undefined ? {} : { script: workerScript };
  const start = (role: 'orchestrator' | 'runtime' | 'code') =>
    startWorker({ ...script, role, env: env(`closeloop-${role}`), logFile: logs(role) }).then(
      also(stops),
    );
  const starterEnv = {
    ...env('closeloop-starter'),
    CLOSELOOP_POLICIES_DIR: join(folder, 'starter/policies'),
  };
  const [starter, orchestrator, runtime, code] = await Promise.all([
    startLambda({ bundle: bundle.path, env: starterEnv, logFile: logs('starter') }).then(
      also(stops),
    ),
    start('orchestrator'),
    start('runtime'),
    start('code'),
  ]);
  // A server that a test brings may know no Schedules: the time-skipping one does not.
  if (given === undefined) await scheduleSweep(temporal);
  aws.gateway.registerLambda(STARTER_ARN, (event) => starter.invoke(event));
  const chatParts = { aws, env, topicArn: TOPIC_ARN, policiesDir, folder };
  const chat = wantsChat ? await startChat(chatParts).then(also(stops)) : null;
  if (webhook) await startGitHubWebhook({ gitHub, env, policiesDir, folder }).then(also(stops));
  const workers = { orchestrator, runtime, code };
  const person = (name: string) => ({ ...env('closeloop-console'), ...signedIn(aws, name) });
  const people = { env, person, ...admin };
  return { aws, gitHub, temporal, ledger, workers, starter, ...people, chat, folder, stop };
}

async function scheduleSweep({ address, namespace }: TemporalServer): Promise<void> {
  const connection = await Connection.connect({ address });
  await ensureSweepSchedule(new Client({ connection, namespace }));
  await connection.close();
}

/** Ends what was started, in reverse order, whatever happens after. */
function also<T extends { stop(): Promise<unknown> }>(
  stops: (() => Promise<unknown>)[],
): (started: T) => T {
  return (started) => {
    stops.push(() => started.stop());
    return started;
  };
}

function temporalOptions(
  folder: string,
  ports: WorldOptions['ports'],
): Parameters<typeof startTemporal>[0] {
  const files = { dbFile: join(folder, 'temporal.db'), logFile: join(folder, 'temporal.log') };
  return ports === undefined ? files : { ...files, port: ports.temporal, uiPort: ports.ui };
}

function environments(options: {
  readonly aws: SandboxAws;
  readonly gitHub: SandboxGitHub;
  readonly temporal: TemporalServer;
  readonly settleSeconds: number;
  readonly policiesDir: string;
}): World['env'] {
  const { aws, gitHub, temporal, settleSeconds, policiesDir } = options;
  return (principal) => ({
    ...aws.env(principal),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    CLOSELOOP_TEMPORAL_UI: temporal.uiUrl,
    CLOSELOOP_POLICIES_DIR: policiesDir,
    CLOSELOOP_EVIDENCE_BUCKET: EVIDENCE_BUCKET,
    CLOSELOOP_SECURITYHUB_REGION: HUB_REGION,
    CLOSELOOP_SETTLE_SECONDS: String(settleSeconds),
    CLOSELOOP_TOPIC_ARN: TOPIC_ARN,
    CLOSELOOP_MODEL_ID: 'sandbox.scripted-model',
    ...(principal === 'closeloop-code' ? gitHubApp(gitHub) : {}),
  });
}

/** Nobody but the code worker gets the app's key. */
function gitHubApp({ url, app }: SandboxGitHub): Record<string, string> {
  return {
    CLOSELOOP_GITHUB_URL: url,
    CLOSELOOP_GITHUB_APP_ID: app.appId,
    CLOSELOOP_GITHUB_APP_KEY: app.privateKey,
  };
}

function clients(aws: SandboxAws): Pick<World, 's3' | 'securityHub' | 'cloudFormation'> {
  const config = (account: string, region: string) => ({
    endpoint: aws.url,
    region,
    credentials: aws.credentials(account),
    maxAttempts: 1,
  });
  return {
    s3: kept((account, region) => new S3({ ...config(account, region), forcePathStyle: true })),
    cloudFormation: kept((account, region) => new CloudFormation(config(account, region))),
    securityHub: kept((account, region) => new SecurityHub(config(account, region))),
  };
}

/** Each client keeps connections: one for an account and region, however often it is asked for. */
function kept<T>(make: (account: string, region: string) => T): typeof make {
  const made = new Map<string, T>();
  return (account, region) => {
    const key = `${account} ${region}`;
    const client = made.get(key) ?? make(account, region);
    made.set(key, client);
    return client;
  };
}

/** What an installation has in the hub account: tables, the evidence bucket, one EventBridge rule per route. */
async function prepareHub(
  aws: SandboxAws,
  of: { readonly policiesDir: string; readonly stops: (() => Promise<unknown>)[] },
): Promise<Ledger> {
  const config = {
    endpoint: aws.url,
    region: HUB_REGION,
    credentials: aws.credentials(HUB_ACCOUNT),
  };
  const dynamo = new DynamoDBClient({ ...config, maxAttempts: 1 });
  const events = new EventBridge(config);
  const kms = new KMS(config);
  const sns = new SNS(config);
  of.stops.push(async () => {
    dynamo.destroy();
    events.destroy();
    kms.destroy();
    sns.destroy();
  });
  const { s3 } = clients(aws);
  const { remediation } = await loadPolicies(of.policiesDir);
  await Promise.all([
    createTables(dynamo, 'closeloop'),
    ensureReceiptKey(kms, RUNTIME_KEY),
    sns.createTopic({ Name: 'closeloop' }),
    s3(HUB_ACCOUNT, HUB_REGION).createBucket({
      Bucket: EVIDENCE_BUCKET,
      CreateBucketConfiguration: { LocationConstraint: HUB_REGION },
      ObjectLockEnabledForBucket: true,
    }),
    applyRoutes(events, routeRules(routedTypes(remediation, CONTROLS)), { targetArn: STARTER_ARN }),
  ]);
  return dynamoLedger(openStore(dynamo, 'closeloop'));
}
