import type { KnownFinding } from '../activities/ledger/ledger.ts';
import type { Identified } from './identity.ts';

/**
 * Which lifecycle each problem of a finding goes to. An identity is chosen once: where the ledger knows the
 * finding under another id, because a mapping was added or corrected since, that lifecycle keeps it.
 */
export function targetsOf(
  problems: readonly Identified[],
  known: KnownFinding | null,
): ReadonlyMap<string, string> {
  const ids = problems.map(({ workflowId }) => workflowId);
  const renamed = Object.keys(known?.problems ?? {}).filter((id) => !ids.includes(id));
  const targets = new Map<string, string>();
  for (const id of ids) {
    const old =
      known !== null && id in known.problems ? undefined : takeLike(id, renamed, ids.length);
    targets.set(id, old ?? id);
  }
  return targets;
}

/** The old id of the same resource; with one problem then and now, the old id whatever it says. */
function takeLike(id: string, renamed: string[], problems: number): string | undefined {
  const at = renamed.findIndex((old) => resourcePart(old) === resourcePart(id));
  if (at >= 0) return renamed.splice(at, 1)[0];
  return problems === 1 && renamed.length === 1 ? renamed.pop() : undefined;
}

function resourcePart(workflowId: string): string {
  return workflowId.split(':').slice(3, -1).join(':');
}
