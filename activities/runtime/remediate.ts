import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';

import type { Control } from '../../controls/control.ts';
import { partitionOfResource } from '../../domain/arn.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import type { Accounts, RemediateClients } from '../aws/accounts.ts';
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
 * Runs the plan of that hash, once per episode and round whatever dies meanwhile: the intent is remembered before
 * the start, the execution's id after it, and SSM starts a client token once. Called off before that, it refuses;
 * what has been started is followed to its end.
 */
export async function remediate(
  deps: RemediateDeps,
  input: RemediateInput,
): Promise<RemediationResult> {
  const before = await recall(deps, input);
  if (before !== null && before.executionId !== null) {
    return await follow(deps, input, { clients: await enter(deps, input), id: before.executionId });
  }
  const ready = await whileHeartbeating(PREPARING, () => prepare(deps, input, before));
  if ('status' in ready) return before === null ? nothingWritten(ready) : interrupted(ready);
  const capped = ready.remembered ? null : await intended(deps, input, ready);
  if (capped !== null) return nothingWritten(refused(capped));
  const id = await start(deps, input, ready);
  return await follow(deps, input, { clients: ready.clients, id });
}

async function intended(
  deps: RemediateDeps,
  input: RemediateInput,
  { token, planned }: Ready,
): Promise<string | null> {
  return await rememberIntent(deps, input, { token, found: planned.plan.preState });
}

/** To its end. What a fix leaves is remembered: an undo is refused when the resource has moved since. */
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

/** What an earlier attempt left, from the ledger. */
async function recall(
  { ledger }: RemediateDeps,
  { workflowId, episode, round }: RemediateInput,
): Promise<Execution | null> {
  return ledger.execution(workflowId, episode, round);
}

interface Ready {
  readonly clients: RemediateClients;
  readonly planned: Planned;
  readonly token: string;
  /** Was the intent remembered by an attempt before this one? */
  readonly remembered: boolean;
}

type NotNow = Extract<RemediationResult, { status: 'refused' | 'planned' | 'moved' }>;

/**
 * Everything that has to be true before a write. The slow parts come first; then the resource is read again, and
 * last kill switch, table and approval, so that only the intent lies between them and the start.
 */
async function prepare(
  deps: RemediateDeps,
  input: RemediateInput,
  before: Execution | null,
): Promise<Ready | NotNow> {
  const { problem } = input;
  const token = clientToken(input);
  if (before !== null && before.token !== token) {
    return refused(`another plan (${before.planHash.slice(0, 12)}) was begun in this round`);
  }
  const forbidden = await permission(deps, input);
  if (forbidden !== null) return forbidden;
  const control = problem.control === null ? null : deps.controlOf(problem.control);
  if (control === null) return refused(`no control covers ${problem.findingType}`);
  if (control.resourceType !== problem.resource.type) {
    return refused(`${control.id} is about ${control.resourceType}, not ${problem.resource.type}`);
  }
  try {
    beat('allowed');
    const clients = await enter(deps, input);
    beat('account entered');
    const rebuilt = await rebuildPlan(clients, input, { control, ledger: deps.ledger });
    if (rebuilt.difference !== null) return rebuilt.difference;
    beat('plan rebuilt');
    const forbiddenNow = await permission(deps, input);
    if (forbiddenNow !== null) return forbiddenNow;
    if (calledOff()) return refused('it was called off before the runbook was started');
    return { clients, planned: rebuilt.planned, token, remembered: before !== null };
  } catch (error) {
    return lasting(error);
  }
}

/** How far it has come, for who looks at the pending activity. */
function beat(done: string): void {
  Context.current().heartbeat(done);
}

/**
 * Did somebody cancel, or the severity rise? Best effort: what is said later than the last answered heartbeat,
 * a second ago, is not known yet, and the write goes on as if it had been said a moment later. Throws CancelledFailure when the worker ends: the next one tries.
 */
function calledOff(): boolean {
  const { cancellationSignal, cancellationDetails } = Context.current();
  if (cancellationSignal.aborted && cancellationDetails?.cancelRequested === true) return true;
  cancellationSignal.throwIfAborted();
  return false;
}

/** What time does not heal is a refusal, since nothing was written; anything else is thrown. */
function lasting(error: unknown): NotNow {
  if (!(error instanceof ApplicationFailure) || error.nonRetryable !== true) throw error;
  return refused(`${error.type ?? 'Error'}: ${error.message}`);
}

async function start(
  { ledger }: RemediateDeps,
  { workflowId, episode, round }: RemediateInput,
  { clients, planned, token }: Ready,
): Promise<string> {
  const executionId = await startAutomation(clients.ssm, planned.plan, token);
  await ledger.rememberExecution(workflowId, episode, round, executionId);
  return executionId;
}

function refused(reason: string): NotNow {
  return { status: 'refused', reason };
}

function nothingWritten({ status, reason }: NotNow): RemediationResult {
  return { status, reason: `nothing was written: ${reason}` };
}

/** An earlier attempt may have started it: the look after the wait decides. */
function interrupted({ reason }: NotNow): RemediationResult {
  const text = `a worker died between intent and start, so it is not known whether the runbook ran; now: ${reason}`;
  return { status: 'interrupted', reason: text };
}
