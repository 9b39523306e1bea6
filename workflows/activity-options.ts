/**
 * How long each activity may take. `startToCloseTimeout` detects a lost worker and lies just above the worst case of
 * one attempt; `scheduleToCloseTimeout` bounds all attempts, and verification or human review follows it.
 */
import { ActivityCancellationType } from '@temporalio/common';
import type { ActivityOptions, Duration, RetryPolicy } from '@temporalio/common';
import { proxyActivities } from '@temporalio/workflow';

import { NOT_RETRYABLE } from '../domain/failures.ts';
import type {
  AuditActivities,
  CloserActivities,
  CodeActivities,
  OrchestratorActivities,
  RuntimeActivities,
  SweepActivities,
} from './activity-types.ts';
import { TASK_QUEUES } from './messages.ts';

const retry: RetryPolicy = {
  initialInterval: '2 seconds',
  backoffCoefficient: 2,
  maximumInterval: '2 minutes',
  nonRetryableErrorTypes: [...NOT_RETRYABLE],
};

const orchestrator = (startToCloseTimeout: Duration, scheduleToCloseTimeout: Duration) => ({
  taskQueue: TASK_QUEUES.orchestrator,
  startToCloseTimeout,
  scheduleToCloseTimeout,
  retry,
});

const code = (startToCloseTimeout: Duration, scheduleToCloseTimeout: Duration) => ({
  ...orchestrator(startToCloseTimeout, scheduleToCloseTimeout),
  taskQueue: TASK_QUEUES.code,
});

const closer = (startToCloseTimeout: Duration, scheduleToCloseTimeout: Duration) => ({
  ...orchestrator(startToCloseTimeout, scheduleToCloseTimeout),
  taskQueue: TASK_QUEUES.closer,
});

const audit = (startToCloseTimeout: Duration, scheduleToCloseTimeout: Duration) => ({
  ...orchestrator(startToCloseTimeout, scheduleToCloseTimeout),
  taskQueue: TASK_QUEUES.audit,
});

export const OPTIONS = {
  triage: orchestrator('45 seconds', '30 minutes'),
  record: orchestrator('15 seconds', '24 hours'),
  checkDecision: orchestrator('30 seconds', '30 minutes'),
  checkImport: closer('30 seconds', '30 minutes'),
  remediate: {
    // Automation may take long; the heartbeat tells a lost worker from a slow runbook.
    ...orchestrator('1 hour', '2 hours'),
    taskQueue: TASK_QUEUES.runtime,
    heartbeatTimeout: '20 seconds',
    // A cancelled activity still reports what it did.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  },
  // A signature is good for fifteen minutes.
  changeSwitch: {
    ...orchestrator('30 seconds', '15 minutes'),
    taskQueue: TASK_QUEUES.runtime,
  },
  verify: orchestrator('45 seconds', '30 minutes'),
  close: closer('45 seconds', '24 hours'),
  suppress: closer('45 seconds', '24 hours'),
  reopen: closer('45 seconds', '24 hours'),
  // Reads the tags of every resource that the scope may cover.
  checkScopedDecision: closer('5 minutes', '30 minutes'),
  recordException: closer('15 seconds', '24 hours'),
  wakeCovered: orchestrator('30 minutes', '24 hours'),
  dueForSweep: orchestrator('45 seconds', '10 minutes'),
  lookAgain: closer('45 seconds', '10 minutes'),
  tellAgain: orchestrator('45 seconds', '10 minutes'),
  revive: orchestrator('45 seconds', '10 minutes'),
  // Short, because human review begins after it.
  noteFailedFix: closer('45 seconds', '10 minutes'),
  // A model may take minutes; the heartbeat tells a lost worker from a slow answer.
  draftFix: { ...code('5 minutes', '2 hours'), heartbeatTimeout: '1 minute' },
  proposeFix: { ...code('2 minutes', '2 hours'), heartbeatTimeout: '1 minute' },
  checkMerge: code('45 seconds', '30 minutes'),
  withdrawFix: code('45 seconds', '24 hours'),
  // Two hundred stories, each with a few reads: seconds. The heartbeat tells a lost worker from a long story.
  sealStories: {
    ...audit('20 minutes', '2 hours'),
    heartbeatTimeout: '2 minutes',
  },
  // Up to a hundred findings, with pauses between the calls; the heartbeat tells a lost worker from a slow Region.
  findUnproven: {
    ...audit('20 minutes', '2 hours'),
    heartbeatTimeout: '2 minutes',
  },
  tellAudit: audit('45 seconds', '2 hours'),
  // Looks at up to a hundred findings again, with pauses between the calls.
  reopenUnproven: closer('15 minutes', '2 hours'),
} as const satisfies Record<string, ActivityOptions>;

export const { triage } = proxyActivities<OrchestratorActivities>(OPTIONS.triage);
export const { record } = proxyActivities<OrchestratorActivities>(OPTIONS.record);
export const { checkDecision } = proxyActivities<OrchestratorActivities>(OPTIONS.checkDecision);
/** The same activity on the worker that writes: it gives the receipt that it checks before the write. */
export const { checkDecision: checkApproval } = proxyActivities<RuntimeActivities>({
  ...OPTIONS.checkDecision,
  taskQueue: TASK_QUEUES.runtime,
});
/** The same activity on the worker that closes: what it checked itself is what it acts on. */
export const { checkDecision: checkEnding } = proxyActivities<CloserActivities>({
  ...OPTIONS.checkDecision,
  taskQueue: TASK_QUEUES.closer,
});
export const { checkImport } = proxyActivities<CloserActivities>(OPTIONS.checkImport);
export const { remediate } = proxyActivities<RuntimeActivities>(OPTIONS.remediate);
export const { changeSwitch } = proxyActivities<RuntimeActivities>(OPTIONS.changeSwitch);
export const { verify } = proxyActivities<OrchestratorActivities>(OPTIONS.verify);
export const { suppress } = proxyActivities<CloserActivities>(OPTIONS.suppress);
export const { reopen } = proxyActivities<CloserActivities>(OPTIONS.reopen);
export const { close } = proxyActivities<CloserActivities>(OPTIONS.close);
export const { checkScopedDecision } = proxyActivities<CloserActivities>(
  OPTIONS.checkScopedDecision,
);
export const { recordException } = proxyActivities<CloserActivities>(OPTIONS.recordException);
export const { wakeCovered } = proxyActivities<OrchestratorActivities>(OPTIONS.wakeCovered);
export const { dueForSweep } = proxyActivities<SweepActivities>(OPTIONS.dueForSweep);
export const { lookAgain } = proxyActivities<CloserActivities>(OPTIONS.lookAgain);
export const { tellAgain } = proxyActivities<SweepActivities>(OPTIONS.tellAgain);
export const { revive } = proxyActivities<SweepActivities>(OPTIONS.revive);
export const { noteFailedFix } = proxyActivities<CloserActivities>(OPTIONS.noteFailedFix);
export const { draftFix } = proxyActivities<CodeActivities>(OPTIONS.draftFix);
export const { proposeFix } = proxyActivities<CodeActivities>(OPTIONS.proposeFix);
export const { checkMerge } = proxyActivities<CodeActivities>(OPTIONS.checkMerge);
export const { withdrawFix } = proxyActivities<CodeActivities>(OPTIONS.withdrawFix);
export const { sealStories } = proxyActivities<AuditActivities>(OPTIONS.sealStories);
export const { tellAudit } = proxyActivities<AuditActivities>(OPTIONS.tellAudit);
export const { reopenUnproven } = proxyActivities<CloserActivities>(OPTIONS.reopenUnproven);
export const { findUnproven } = proxyActivities<AuditActivities>(OPTIONS.findUnproven);
