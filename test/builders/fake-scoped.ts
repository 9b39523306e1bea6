/** Parts of activities for exceptions wider than one finding. */
import type { ScopedException } from '../../activities/ledger/exception/exceptions.ts';
import type { ScopedHint } from '../../domain/scoped-exception/state.ts';

/** Exceptions wider than one finding: what is recorded and who is told. */
export function fakeScoped(rows: readonly ScopedException[] = []) {
  const told: (readonly [string, ScopedHint])[] = [];
  return {
    told,
    exceptions: { ofControl: async () => rows, all: async () => rows, record: async () => {} },
    suppressions: async () => [],
    tell: async (workflowId: string, hint: ScopedHint) => {
      told.push([workflowId, hint]);
      return true;
    },
  };
}
