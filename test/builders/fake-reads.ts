/** What a worker reads itself before it believes a message, in memory. */
import type { OwnReads } from '../../activities/decisions/owner.ts';
import type { ReadSeverity } from '../../activities/findings/known-severity.ts';
import type {
  Assignments,
  SignedAssignment,
} from '../../activities/ledger/execution/assignments.ts';
import type { Severity } from '../../domain/finding.ts';

/** Security Hub knows the problem's severity; the lowest by default, so that the message's and the ledger's count. */
export function knownSeverity(severity: Severity = 'INFORMATIONAL'): ReadSeverity {
  const readAt = '2026-11-23T06:00:00.000Z';
  return async (_workflowId, problem) => ({ severity, findings: 1, problem, readAt });
}

/** Kept in memory. */
export function fakeAssignments(): Assignments {
  const known = new Map<string, SignedAssignment>();
  return {
    remember: async (workflowId, assignment) => {
      if ((known.get(workflowId)?.episode ?? 0) > assignment.episode) return false;
      known.set(workflowId, assignment);
      return true;
    },
    of: async (workflowId, episode) => {
      const found = known.get(workflowId);
      return found?.episode === episode ? found : null;
    },
  };
}

/** What a worker reads itself: the severity, and a resource with these tags. */
export function fakeReads(severity?: Severity, tags: Record<string, string> = {}): OwnReads {
  return {
    severityOf: knownSeverity(severity),
    tagsOf: async () => ({ tags, unreadable: null }),
    assignments: fakeAssignments(),
  };
}
