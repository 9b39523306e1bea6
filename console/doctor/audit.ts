import { Client, ScheduleNotFoundError, WorkflowNotFoundError } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import { z } from 'zod';

import { AUDIT_SCHEDULE } from '../../workflows/messages.ts';
import { timestamp } from '../output/time.ts';
import { type Check, broken, ok, warn } from './check.ts';

const NAMED = { group: 'Temporal', name: 'audit of closed findings' };
/** Within this every closed finding is looked at: docs/decisions/closed-without-proof.md. */
const PERIOD_MS = 24 * 3_600_000;
/** Of a day. */
const RUNS = 4;

/** Of the workflow, as far as it is shown. */
export const resultShape = z.looseObject({
  closed: z.object({ counts: z.record(z.string(), z.number()), failed: z.string().nullable() }),
});

/** One audit that ended. */
export interface Ended {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly failed: string | null;
}

export interface Audits {
  readonly isPaused: boolean;
  /** Newest first. */
  readonly ended: readonly Ended[];
}

/** When the last audit ended, what it looked at and what has no proof. Throws what Temporal answers. */
export async function audit(connection: Connection, namespace: string): Promise<Check> {
  const client = new Client({ connection, namespace });
  try {
    return auditCheck(await recentAudits(client), Date.now());
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    const found = `schedule ${AUDIT_SCHEDULE} is missing: nobody looks whether findings are closed without proof`;
    return broken(NAMED, found, 'node infra/temporal/provision.ts');
  }
}

async function recentAudits(client: Client): Promise<Audits> {
  const { state, info } = await client.schedule.getHandle(AUDIT_SCHEDULE).describe();
  const ids = info.recentActions
    .slice(-RUNS)
    .toReversed()
    .flatMap(({ action }) => (action.type === 'startWorkflow' ? [action.workflow.workflowId] : []));
  const ended = await Promise.all(ids.map((id) => endedAudit(client, id)));
  return { isPaused: state.paused, ended: ended.filter((one) => one !== null) };
}

/** Null for one that runs, failed, or is not known any more. */
async function endedAudit({ workflow }: Client, id: string): Promise<Ended | null> {
  try {
    const handle = workflow.getHandle(id);
    const { status, closeTime } = await handle.describe();
    if (status.name !== 'COMPLETED' || closeTime === undefined) return null;
    const { data } = resultShape.safeParse(await handle.result());
    return data === undefined ? null : { at: closeTime.getTime(), ...data.closed };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Pure. `now` in epoch milliseconds. */
export function auditCheck({ isPaused, ended }: Audits, now: number): Check {
  const [last] = ended;
  const resume = `temporal schedule toggle --schedule-id ${AUDIT_SCHEDULE} --unpause --reason 'your reason'`;
  const trigger = `temporal schedule trigger --schedule-id ${AUDIT_SCHEDULE}`;
  const worst = ended.find(({ counts: { unproven = 0 } }) => unproven > 0);
  if (worst !== undefined) return broken(NAMED, summary(worst), WHAT_TO_DO);
  if (isPaused) return warn(NAMED, `${summary(last)}; it is paused`, resume);
  if (last === undefined) return warn(NAMED, summary(last), trigger);
  if (now - last.at > PERIOD_MS)
    return warn(NAMED, `${summary(last)}; the next is overdue`, trigger);
  if (last.failed !== null) return warn(NAMED, `${summary(last)}; it ended early: ${last.failed}`);
  const { unchecked = 0 } = last.counts;
  if (unchecked > 0) return warn(NAMED, summary(last), WHAT_TO_DO);
  return ok(NAMED, summary(last));
}

const WHAT_TO_DO = 'docs/decisions/closed-without-proof.md says what to do.';

function summary(ended: Ended | undefined): string {
  if (ended === undefined) return `no audit has ended within the last ${RUNS}`;
  const { looked = 0, unproven = 0, unchecked = 0, reopened = 0 } = ended.counts;
  const found = `the audit that ended ${timestamp(new Date(ended.at).toISOString())} UTC looked at ${looked} closed findings: ${unproven} without proof`;
  const again = unproven === 0 ? '' : ` (${reopened} open again)`;
  return unchecked === 0 ? `${found}${again}` : `${found}${again}, ${unchecked} not checked`;
}
