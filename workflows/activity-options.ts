import { ActivityCancellationType } from '@temporalio/common';
import type { ActivityOptions, RetryPolicy } from '@temporalio/common';
/**
 * One row per kind of activity. `startToCloseTimeout` detects a lost worker and lies just above the worst case;
 * `scheduleToCloseTimeout` is the business bound, after which the lifecycle goes to verification or people.
 */
import { proxyActivities } from '@temporalio/workflow';

import { NOT_RETRYABLE } from '../domain/failures.ts';
import type {
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

export const OPTIONS = {
  triage: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '30 minutes',
    retry,
  },
  record: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '15 seconds',
    scheduleToCloseTimeout: '24 hours',
    retry,
  },
  checkDecision: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '30 seconds',
    scheduleToCloseTimeout: '30 minutes',
    retry,
  },
  remediate: {
    taskQueue: TASK_QUEUES.runtime,
    // Automation may take long; the heartbeat tells a lost worker from a slow runbook.
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: '20 seconds',
    scheduleToCloseTimeout: '2 hours',
    // Called off too late, it reports what it did.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry,
  },
  verify: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '30 minutes',
    retry,
  },
  close: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '24 hours',
    retry,
  },
  suppress: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '24 hours',
    retry,
  },
  reopen: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '24 hours',
    retry,
  },
  checkScopedDecision: {
    taskQueue: TASK_QUEUES.orchestrator,
    // Reads the tags of everything that the scope is about.
    startToCloseTimeout: '5 minutes',
    scheduleToCloseTimeout: '30 minutes',
    retry,
  },
  recordException: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '15 seconds',
    scheduleToCloseTimeout: '24 hours',
    retry,
  },
  wakeCovered: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '30 minutes',
    scheduleToCloseTimeout: '24 hours',
    retry,
  },
  dueForSweep: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '10 minutes',
    retry,
  },
  lookAgain: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '10 minutes',
    retry,
  },
  tellAgain: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '10 minutes',
    retry,
  },
  revive: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '10 minutes',
    retry,
  },
  noteFailedFix: {
    taskQueue: TASK_QUEUES.orchestrator,
    startToCloseTimeout: '45 seconds',
    // People wait for what follows it.
    scheduleToCloseTimeout: '10 minutes',
    retry,
  },
  draftFix: {
    taskQueue: TASK_QUEUES.code,
    startToCloseTimeout: '5 minutes',
    // A model may take minutes; the heartbeat tells a lost worker from a slow answer.
    heartbeatTimeout: '1 minute',
    scheduleToCloseTimeout: '2 hours',
    retry,
  },
  proposeFix: {
    taskQueue: TASK_QUEUES.code,
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '1 minute',
    scheduleToCloseTimeout: '2 hours',
    retry,
  },
  checkMerge: {
    taskQueue: TASK_QUEUES.code,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '30 minutes',
    retry,
  },
  withdrawFix: {
    taskQueue: TASK_QUEUES.code,
    startToCloseTimeout: '45 seconds',
    scheduleToCloseTimeout: '24 hours',
    retry,
  },
} as const satisfies Record<string, ActivityOptions>;

export const { triage } = proxyActivities<OrchestratorActivities>(OPTIONS.triage);
export const { record } = proxyActivities<OrchestratorActivities>(OPTIONS.record);
export const { checkDecision } = proxyActivities<OrchestratorActivities>(OPTIONS.checkDecision);
/** The same activity, by the worker that will write: it gives the receipt that it asks for then. */
export const { checkDecision: checkApproval } = proxyActivities<RuntimeActivities>({
  ...OPTIONS.checkDecision,
  taskQueue: TASK_QUEUES.runtime,
});
export const { remediate } = proxyActivities<RuntimeActivities>(OPTIONS.remediate);
export const { verify } = proxyActivities<OrchestratorActivities>(OPTIONS.verify);
export const { suppress } = proxyActivities<OrchestratorActivities>(OPTIONS.suppress);
export const { reopen } = proxyActivities<OrchestratorActivities>(OPTIONS.reopen);
export const { close } = proxyActivities<OrchestratorActivities>(OPTIONS.close);
export const { checkScopedDecision } = proxyActivities<OrchestratorActivities>(
  OPTIONS.checkScopedDecision,
);
export const { recordException } = proxyActivities<OrchestratorActivities>(OPTIONS.recordException);
export const { wakeCovered } = proxyActivities<OrchestratorActivities>(OPTIONS.wakeCovered);
export const { dueForSweep } = proxyActivities<SweepActivities>(OPTIONS.dueForSweep);
export const { lookAgain } = proxyActivities<SweepActivities>(OPTIONS.lookAgain);
export const { tellAgain } = proxyActivities<SweepActivities>(OPTIONS.tellAgain);
export const { revive } = proxyActivities<SweepActivities>(OPTIONS.revive);
export const { noteFailedFix } = proxyActivities<OrchestratorActivities>(OPTIONS.noteFailedFix);
export const { draftFix } = proxyActivities<CodeActivities>(OPTIONS.draftFix);
export const { proposeFix } = proxyActivities<CodeActivities>(OPTIONS.proposeFix);
export const { checkMerge } = proxyActivities<CodeActivities>(OPTIONS.checkMerge);
export const { withdrawFix } = proxyActivities<CodeActivities>(OPTIONS.withdrawFix);
