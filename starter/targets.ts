import type { KnownFinding } from '../activities/ledger/ledger.ts';
import type { Identified } from './identity/identity.ts';

/** The lifecycle that a problem goes to. */
export interface Target {
  readonly workflowId: string;
  /** The lifecycle started before a control could verify the problem: the message carries the new name. */
  readonly mapped: boolean;
}

/**
 * Which lifecycle each problem of a finding goes to. A problem keeps its first id: where the ledger knows the same
 * place under another id, from before a control verified it or from an older spelling, that lifecycle gets the report.
 * Another place, or another control's problem, is another problem.
 */
export function targetsOf(
  problems: readonly Identified[],
  known: KnownFinding | null,
  isControl: (id: string) => boolean,
): ReadonlyMap<string, Target> {
  const ids = problems.map(({ workflowId }) => workflowId);
  const formerIds = Object.keys(known?.problems ?? {}).filter((id) => !ids.includes(id));
  const targets = new Map<string, Target>();
  for (const { workflowId: id, problem } of problems) {
    const kept =
      known !== null && id in known.problems ? undefined : takeFormer(id, formerIds, isControl);
    const mapped = kept !== undefined && problem.control !== null && !isControl(name(kept));
    targets.set(id, { workflowId: kept ?? id, mapped });
  }
  return targets;
}

/** The old id of the same place, unless it is another control's. */
function takeFormer(
  id: string,
  formerIds: string[],
  isControl: (id: string) => boolean,
): string | undefined {
  const at = formerIds.findIndex(
    (old) => place(old) === place(id) && (!isControl(name(old)) || name(old) === name(id)),
  );
  return at < 0 ? undefined : formerIds.splice(at, 1)[0];
}

/** Control id or finding type. */
function name(workflowId: string): string {
  return workflowId.split(':')[0] ?? '';
}

/** Account, Region and resource. */
function place(workflowId: string): string {
  return workflowId.split(':').slice(1, -1).join(':');
}
