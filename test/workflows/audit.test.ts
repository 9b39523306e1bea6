import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { AuditAlarm, AuditPage } from '../../domain/audit.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { Audit } from '../../workflows/audit.ts';
import { AUDIT, TASK_QUEUES } from '../../workflows/messages.ts';
import { timeSkipping, withAuditWorker } from './environment.ts';
import type { Activities } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';

let env: TestWorkflowEnvironment;
before(async () => {
  env = await timeSkipping();
});
after(async () => {
  await env.teardown();
});

describe('An audit', () => {
  it('an audit that finds everything proven tells nobody and orders nothing', async () => {
    const seen = await audit([page({ looked: 100, proven: 100 }), page({ looked: 3, proven: 3 })]);
    const counts = { looked: 103, proven: 103 };
    assert.deepEqual(seen, {
      result: { stories: SEALED, closed: { counts, failed: null } },
      told: [],
      ordered: [],
    });
  });

  it('an audit orders what has no proof to be opened, tells at once, and again at its end', async () => {
    const { result, told, ordered } = await audit([
      page({ looked: 2, proven: 1 }, ['f-1']),
      page({ looked: 100, proven: 100 }),
      page({ looked: 2 }, ['f-2', 'f-3']),
    ]);
    const counts = { looked: 104, proven: 101, unproven: 3, reopened: 3 };
    assert.deepEqual(result, { stories: SEALED, closed: { counts, failed: null } });
    assert.deepEqual(ordered, ['f-1', 'f-2', 'f-3']);
    assert.deepEqual(
      told.map(({ isOver, counts: { unproven, reopened } }) => [isOver, unproven, reopened]),
      [
        [false, 1, 1],
        [true, 3, 3],
      ],
    );
    assert.deepEqual(
      told[1]?.first.map(({ finding }) => finding.id),
      ['f-1', 'f-2', 'f-3'],
    );
  });

  it('an audit that may not read is not quiet: it says so, and its result shows why', async () => {
    const denied = ApplicationFailure.nonRetryable('Tried securityhub:GetFindings', 'AccessDenied');
    const { result, told } = await audit([page({ looked: 5, proven: 5 }), denied]);
    const failed = 'Tried securityhub:GetFindings';
    assert.deepEqual(result, {
      stories: SEALED,
      closed: { counts: { looked: 5, proven: 5 }, failed },
    });
    assert.deepEqual(
      told.map((one) => [one.isOver, one.failed]),
      [[true, failed]],
    );
  });

  it('findings of which nobody can say who closed them are told as well', async () => {
    const { told } = await audit([page({ looked: 1, unchecked: 1 })]);
    assert.deepEqual(
      told.map(({ counts }) => counts['unchecked']),
      [1],
    );
  });

  it('an audit of a large hub goes on in a new run, with the same counts', async () => {
    const { result, runs } = await audit(
      Array.from({ length: 502 }, () => page({ looked: 100, proven: 100 })),
    );
    const counts = { looked: 50_200, proven: 50_200 };
    assert.deepEqual([result, runs], [{ stories: SEALED, closed: { counts, failed: null } }, 2]);
  }).timeout(300_000);

  it('an order that the closer cannot carry out does not stop the other pages', async () => {
    const { result } = await audit([
      page({ looked: 1 }, ['refused']),
      page({ looked: 1 }, ['f-2']),
    ]);
    const counts = { looked: 2, unproven: 2, 'order-failed': 1, reopened: 1 };
    assert.deepEqual(result, { stories: SEALED, closed: { counts, failed: null } });
  });
});

const SEALED = { counts: { checked: 1 }, failed: null };

type Answer = Pick<AuditPage, 'counts' | 'unproven' | 'unchecked'> | ApplicationFailure;

function page(counts: AuditPage['counts'], ids: readonly string[] = []): Answer {
  const unproven = ids.map((id) => ({
    finding: { id, productArn: 'arn:aws:securityhub:eu-west-1::product/aws/config' },
    status: 'RESOLVED' as const,
    why: 'Closeloop closed it, and there is no proof',
  }));
  const found = ids.length === 0 ? counts : { ...counts, unproven: ids.length };
  return { counts: found, unproven, unchecked: [] };
}

/** One audit over these pages, by its real workflow. */
async function audit(pages: readonly Answer[]) {
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
