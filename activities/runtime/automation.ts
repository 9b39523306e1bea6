/** Systems Manager Automation: starting an execution once, and following it to its end. */
import type { AutomationExecution, SSM } from '@aws-sdk/client-ssm';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { v5 as uuidV5 } from 'uuid';

import { withRetries } from '../../controls/retry.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import type { Plan } from '../../domain/plan.ts';
import { callAws, failure } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import { whileHeartbeating } from '../while-heartbeating.ts';

/** What identifies a write: there is one per episode, round and plan. */
export interface Write {
  readonly workflowId: string;
  readonly episode: number;
  readonly round: number;
  readonly planHash: string;
}

/** A UUID of Closeloop's own, so that no other system derives the same tokens. */
const NAMESPACE = '7a3d1f5c-0d2b-4c6e-9a41-5b1f0c8e2d97';

/**
 * The client token of a write. SSM accepts only a UUID and answers a known token with the execution it started.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export function clientToken({ workflowId, episode, round, planHash }: Write): string {
  return uuidV5(JSON.stringify([workflowId, episode, round, planHash]), NAMESPACE);
}

/** Starts the plan's document and returns the execution's id. A repeated call with the same token starts nothing new. */
export async function startAutomation(ssm: SSM, plan: Plan, token: string): Promise<string> {
  const { document, account, region } = plan;
  const input = {
    DocumentName: document.name,
    DocumentVersion: document.version,
    Parameters: Object.fromEntries(Object.entries(plan.parameters).map(([k, v]) => [k, [...v]])),
    ClientToken: token,
  };
  const what = `ssm:StartAutomationExecution of ${document.name} in account ${account}, ${region}`;
  const { AutomationExecutionId: id } = await callAws(what, () =>
    ssm.startAutomationExecution(input),
  );
  if (id === undefined)
    throw failure('SchemaMismatch', `Tried ${what}: the answer has no execution id.`);
  return id;
}

/** Polls until the execution has ended, also when the activity is cancelled meanwhile. Heartbeats with each poll, and while one is slow. */
export async function followAutomation(
  ssm: SSM,
  executionId: string,
  clock: Pick<Clock, 'sleep'>,
): Promise<RemediationResult> {
  const context = Context.current();
  const beat = { details: executionId, every: BEAT_EVERY };
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.5, LONGEST_WAIT)) {
    const execution = await whileHeartbeating(beat, () => read(ssm, executionId));
    const result = resultOf(executionId, execution);
    if (result !== null) return result;
    context.heartbeat(executionId);
    await clock.sleep(wait);
  }
}

const FIRST_WAIT = 2_000;
/** With the longest wait still below the heartbeat timeout. */
const BEAT_EVERY = 4_000;
/** Below the heartbeat timeout of `workflows/activity-options.ts`. */
const LONGEST_WAIT = 12_000;

async function read(ssm: SSM, id: string): Promise<AutomationExecution> {
  const what = `ssm:GetAutomationExecution of ${id}`;
  const { AutomationExecution: execution } = await callAws(what, () =>
    withRetries(() => ssm.getAutomationExecution({ AutomationExecutionId: id })),
  ).catch((error: unknown) => {
    throw retryWhenNotFound(error);
  });
  if (execution?.AutomationExecutionStatus !== undefined) return execution;
  throw failure('SchemaMismatch', `Tried ${what}: the answer has no status.`);
}

/** SSM is eventually consistent: it may not find an execution that it has just started. */
function retryWhenNotFound(error: unknown): unknown {
  const missing = error instanceof ApplicationFailure && error.type === 'ResourceNotFound';
  return missing ? failure('Unavailable', error.message) : error;
}

/** Null while it runs. https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-statuses.html */
function resultOf(executionId: string, execution: AutomationExecution): RemediationResult | null {
  const status = execution.AutomationExecutionStatus ?? '';
  if (SUCCEEDED.has(status)) return { status: 'succeeded', executionId };
  if (!FAILED.has(status)) return null;
  return { status: 'failed', executionId, reason: reasonOf(status, execution) };
}

const SUCCEEDED: ReadonlySet<string> = new Set(['Success', 'CompletedWithSuccess']);
const FAILED: ReadonlySet<string> = new Set([
  'Failed',
  'TimedOut',
  'Cancelled',
  'CompletedWithFailure',
  'Rejected',
  'ChangeCalendarOverrideRejected',
  'Exited',
]);

/** The message of the execution and of each step that failed, as SSM gives them. */
function reasonOf(status: string, execution: AutomationExecution): string {
  const steps = (execution.StepExecutions ?? [])
    .filter((step) => FAILED.has(step.StepStatus ?? ''))
    .map(
      (step) => `step ${step.StepName ?? '?'}: ${step.FailureMessage ?? step.StepStatus ?? '?'}`,
    );
  const message = execution.FailureMessage ?? 'no failure message';
  return [`${status}: ${message}`, ...steps].join('; ').slice(0, 1500);
}
