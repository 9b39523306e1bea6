import { Context } from '@temporalio/activity';

import type { Control } from '../../controls/control.ts';
import { partitionOfResource } from '../../domain/arn.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import type { Accounts, RemediateClients } from '../aws/accounts.ts';
import { permanentReason } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import type { Execution, Ledger } from '../ledger/ledger.ts';
import { whileHeartbeating } from '../while-heartbeating.ts';
import { clientToken, followAutomation, startAutomation } from './automation.ts';
import { rememberIntent } from './intent.ts';
import { permission } from './permission.ts';
import type { PermissionDeps } from './permission.ts';
import type { Planned } from './plan.ts';
import { rebuildPlan } from './rebuild.ts';

export interface RemediateDeps extends PermissionDeps {
  readonly ledger: Pick<
    Ledger,
    | 'killSwitch'
    | 'execution'
    | 'executions'
    | 'rememberIntent'
    | 'rememberExecution'
    | 'rememberLeft'
  >;
  readonly accounts: Pick<Accounts, 'remediate'>;
  readonly controlOf: (id: string) => Control | null;
  readonly clock: Clock;
}

/**
 * Runs the plan of that hash, once per episode and round, also when a worker dies: the intent is stored before the
 * start, the execution's id after it, and SSM starts a client token once. A cancellation before the start is a
 * refusal; an execution that was started is followed to its end.
 */
export async function remediate(
  deps: RemediateDeps,
  input: RemediateInput,
): Promise<RemediationResult> {
  const { workflowId, episode, round } = input;
  const before = await deps.ledger.execution(workflowId, episode, round);
  if (before !== null && before.executionId !== null) {
    return await follow(deps, input, { clients: await enter(deps, input), id: before.executionId });
  }
  const ready = await whileHeartbeating(PREPARING, () => prepare(deps, input, before));
  if ('status' in ready) return before === null ? nothingWritten(ready) : interrupted(ready);
  const { clients, planned, token, consumes } = ready;
  if (before === null) {
    const intended = { token, found: planned.plan.preState, consumes };
    const notAllowed = await rememberIntent(deps, input, intended);
    if (notAllowed !== null) return nothingWritten(refused(notAllowed));
  }
  const id = await startAutomation(clients.ssm, planned.plan, token);
  await deps.ledger.rememberExecution(workflowId, episode, round, id);
  return await follow(deps, input, { clients, id });
}

/** Follows the execution to its end and stores the settings that a fix left: an undo is refused after a drift. */
async function follow(
  deps: RemediateDeps,
  input: RemediateInput,
  { clients, id }: { readonly clients: RemediateClients; readonly id: string },
): Promise<RemediationResult> {
  const result = await followAutomation(clients.ssm, id, deps.clock);
  const { problem, workflowId, episode, round, undo } = input;
  const control = problem.control === null ? null : deps.controlOf(problem.control);
  if (result.status !== 'succeeded' || undo !== undefined || control === null) return result;
  const { settings } = await whileHeartbeating(PREPARING, () => control.verify(problem, clients));
  if (settings === null) return result;
  await deps.ledger.rememberLeft(workflowId, episode, round, canonicalJson(settings));
  return result;
}

function enter(
  { accounts }: RemediateDeps,
  { problem }: RemediateInput,
): Promise<RemediateClients> {
  const { account, region, resource } = problem;
  return accounts.remediate(account, region, partitionOfResource(resource.id));
}

/** As often as the worker's `maxHeartbeatThrottleInterval` lets one through. */
const PREPARING = { details: 'preparing', every: 1_000 };

interface Ready {
  readonly clients: RemediateClients;
  readonly planned: Planned;
  readonly token: string;
  /** See `Permitted`. */
  readonly consumes: readonly string[];
}

type NotWritten = Extract<RemediationResult, { status: 'refused' | 'planned' | 'moved' }>;

/**
 * Checks everything that has to be true before a write: the slow parts first, then the resource, and last kill
 * switch, table and approval again, so that only the intent comes between them and the start.
 */
async function prepare(
  deps: RemediateDeps,
  input: RemediateInput,
  before: Execution | null,
): Promise<Ready | NotWritten> {
  const { problem } = input;
  const token = clientToken(input);
  if (before !== null && before.token !== token) {
    return refused(`another plan (${before.planHash.slice(0, 12)}) was started in this round`);
  }
  const allowed = await permission(deps, input);
  if (allowed.status !== 'permitted') return allowed;
  const control = problem.control === null ? null : deps.controlOf(problem.control);
  if (control === null) return refused(`no control covers ${problem.findingType}`);
  if (control.resourceType !== problem.resource.type) {
    return refused(`${control.id} is about ${control.resourceType}, not ${problem.resource.type}`);
  }
  try {
    beat('allowed');
    const clients = await enter(deps, input);
    beat('account entered');
    const rebuilt = await rebuildPlan(clients, input, { ...deps, control });
    if (rebuilt.difference !== null) return rebuilt.difference;
    beat('plan rebuilt');
    const allowedNow = await permission(deps, input);
    if (allowedNow.status !== 'permitted') return allowedNow;
    if (isCancelled()) return refused('it was cancelled before the runbook was started');
    return { clients, planned: rebuilt.planned, token, consumes: allowedNow.consumes };
  } catch (error) {
    // Nothing was written, so what a retry cannot help is a refusal.
    return refused(permanentReason(error));
  }
}

/** Temporal shows the last step beside the pending activity. */
function beat(done: string): void {
  Context.current().heartbeat(done);
}

/**
 * Whether the workflow cancelled the activity, because a person did or the severity rose. The server says so in its
 * answer to a heartbeat, at most a second ago; a later cancellation comes too late to stop the write. Throws
 * CancelledFailure when the worker ends: the next one tries.
 */
function isCancelled(): boolean {
  const { cancellationSignal, cancellationDetails } = Context.current();
  if (cancellationSignal.aborted && cancellationDetails?.cancelRequested === true) return true;
  cancellationSignal.throwIfAborted();
  return false;
}

function refused(reason: string): NotWritten {
  return { status: 'refused', reason };
}

function nothingWritten({ status, reason }: NotWritten): RemediationResult {
  return { status, reason: `nothing was written: ${reason}` };
}

/** An earlier attempt may have started the runbook: the verification after the wait decides. */
function interrupted({ reason }: NotWritten): RemediationResult {
  const text = `a worker died between intent and start, so it is not known whether the runbook ran; now: ${reason}`;
  return { status: 'interrupted', reason: text };
}
