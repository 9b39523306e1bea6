import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { commandLine } from '../command-line.ts';
import { shortId } from '../find-lifecycle.ts';

/** The exact commands by which people move a finding on; empty when a machine is at work or nothing is left to do. */
export function unblock(row: Lifecycle): readonly string[] {
  const { planHash, phase } = row;
  const id = shortId(row.workflowId);
  if (phase === 'AWAITING_APPROVAL') return decisions(row);
  if (phase === 'SETTLE') return [commandLine('findings', 'recheck', id)];
  if (phase !== 'HUMAN_REVIEW') return [];
  if (row.problem.control === null) {
    return [
      `No control verifies ${row.problem.findingType}: it stays with its owner until one does.`,
    ];
  }
  return [
    ...(planHash === null ? [] : [approve(id, planHash)]),
    commandLine('findings', 'recheck', id),
    claim(id),
  ];
}

/** Approve or reject exactly this plan. */
export function decisions({ workflowId, planHash }: Lifecycle): readonly string[] {
  if (planHash === null) return [];
  const id = shortId(workflowId);
  const reject = ['findings', 'reject', id, '--plan', planHash, '--why', 'your reason'];
  return [approve(id, planHash), commandLine(...reject)];
}

function approve(id: string, planHash: string): string {
  return commandLine('findings', 'approve', id, '--plan', planHash);
}

function claim(id: string): string {
  return commandLine('findings', 'claim-fixed', id, '--evidence', 'what you did, or a link');
}
