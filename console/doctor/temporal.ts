import { Client, ScheduleNotFoundError } from '@temporalio/client';
import type { Connection } from '@temporalio/client';

import type { Role } from '../../workers/create.ts';
import { SEARCH_ATTRIBUTES, SWEEP_SCHEDULE, TASK_QUEUES } from '../../workflows/messages.ts';
import { openTemporal, temporalAddress } from '../connect/temporal.ts';
import { audit } from './audit.ts';
import { type Check, broken, ok, warn } from './check.ts';

const GROUP = 'Temporal';
const PATIENCE_MS = 5_000;
const LEAST_RETENTION_DAYS = 90;

/**
 * Throws when the server cannot be reached or does not know the namespace. `inCode`: policies want code fixes, so the
 * code worker is needed.
 */
export async function temporal(inCode: boolean): Promise<readonly Check[]> {
  const { address, namespace } = await temporalAddress();
  const { connection } = await openTemporal();
  try {
    return await connection.withDeadline(Date.now() + PATIENCE_MS, async () => [
      await server(connection, { address, namespace }),
      await searchAttributes(connection, namespace),
      await worker(connection, namespace, 'orchestrator'),
      await worker(connection, namespace, 'runtime'),
      await worker(connection, namespace, 'closer'),
      await worker(connection, namespace, 'audit'),
      ...(inCode ? [await worker(connection, namespace, 'code')] : []),
      await sweep(connection, namespace),
      await audit(connection, namespace),
    ]);
  } finally {
    await connection.close();
  }
}

/** Its version, and whether closed runs are kept long enough. */
async function server(
  { workflowService }: Connection,
  { address, namespace }: { readonly address: string; readonly namespace: string },
): Promise<Check> {
  const named = { group: GROUP, name: 'server' };
  const { serverVersion } = await workflowService.getSystemInfo({});
  const { config } = await workflowService.describeNamespace({ namespace });
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400;
  const found = `${address}, namespace ${namespace}, server ${serverVersion}, keeps closed runs ${Math.floor(days)} days`;
  if (days >= LEAST_RETENTION_DAYS) return ok(named, found);
  const few = `${found}: fewer than ${LEAST_RETENTION_DAYS}, so old findings cannot be read there`;
  const update = `temporal operator namespace update --namespace ${namespace}`;
  return warn(named, few, `${update} --retention ${LEAST_RETENTION_DAYS}d`);
}

/** Numbers of `temporal.api.enums.v1.IndexedValueType`: https://github.com/temporalio/api/blob/master/temporal/api/enums/v1/common.proto */
const TYPES = [
  'UNSPECIFIED',
  'TEXT',
  'KEYWORD',
  'INT',
  'DOUBLE',
  'BOOL',
  'DATETIME',
  'KEYWORD_LIST',
];

/** A lifecycle whose attribute is missing or of another type stops at its first upsert and retries for ever. */
async function searchAttributes({ operatorService }: Connection, namespace: string) {
  const named = { group: GROUP, name: 'search attributes' };
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const there = new Map(Object.entries(customAttributes ?? {}).map(([k, v]) => [k, TYPES[v]]));
  const wanted = Object.values(SEARCH_ATTRIBUTES);
  const missing = wanted.filter(({ name }) => !there.has(name));
  const wrong = wanted.filter(({ name, type }) => there.has(name) && there.get(name) !== type);
  if (missing.length + wrong.length === 0) return ok(named, `all ${wanted.length} exist`);
  const parts = [
    ...missing.map(({ name }) => `${name} is missing`),
    ...wrong.map(({ name, type }) => `${name} is ${there.get(name)}, expected ${type}`),
  ];
  const create = `temporal operator search-attribute create --namespace ${namespace}`;
  const next = missing.map(({ name, type }) => `${create} --name ${name} --type ${cliType(type)}`);
  if (wrong.length > 0) {
    next.push('A type cannot be changed in place: use another namespace for Closeloop.');
  }
  return broken(named, parts.join('; '), ...next);
}

/** Without a poller nothing fails: findings only wait, so it has to be checked here. */
async function worker(
  { workflowService }: Connection,
  namespace: string,
  role: Role,
): Promise<Check> {
  const named = { group: GROUP, name: `${role} worker` };
  const name = TASK_QUEUES[role];
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name },
    // All workers run activities, only one runs workflows: 2 is TASK_QUEUE_TYPE_ACTIVITY.
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package that we do not depend on
    taskQueueType: 2,
  });
  const who = (pollers ?? []).map(({ identity }) => identity ?? '?');
  if (who.length > 0) return ok(named, `${who.join(', ')} polls ${name}`);
  return broken(named, `no worker polls ${name}: its findings wait`, 'npm run worker');
}

/** KEYWORD_LIST becomes KeywordList, as the Temporal CLI spells types. */
function cliType(type: string): string {
  const words = type.split('_');
  return words.map((word) => word.slice(0, 1) + word.slice(1).toLowerCase()).join('');
}

/** Without it closed problems are not checked again, and a terminated lifecycle is not restarted. */
async function sweep(connection: Connection, namespace: string): Promise<Check> {
  const named = { group: GROUP, name: 'sweep' };
  const { schedule } = new Client({ connection, namespace });
  try {
    const { state, info } = await schedule.getHandle(SWEEP_SCHEDULE).describe();
    const last = info.recentActions.at(-1)?.takenAt.toISOString() ?? 'not yet run';
    const found = `schedule ${SWEEP_SCHEDULE}, last run: ${last}`;
    const resume = `temporal schedule toggle --schedule-id ${SWEEP_SCHEDULE} --unpause --reason 'your reason'`;
    return state.paused ? warn(named, `${found}; it is paused`, resume) : ok(named, found);
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    const found = `schedule ${SWEEP_SCHEDULE} is missing: closed problems are not checked again`;
    return broken(named, found, 'node infra/temporal/provision.ts');
  }
}
