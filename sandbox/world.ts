/** Everything on one machine: Temporal, AWS, the starter as a function, and the workers with their own principals. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Client, Connection } from '@temporalio/client';

import type { Ledger } from '../activities/ledger/ledger.ts';
import { bundleStarter } from '../starter/bundle.ts';
import type { Role } from '../workers/create.ts';
import { ensureSchedule, SCHEDULE_IDS } from '../workers/schedules.ts';
import { HUB_ACCOUNT, HUB_REGION } from './aws/gateway/principals.ts';
import { bundledOnce } from './aws/lambda/bundled-once.ts';
import { startLambda } from './aws/lambda/lambda.ts';
import type { Lambda } from './aws/lambda/lambda.ts';
import { startSandboxAws } from './aws/sandbox-aws.ts';
import type { SandboxAws, SandboxAwsOptions } from './aws/sandbox-aws.ts';
import { signedIn } from './aws/signed-in.ts';
import { startChat } from './vendors/chat.ts';
import type { Chat } from './vendors/chat.ts';
import { startGitHubWebhook } from './vendors/github-webhook.ts';
import { startSandboxGitHub } from './vendors/github/sandbox-github.ts';
import type { SandboxGitHub } from './vendors/github/sandbox-github.ts';
import { adminClients } from './world/clients.ts';
import type { AdminClients } from './world/clients.ts';
import { environments, TOPIC_ARN } from './world/environments.ts';
import type { EnvironmentOf } from './world/environments.ts';
import { prepareHub } from './world/prepare-hub.ts';
import { startTemporal } from './world/temporal.ts';
import type { TemporalServer } from './world/temporal.ts';
import { startWorker } from './world/worker-process.ts';
import type { WorkerProcess } from './world/worker-process.ts';

export { TOPIC_ARN };

export interface World extends AdminClients {
  readonly aws: SandboxAws;
  /** Real Git repositories behind GitHub's interface. */
  readonly gitHub: SandboxGitHub;
  readonly temporal: TemporalServer;
  readonly ledger: Ledger;
  readonly workers: Readonly<Record<Role, WorkerProcess>>;
  /** The deployed function, in its own process. */
  readonly starter: Lambda;
  readonly env: EnvironmentOf;
  /** The environment of a terminal in which this person is signed in. */
  person(name: string): Record<string, string>;
  /** Slack and the functions between it and the lifecycles; null unless requested. */
  readonly chat: Chat | null;
  /** Logs and databases of this run. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface WorldOptions {
  /** Gets one line about each thing that is being started. */
  readonly say: (line: string) => void;
  /** Replaces every wait before a verification. */
  readonly settleSeconds: number;
  /** A running server, which the world stops with itself; the dev server when absent. */
  readonly temporal?: TemporalServer;
  /** Another entry than `workers/main.ts`, for tests. */
  readonly workerScript?: string;
  /** Other policies than the sandbox's own. */
  readonly policiesDir?: string;
  /** Starts the chat too. */
  readonly chat?: boolean;
  /** Starts the function that gets GitHub's webhooks; without it pull requests are polled. */
  readonly webhook?: boolean;
  /** For tests. */
  readonly aws?: Pick<SandboxAwsOptions, 'injectFaults'>;
}

const STARTER_ARN = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:closeloop-starter`;
const POLICIES = fileURLToPath(new URL('policies', import.meta.url));

type Stops = (() => Promise<unknown>)[];

/** Starts it all, or stops what was started and throws why. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const stops: Stops = [];
  // One part that does not stop well must not keep the others running.
  const stop = async () => {
    const errors: unknown[] = [];
    for (const end of stops.splice(0).reverse()) await end().catch((error) => errors.push(error));
    if (errors.length > 0) throw new AggregateError(errors, 'The sandbox did not stop cleanly.');
  };
  try {
    return { ...(await build(options, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(options: WorldOptions, stops: Stops): Promise<Omit<World, 'stop'>> {
  const { say, settleSeconds, policiesDir = POLICIES, temporal: given } = options;
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  say('starting the Temporal dev server, AWS (MiniStack behind our gateway) and GitHub …');
  const [temporal, aws, bundle, gitHub] = await Promise.all([
    stopLater(stops, given === undefined ? temporalIn(folder) : Promise.resolve(given)),
    stopLater(stops, startSandboxAws(options.aws)),
    bundleStarter(join(folder, 'starter'), bundledOnce('starter')),
    stopLater(stops, startSandboxGitHub()),
  ]);
  const env = environments({ aws, gitHub, temporal, settleSeconds, policiesDir });
  say('creating the ledger tables, the evidence bucket and the EventBridge rules …');
  const ledger = await prepareHub(aws, { policiesDir, starterArn: STARTER_ARN, stops });
  say('starting the starter and the workers …');
  const { workerScript: script } = options;
  const worker = (role: Role) =>
    startWorker({
      ...(script === undefined ? {} : { script }),
      role,
      env: env(`closeloop-${role}`),
      logFile: join(folder, `${role}.log`),
    });
  const policies = { CLOSELOOP_POLICIES_DIR: join(folder, 'starter/policies') };
  const [starter, orchestrator, runtime, closer, code, audit] = await Promise.all([
    stopLater(
      stops,
      startLambda({
        bundle: bundle.path,
        env: { ...env('closeloop-starter'), ...policies },
        logFile: join(folder, 'starter.log'),
      }),
    ),
    stopLater(stops, worker('orchestrator')),
    stopLater(stops, worker('runtime')),
    stopLater(stops, worker('closer')),
    stopLater(stops, worker('code')),
    stopLater(stops, worker('audit')),
  ]);
  // A server that a test brings may know no Schedules: the time-skipping one does not.
  if (given === undefined) await createSchedules(temporal);
  aws.gateway.registerLambda(STARTER_ARN, (event) => starter.invoke(event));
  const parts = { aws, gitHub, env, topicArn: TOPIC_ARN, policiesDir, folder };
  const chat = options.chat === true ? await stopLater(stops, startChat(parts)) : null;
  if (options.webhook === true) await stopLater(stops, startGitHubWebhook(parts));
  const workers = { orchestrator, runtime, closer, code, audit };
  const person = (name: string) => ({ ...env('closeloop-console'), ...signedIn(aws, name) });
  const running = { aws, gitHub, temporal, ledger, workers, starter, chat };
  return { ...running, ...adminClients(aws), env, person, folder };
}

/** Registers what was started to be stopped, in reverse order, whatever happens after. */
async function stopLater<T extends { stop(): Promise<unknown> }>(
  stops: Stops,
  starting: Promise<T>,
): Promise<T> {
  const started = await starting;
  stops.push(() => started.stop());
  return started;
}

function temporalIn(folder: string): Promise<TemporalServer> {
  return startTemporal({
    dbFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
  });
}

async function createSchedules({ address, namespace }: TemporalServer): Promise<void> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  await Promise.all(SCHEDULE_IDS.map((id) => ensureSchedule(client, id)));
  await connection.close();
}
