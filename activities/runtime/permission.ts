import type { RemediationResult } from '../../domain/outcome.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import { asking } from '../aws/failures.ts';
import type { Receipts } from '../decisions/receipts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readAuthority } from '../triage/authority.ts';
import type { Policies } from '../triage/policies.ts';
import { episodeIsFull } from './intent.ts';
import { undoneBefore } from './undo.ts';

export interface PermissionDeps {
  readonly ledger: Pick<Ledger, 'killSwitch' | 'executions'>;
  readonly policies: Policies;
  /** Of this worker: an approval counts when it has seen it, proved, itself. */
  readonly receipts: Pick<Receipts, 'verify'>;
}

/** Nothing is written: the answer of the activity. */
export type Refused = Extract<RemediationResult, { status: 'refused' | 'planned' }>;

/**
 * May this be written now? Kill switch, table, mode and approval as they are at this moment; null when it may.
 * Nothing in the message is believed but the approval, for which this worker gave a receipt when it checked its proof.
 */
export async function permission(
  { ledger, policies, receipts }: PermissionDeps,
  input: RemediateInput,
): Promise<Refused | null> {
  const { problem, severity, planHash } = input;
  const [kill, { route, mode }] = await Promise.all([
    asking('the kill switch', () => ledger.killSwitch()),
    readAuthority(policies, problem, severity),
  ]);
  if (kill.on) return refused(`the kill switch is on: ${kill.by}: ${kill.why}`);
  if (route.to === 'people') return refused(route.because);
  if (mode === 'shadow') {
    return { status: 'planned', reason: `${route.because}: plan ${planHash.slice(0, 12)}` };
  }
  const full = episodeIsFull(policies, input.round);
  if (full !== null) return refused(full);
  const undone = await wasUndone(ledger, input);
  if (route.to === 'automatic' && undone === null && input.undo === undefined) return null;
  const missing = (await approvalMissing(input, receipts)) ?? (await askerMissing(input, receipts));
  return missing === null ? null : refused(`${missing} (${undone ?? route.because})`);
}

async function wasUndone(
  ledger: PermissionDeps['ledger'],
  { workflowId }: RemediateInput,
): Promise<string | null> {
  const what = `the ledger for ${workflowId}`;
  return undoneBefore(await asking(what, () => ledger.executions(workflowId)));
}

/** An undo is two people's: this worker gave each a receipt. Null when it is, and of a fix. */
async function askerMissing(
  { undo, approval, workflowId }: RemediateInput,
  receipts: Pick<Receipts, 'verify'>,
): Promise<string | null> {
  if (undo === undefined) return null;
  const { actor, decision, finding, proof } = undo;
  if (decision !== 'undo' || finding !== workflowId)
    return `${actor} did not ask to undo ${workflowId}`;
  if (actor === approval?.actor) return `${actor} asked for the undo and may not approve it`;
  const seen = proof?.kind === 'receipt' && (await receipts.verify(undo, proof.value));
  return seen ? null : `this worker gave no receipt for the undo that ${actor} asks for: ask again`;
}

/** Why the approval is not enough; null when it is. */
async function approvalMissing(
  { approval, planHash, workflowId, episode }: RemediateInput,
  receipts: Pick<Receipts, 'verify'>,
): Promise<string | null> {
  if (approval === null) return 'an approval is needed and there is none';
  const { actor, decision, why, finding, proof } = approval;
  if (decision !== 'approve') return `${actor} did not approve: ${why}`;
  if (finding !== workflowId || approval.episode !== episode) {
    return `the approval of ${actor} is about episode ${approval.episode} of ${finding}`;
  }
  if (approval.planHash !== planHash) {
    return `the approval of ${actor} names plan ${approval.planHash?.slice(0, 12) ?? 'none'}, not ${planHash.slice(0, 12)}`;
  }
  const seen = proof?.kind === 'receipt' && (await receipts.verify(approval, proof.value));
  return seen ? null : `this worker gave no receipt for the approval of ${actor}: approve it again`;
}

function refused(reason: string): Refused {
  return { status: 'refused', reason };
}
