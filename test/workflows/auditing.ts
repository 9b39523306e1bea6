import { randomUUID } from 'node:crypto';

import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { AuditAlarm, AuditPage } from '../../domain/audit.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { Audit } from '../../workflows/audit.ts';
import { AUDIT, TASK_QUEUES } from '../../workflows/messages.ts';
import { withAuditWorker } from './environment.ts';
import type { Activities } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';

/** The result about stories of each audit here. */
export const SEALED = { counts: { checked: 1 }, failed: null };

type Answer = Pick<AuditPage, 'counts' | 'unproven' | 'unchecked'> | ApplicationFailure;

/** An answer about one page of findings; `ids`: those without proof. */
export function page(counts: AuditPage['counts'], ids: readonly string[] = []): Answer {
  const unproven = ids.map((id) => ({
    finding: { id, productArn: 'arn:aws:securityhub:eu-west-1::product/aws/config' },
    status: 'RESOLVED' as const,
    why: 'Closeloop closed it, and there is no proof',
  }));
  const found = ids.length === 0 ? counts : { ...counts, unproven: ids.length };
  return { counts: found, unproven, unchecked: [] };
}

/** One audit over these pages, by its real workflow; `runs` where it was more than one. */
export async function audit(env: TestWorkflowEnvironment, pages: readonly Answer[]) {
  const told: AuditAlarm[] = [];
  const ordered: string[] = [];
  const activities = {
    findUnproven: async (cursor: string | null) => {
      const at = Number(cursor ?? 0);
      const answer = pages[at];
      if (answer === undefined || answer instanceof ApplicationFailure) throw answer;
      return { ...answer, next: at + 1 < pages.length ? String(at + 1) : null };
    },
    sealStories: async () => ({ next: null, counts: SEALED.counts }),
    tellAudit: async (alarm: AuditAlarm) => {
      told.push(alarm);
      return null;
    },
  };
  const usual: Activities = {
    ...fakeActivities(fakeWorld()),
    reopenUnproven: async (findings: readonly FindingRef[]) => {
      if (findings.some(({ id }) => id === 'refused')) throw ApplicationFailure.nonRetryable('no');
      ordered.push(...findings.map(({ id }) => id));
      return findings.map((finding) => ({ finding, outcome: 'reopened' as const, why: '' }));
    },
  };
  return await withAuditWorker(env, { usual, audit: activities }, async () => {
    const options = { workflowId: randomUUID(), taskQueue: TASK_QUEUES.audit };
    const handle = await env.client.workflow.start<typeof Audit>(AUDIT, { ...options, args: [] });
    const result = await handle.result();
    const { runId } = await env.client.workflow.getHandle(options.workflowId).describe();
    const runs = runId === handle.firstExecutionRunId ? 1 : 2;
    return runs === 1 ? { result, told, ordered } : { result, told, ordered, runs };
  });
}
