/** Taking a verified write of ours back: what it was, what it found, and whether the resource is still as it left it. */
import type { SSM } from '@aws-sdk/client-ssm';

import type { Control, CheckResult } from '../../controls/control.ts';
import type { Problem } from '../../domain/finding.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { Ledger, PlacedExecution } from '../ledger/ledger.ts';
import { describeDocument, makeUndoPlan } from './plan.ts';
import type { Planned } from './plan.ts';

/** The write that an undo takes back. */
export interface Undoable {
  readonly found: string;
  readonly left: string;
}

/** An answer, or one sentence why there is none. */
export type Or<T> = { readonly value: T } | { readonly because: string };

/** Our last write to the problem, of whatever episode: an earlier one lies under it and cannot be taken back alone. */
export function undoable(executions: readonly PlacedExecution[]): Or<Undoable> {
  const last = executions.findLast(({ executionId }) => executionId !== null);
  if (last === undefined) return { because: 'Closeloop has written nothing to it' };
  const { found, left, undo, executionId, episode } = last;
  const write = `${executionId ?? ''} of episode ${episode}`;
  if (undo !== undefined) return { because: `its last write was the undo by ${undo.by} already` };
  if (found === undefined) return { because: `what ${write} found was not recorded` };
  if (left !== undefined) return { value: { found, left } };
  return { because: `what ${write} left was not recorded: whether it moved since is not known` };
}

/** By whom and why it was undone before, for people; null when it never was. */
export function undoneBefore(executions: readonly PlacedExecution[]): string | null {
  const last = executions.findLast(({ undo, executionId }) => undo && executionId !== null);
  if (last?.undo === undefined) return null;
  const { by, approvedBy, why } = last.undo;
  return `undone by ${by} because ${why}, approved by ${approvedBy}, in episode ${last.episode}: no machine changes it again without a person`;
}

export interface UndoParts {
  readonly ledger: Pick<Ledger, 'executions'>;
  readonly workflowId: string;
  readonly problem: Problem;
  readonly control: Control;
  readonly look: CheckResult;
  readonly ssm: SSM;
}

/** The plan as it stands now. Throws as `describeDocument` does. */
export async function planUndo(parts: UndoParts): Promise<Or<Planned>> {
  const { ledger, workflowId, problem, control, look, ssm } = parts;
  const { undo } = control.runbook;
  if (!control.reversible || undo === undefined)
    return { because: `${control.id} has no document that takes it back` };
  const write = undoable(await ledger.executions(workflowId));
  if ('because' in write) return write;
  const moved = movedSince(look, write.value);
  if (moved !== null) return { because: moved };
  const document = await describeDocument(ssm, { runbook: undo }, problem);
  const { settings } = look;
  const { found } = write.value;
  try {
    const made = { control, problem, document, settings: settings ?? {}, found, undo };
    return { value: makeUndoPlan(made) };
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) };
  }
}

/** Restoring what we found would also take back what others did meanwhile. */
function movedSince(
  { verdict, summary, settings, error }: CheckResult,
  { left }: Undoable,
): string | null {
  if (verdict === 'unknown' || settings === null)
    return `the resource could not be read: ${error ?? summary}`;
  if (verdict !== 'fixed') return `it is ${verdict}, so there is no fix to take back: ${summary}`;
  if (canonicalJson(settings) === left) return null;
  return `the resource has moved since our fix: restoring what we found would take back what others did (${summary})`;
}
