import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time.js';

import { SEARCH_ATTRIBUTES } from '../../workflows/messages.ts';
import { freePort } from '../tools/free-port.ts';
import { temporalCli } from '../tools/index.ts';
import { startServer } from '../tools/server-process.ts';

export interface TemporalOptions {
  /** Port of the gRPC service; a free one when absent. */
  readonly port?: number;
  /** SQLite file that keeps histories over restarts; in memory when absent. */
  readonly dbFile?: string;
  /** Created beside `default`, and with the same retention. */
  readonly namespace?: string;
  /** Where the server's output goes; a new temporary folder when absent. */
  readonly logFile?: string;
  /** Registered in every namespace; all of ours when absent. */
  readonly searchAttributes?: readonly {
    readonly name: string;
    readonly type: SearchAttributeType;
  }[];
}

export interface TemporalServer {
  /** host:port for clients and workers. */
  readonly address: string;
  readonly uiUrl: string;
  readonly namespace: string;
  readonly pid: number;
  readonly logFile: string;
  /** Ends the server and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

/** Closed lifecycles stay readable this long; the dev server's own default is one day. */
export const RETENTION_DAYS = 90;

/** Histories of a sandbox outlive its server, but need not survive a power cut: a write does not wait for the disk. */
const NO_FSYNC = ['journal_mode=WAL', 'synchronous=OFF'].map((pragma): [string, string] => [
  '--sqlite-pragma',
  pragma,
]);

const START_LIMIT_MS = 60_000;

/** The dev server is stricter here than by itself, so that what PostgreSQL would refuse is refused at home too. */
const DYNAMIC_CONFIG = { 'limit.maxIDLength': 255 };

/**
 * Starts Temporal's development server with its Web UI on the loopback address and waits until it answers.
 * @throws ToolError when the CLI is missing; Error with the end of the server's log when it does not come up.
 */
export async function startTemporal(options: TemporalOptions = {}): Promise<TemporalServer> {
  const port = options.port ?? (await freePort());
  const uiPort = await freePort();
  const namespace = options.namespace ?? 'default';
  const logFile =
    options.logFile ?? join(await mkdtemp(join(tmpdir(), 'closeloop-temporal-')), 'server.log');
  const address = `127.0.0.1:${port}`;
  const server = await startServer({
    name: 'The Temporal development server',
    command: await temporalCli(),
    args: startArguments({ ...options, port, uiPort, namespace }),
    logFile,
    answers: () => keepHistories(address, namespace),
    limitMs: START_LIMIT_MS,
  });
  return {
    address,
    uiUrl: `http://127.0.0.1:${uiPort}`,
    namespace,
    pid: server.pid,
    logFile,
    stop: server.stop,
  };
}

function startArguments(
  options: TemporalOptions & { port: number; uiPort: number; namespace: string },
): string[] {
  const attributes = options.searchAttributes ?? Object.values(SEARCH_ATTRIBUTES);
  const values: [string, string][] = [
    ['--ip', '127.0.0.1'],
    ['--port', String(options.port)],
    ['--ui-port', String(options.uiPort)],
    ...attributes.map(({ name, type }) => flag('--search-attribute', name, cliType(type))),
    ...Object.entries(DYNAMIC_CONFIG).map(([key, value]) =>
      flag('--dynamic-config-value', key, JSON.stringify(value)),
    ),
    ['--color', 'never'],
  ];
  if (options.namespace !== 'default') values.push(['--namespace', options.namespace]);
  if (options.dbFile !== undefined) values.push(['--db-filename', options.dbFile], ...NO_FSYNC);
  // A person's own profile for another cluster must not reach the sandbox's server.
  const isolated = ['--disable-config-file', '--disable-config-env'];
  return ['server', 'start-dev', ...isolated, ...values.flat()];
}

function flag(name: string, key: string, value: string): [string, string] {
  return [name, `${key}=${value}`];
}

/** KEYWORD_LIST becomes KeywordList, as the CLI spells types. */
function cliType(type: string): string {
  return type
    .split('_')
    .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
    .join('');
}

/** The first real request: start-dev has no flag for retention, so it is set as soon as the namespace answers. */
async function keepHistories(address: string, namespace: string): Promise<void> {
  // Not `Connection.connect`: when that fails its channel stays open and keeps this process from ending.
  const connection = Connection.lazy({ address, connectTimeout: '1 second' });
  try {
    await connection.ensureConnected();
    await connection.withDeadline(Date.now() + 5_000, () =>
      connection.workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: msToTs(`${RETENTION_DAYS} days`) },
      }),
    );
  } finally {
    await connection.close();
  }
}
