/** Plans the undo of our last write, when the resource is still as that write left it. */
import type { SSM } from '@aws-sdk/client-ssm';

import type { Control, CheckResult } from '../../controls/control.ts';
import type { Problem } from '../../domain/finding.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { Ledger, PlacedExecution } from '../ledger/ledger.ts';
import { checkedDocument } from './checked-document.ts';
import type { Allowed } from './checked-document.ts';
import { makeUndoPlan } from './plan.ts';
import type { Planned } from './plan.ts';

/** The settings from before and after the write that an undo reverts. */
export interface Undoable {
  readonly found: string;
  readonly left: string;
}

/** A value, or one sentence why there is none. */
export type OrReason<T> = { readonly value: T } | { readonly because: string };

/** Our last write to the problem in any episode. An earlier one cannot be undone alone. */
export function undoable(executions: readonly PlacedExecution[]): OrReason<Undoable> {
  const last = executions.findLast(({ executionId }) => executionId !== null);
  if (last === undefined) return { because: 'Closeloop has written nothing to it' };
  const { found, left, undo, executionId, episode } = last;
  const write = `${executionId ?? ''} of episode ${episode}`;
  if (undo !== undefined) return { because: `its last write was the undo by ${undo.by} already` };
  if (found === undefined) return { because: `what ${write} found was not recorded` };
  if (left !== undefined) return { value: { found, left } };
  return { because: `what ${write} left was not recorded: whether it drifted since is not known` };
}

/** One sentence about the last undo; null when there was none. */
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
  readonly check: CheckResult;
  readonly ssm: SSM;
  readonly allowed: Allowed;
}

/** The plan of the undo as of now. Throws as `checkedDocument` does. */
export async function planUndo(parts: UndoParts): Promise<OrReason<Planned>> {
  const { ledger, workflowId, problem, control, check, ssm, allowed } = parts;
  const { undo } = control.runbook;
  if (!control.reversible || undo === undefined)
    return { because: `${control.id} has no document that undoes it` };
  const write = undoable(await ledger.executions(workflowId));
  if ('because' in write) return write;
  const obstacle = whyNoUndo(check, write.value);
  if (obstacle !== null) return { because: obstacle };
  const document = await checkedDocument(ssm, undo.documentName, problem, allowed);
  const settings = check.settings ?? {};
  const { found } = write.value;
  try {
    const made = { control, problem, document, settings, found, undo };
    return { value: makeUndoPlan(made) };
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) };
  }
}

/** Restoring the earlier settings would also undo what others changed meanwhile. */
function whyNoUndo(
  { verdict, summary, settings, error }: CheckResult,
  { left }: Undoable,
): string | null {
  if (verdict === 'unknown' || settings === null)
    return `the resource could not be read: ${error ?? summary}`;
  if (verdict !== 'fixed') return `it is ${verdict}, so there is no fix to undo: ${summary}`;
  if (canonicalJson(settings) === left) return null;
  return `the resource has drifted since our fix: an undo would also undo what others changed (${summary})`;
}
