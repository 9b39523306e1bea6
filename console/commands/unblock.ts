import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { commandLine } from '../command-line.ts';
import { shortId } from '../find-lifecycle.ts';
import type { Stopped } from '../stopped.ts';

/**
 * The exact commands that are allowed now; empty when nothing is left to do. An approval that would write nothing
 * is not among them.
 */
export function unblock(row: Lifecycle, stopped: Stopped | null = null): readonly string[] {
  const { planHash, phase } = row;
  const id = shortId(row.workflowId);
  const recheck = commandLine('findings', 'recheck', id);
  const cancel = commandLine('findings', 'cancel', id, '--why', 'your reason');
  switch (phase) {
    case 'TRIAGE':
    case 'REMEDIATE':
    case 'VERIFY':
      return [cancel];
    case 'SETTLE':
      return [recheck, cancel];
    case 'AWAITING_APPROVAL':
      return [...decisions(row, stopped), recheck, claim(id), cancel];
    case 'HUMAN_REVIEW':
      if (row.problem.control === null) return [nobodyVerifies(row)];
      return [
        ...(planHash === null || stopped !== null ? [] : [approve(id, planHash)]),
        recheck,
        claim(id),
      ];
    default:
      return [];
  }
}

/** Approve or reject exactly this plan. */
export function decisions(row: Lifecycle, stopped: Stopped | null = null): readonly string[] {
  const { workflowId, planHash } = row;
  if (planHash === null) return [];
  const id = shortId(workflowId);
  const reject = ['findings', 'reject', id, '--plan', planHash, '--why', 'your reason'];
  return [...(stopped === null ? [approve(id, planHash)] : []), commandLine(...reject)];
}

/** What the plan is, line by line, for whoever has to decide about it. */
export function planLines({
  planHash,
  planSummary,
  planDetail = [],
}: Lifecycle): readonly string[] {
  return [planSummary ?? 'no summary', ...planDetail, `hash ${planHash ?? 'none'}`];
}

function approve(id: string, planHash: string): string {
  return commandLine('findings', 'approve', id, '--plan', planHash);
}

function claim(id: string): string {
  return commandLine('findings', 'claim-fixed', id, '--evidence', 'what you did, or a link');
}

function nobodyVerifies({ problem }: Lifecycle): string {
  return `No control verifies ${problem.findingType}: it stays with its owner until one does.`;
}
