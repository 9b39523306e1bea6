import { setTimeout as pause } from 'node:timers/promises';

import { Client } from '@temporalio/client';
import type { Connection } from '@temporalio/client';

import { ensureSchedule, hasSchedule, SCHEDULE_IDS } from '../../workers/schedules.ts';
import {
  ATTRIBUTE_TYPES,
  describeDifferences,
  type Difference,
  missingSearchAttributes,
} from '../../workers/search-attributes.ts';
import { createNamespace, raiseRetention, readNamespace, RETENTION_DAYS } from './namespace.ts';

export interface Provision {
  readonly connection: Connection;
  readonly namespace: string;
  /** Compare only. */
  readonly check: boolean;
  /** One line for each thing found or done. */
  readonly say: (line: string) => void;
}

/** A server reads namespaces and their search attributes through caches that are some seconds old. */
const VISIBLE_LIMIT_MS = 90_000;
const VISIBLE_POLL_MS = 500;

/** True when, at the end, the namespace has what Closeloop needs. */
export async function provision(task: Provision): Promise<boolean> {
  const { exists, retentionDays } = await readNamespace(task.connection, task.namespace);
  if (!exists && task.check) {
    task.say(`namespace ${task.namespace}: missing`);
    return false;
  }
  if (!exists) await createAndAwait(task);
  const kept = !exists || (await provisionRetention(task, retentionDays));
  const attributes = await provisionSearchAttributes(task);
  return (await provisionSchedules(task)) && attributes && kept;
}

async function createAndAwait({ connection, namespace, say }: Provision): Promise<void> {
  say(`namespace ${namespace}: creating it, retention ${RETENTION_DAYS} days`);
  await createNamespace(connection, namespace);
  await untilVisible('the new namespace', async () => {
    await missingSearchAttributes(connection, namespace);
    return (await readNamespace(connection, namespace)).exists;
  });
}

/** Schedules start the sweep and the audit. */
async function provisionSchedules({
  connection,
  namespace,
  check,
  say,
}: Provision): Promise<boolean> {
  const client = new Client({ connection, namespace });
  let areThere = true;
  for (const id of SCHEDULE_IDS) {
    if (check) {
      const there = await hasSchedule(client, id);
      say(`schedule ${id}: ${there ? 'there' : 'missing'}`);
      areThere &&= there;
    } else say(`schedule ${id}: ${await ensureSchedule(client, id)}`);
  }
  return areThere;
}

async function provisionRetention(task: Provision, days: number): Promise<boolean> {
  const { connection, namespace, check, say } = task;
  if (days >= RETENTION_DAYS) {
    say(`namespace ${namespace}: there, retention ${days} days`);
    return true;
  }
  const what = check ? 'wanted are' : 'raising it to';
  say(`namespace ${namespace}: retention is ${days} days, ${what} ${RETENTION_DAYS}`);
  if (check) return false;
  await raiseRetention(connection, namespace);
  return true;
}

async function provisionSearchAttributes(task: Provision): Promise<boolean> {
  const { connection, namespace, check, say } = task;
  const before = await missingSearchAttributes(connection, namespace);
  const absent = before.filter(({ found }) => found === null);
  const inTheWay = before.length > absent.length;
  if (!check && !inTheWay && absent.length > 0) {
    for (const { name, wanted } of absent) say(`search attribute ${name}: adding as ${wanted}`);
    await add(task, absent);
    await untilVisible(
      'the new search attributes',
      async () => (await missingSearchAttributes(connection, namespace)).length === 0,
    );
  }
  const after = await missingSearchAttributes(connection, namespace);
  say(
    after.length === 0
      ? `search attributes of ${namespace}: all there, all of the right type`
      : describeDifferences(after, namespace),
  );
  return after.length === 0;
}

async function add(task: Provision, absent: readonly Difference[]): Promise<void> {
  const entries = absent.map(
    ({ name, wanted }) => [name, ATTRIBUTE_TYPES.indexOf(wanted)] as const,
  );
  await task.connection.operatorService.addSearchAttributes({
    namespace: task.namespace,
    searchAttributes: Object.fromEntries(entries),
  });
}

async function untilVisible(what: string, seen: () => Promise<boolean>): Promise<void> {
  const limit = AbortSignal.timeout(VISIBLE_LIMIT_MS);
  while (!(await seenNow(seen, limit))) {
    if (limit.aborted)
      throw new Error(`The server still does not show ${what} after ${VISIBLE_LIMIT_MS / 1000} s.`);
    await pause(VISIBLE_POLL_MS);
  }
}

/** Until its caches are fresh a server may answer "not found" for what it has just created. */
async function seenNow(seen: () => Promise<boolean>, limit: AbortSignal): Promise<boolean> {
  try {
    return await seen();
  } catch (error) {
    if (limit.aborted) throw error;
    return false;
  }
}
