import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Decision } from '../../../domain/decision.ts';
import { CHECKED_IN, isDecisionAllowed } from '../../../domain/lifecycle/allowed-decisions.ts';
import { commandLine } from '../../cli/command-line.ts';
import { shortId } from '../../cli/find-lifecycle.ts';
import { ANYBODY } from './viewer.ts';
import type { Viewer } from './viewer.ts';
import type { WritesStopped } from './writes-stopped.ts';

/**
 * The exact commands that are allowed now to whoever looks, decisions first; empty when nothing is left to do. An approval
 * that would write nothing is not among them. Where a request waits, the first command confirms it.
 */
export function nextCommands(
  row: Lifecycle,
  stopped: WritesStopped | null = null,
  viewer: Viewer = ANYBODY,
): readonly string[] {
  if (!viewer.may) return [...scopedCommand(row), ...lifecycleCommands(row, viewer)];
  const confirms = row.request !== undefined && !viewer.isRequester;
  return [
    ...(confirms ? [confirmCommandOf(row)] : []),
    ...scopedCommand(row),
    ...planCommands(row, stopped, viewer),
    ...decisionCommands(row),
    ...lifecycleCommands(row, viewer),
  ];
}

/** A finding under a scoped exception is decided by decisions about that exception. */
function scopedCommand({ exception }: Lifecycle): readonly string[] {
  return exception?.scope === undefined ? [] : [commandLine('exceptions', 'show', exception.scope)];
}

/** Approve or reject exactly this plan. */
export function planCommands(
  row: Lifecycle,
  stopped: WritesStopped | null = null,
  viewer: Viewer = ANYBODY,
): readonly string[] {
  const { workflowId, planHash } = row;
  if (planHash === null) return [];
  const id = shortId(workflowId);
  // What waits for its second person is confirmed, not approved again.
  const waits = row.request?.decision === 'approve';
  // Who requested an undo does not approve its plan.
  const ownUndo = row.undo !== undefined && viewer.isRequester;
  const approves = isDecisionAllowed(row, 'approve') && stopped === null && !waits && !ownUndo;
  return [
    ...(approves ? [approve(id, planHash)] : []),
    ...(isDecisionAllowed(row, 'reject')
      ? [commandLine('findings', 'reject', id, '--plan', planHash, ...WHY)]
      : []),
  ];
}

/** What a second person runs. */
export function confirmation({ finding }: Pick<Decision, 'finding'>): string {
  return commandLine('findings', 'confirm', shortId(finding));
}

const WHY = ['--why', 'your reason'] as const;

/** What a second person runs; empty where no request waits. */
export function confirmCommandOf({ workflowId, request }: Lifecycle): string {
  return request === undefined ? '' : confirmation({ finding: workflowId });
}

/** For decisions that bind no plan. */
function decisionCommands(row: Lifecycle): readonly string[] {
  const id = shortId(row.workflowId);
  const offered = [
    ['accept', '--days', '30'],
    ['extend', '--days', '30'],
    ['revoke'],
    ['assign', '--team', 'SLUG'],
  ] as const;
  return offered
    .filter(([decision]) => isDecisionAllowed(row, decision))
    .map(([decision, ...options]) => commandLine('findings', decision, id, ...options, ...WHY));
}

/** Commands that need no authority, as domain/lifecycle/commands.ts allows them. */
function lifecycleCommands(row: Lifecycle, viewer: Viewer): readonly string[] {
  const id = shortId(row.workflowId);
  const { phase, problem, request } = row;
  const checks = problem.control !== null && CHECKED_IN.includes(phase);
  const withPeople = phase === 'HUMAN_REVIEW' || phase === 'ACCEPTED';
  const cancels = !NOTHING_AHEAD.includes(phase) && (!withPeople || request !== undefined);
  const attests = isDecisionAllowed(row, 'attest') && problem.control === null && viewer.may;
  return [
    ...(checks ? [commandLine('findings', 'recheck', id)] : []),
    ...(checks && phase !== 'SETTLE' ? [claim(id)] : []),
    ...(cancels ? [commandLine('findings', 'cancel', id, ...WHY)] : []),
    ...(attests ? [claim(id)] : []),
    ...(withPeople && problem.control === null ? [nobodyVerifies(row)] : []),
  ];
}

const NOTHING_AHEAD = ['CLOSE', 'CLOSED', 'SUPPRESS', 'REOPEN', 'WITHDRAW_FIX'];

function approve(id: string, planHash: string): string {
  return commandLine('findings', 'approve', id, '--plan', planHash);
}

function claim(id: string): string {
  return commandLine('findings', 'claim-fixed', id, '--evidence', 'what you did, or a link');
}

function nobodyVerifies({ problem }: Lifecycle): string {
  return `No control verifies ${problem.findingType}: accept it until a date, or two people attest that it is fixed.`;
}
