import type { Decision } from '../../domain/decision.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import { utc } from '../../domain/text.ts';
import { maybeOnePerson, personNamed } from '../../policies/sign-in.ts';
import type { SignIn } from '../../policies/sign-in.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import type { Receipts } from '../decisions/receipts.ts';
import type { KillSwitch, Ledger } from '../ledger/ledger.ts';
import { readAuthority } from '../triage/authority.ts';
import type { Policies } from '../triage/policies.ts';
import { episodeIsFull } from './intent.ts';
import { undoneBefore } from './undo.ts';

export interface PermissionDeps {
  readonly ledger: Pick<Ledger, 'killSwitch' | 'executions'>;
  readonly policies: Policies;
  /** This worker's own: an approval counts when this worker has checked its proof. */
  readonly receipts: Pick<Receipts, 'verify'>;
}

/** Nothing is written: the answer of the activity. */
export type Refused = Extract<RemediationResult, { status: 'refused' | 'planned' }>;

/** The write is allowed, by the policy alone or by decisions of people, each of which allows one write. */
export interface Permitted {
  readonly status: 'permitted';
  /** Ids of the decisions; empty where the policy alone allows it. */
  readonly consumes: readonly string[];
}

/**
 * Checks kill switch, remediation table, mode and approval as they are now. Trusts nothing in the input but the
 * approval, for which this worker issued a receipt when it checked its proof.
 */
export async function permission(
  { ledger, policies, receipts }: PermissionDeps,
  input: RemediateInput,
): Promise<Refused | Permitted> {
  const { problem, severity, planHash } = input;
  const [kill, { route, mode, path }] = await Promise.all([
    ledger.killSwitch(),
    readAuthority(policies, problem, severity),
  ]);
  if (kill.on) return refused(switchInWords(kill));
  if (route.to === 'people') return refused(route.because);
  if (mode === 'shadow') {
    return { status: 'planned', reason: `${route.because}: plan ${planHash.slice(0, 12)}` };
  }
  if (path === 'code' && input.undo === undefined) {
    return refused(`${route.because}: the runtime worker does not change the account`);
  }
  const full = episodeIsFull(policies, input.round);
  if (full !== null) return refused(full);
  const undone = undoneBefore(await ledger.executions(input.workflowId));
  if (route.to === 'automatic' && undone === null && input.undo === undefined) return permitted([]);
  const believes = { receipts, signIn: policies.decisions.signIn };
  const missing =
    (await approvalMissing(input, believes)) ?? (await requesterMissing(input, believes));
  if (missing !== null) return refused(`${missing} (${undone ?? route.because})`);
  return permitted([input.approval, input.undo]);
}

function permitted(decisions: readonly (Decision | null | undefined)[]): Permitted {
  const ids = decisions.flatMap((one) => (one ? [one.id] : []));
  return { status: 'permitted', consumes: [...new Set(ids)] };
}

interface Believes {
  readonly receipts: Pick<Receipts, 'verify'>;
  readonly signIn: SignIn;
}

/** An undo needs two people, each with a receipt of this worker. Null when it has them, and for a fix. */
async function requesterMissing(
  { undo, approval, workflowId }: RemediateInput,
  { receipts, signIn }: Believes,
): Promise<string | null> {
  if (undo === undefined) return null;
  const { actor, decision, finding } = undo;
  if (decision !== 'undo' || finding !== workflowId)
    return `${actor} did not request to undo ${workflowId}`;
  if (maybeOnePerson(actor, approval?.actor ?? '', signIn))
    return `${actor} requested the undo and may not approve it`;
  if (await hasReceipt(undo, receipts)) return null;
  return `this worker has no receipt for the undo that ${actor} requested: request it again`;
}

/** Why the approval is not enough; null when it is. */
async function approvalMissing(
  { approval, planHash, workflowId, episode }: RemediateInput,
  { receipts, signIn }: Believes,
): Promise<string | null> {
  if (approval === null) return 'an approval is needed and there is none';
  const { actor, decision, why, finding } = approval;
  if (decision !== 'approve') return `${actor} did not approve: ${why}`;
  if (personNamed(actor, signIn) === null)
    return `${actor} approved, and sign_in in decisions.yaml knows nobody of that name`;
  if (finding !== workflowId || approval.episode !== episode) {
    return `the approval of ${actor} is about episode ${approval.episode} of ${finding}`;
  }
  if (approval.planHash !== planHash) {
    return `the approval of ${actor} names plan ${approval.planHash?.slice(0, 12) ?? 'none'}, not ${planHash.slice(0, 12)}`;
  }
  if (await hasReceipt(approval, receipts)) return null;
  return `this worker has no receipt for the approval of ${actor}: approve it again`;
}

async function hasReceipt(
  decision: Decision,
  receipts: Pick<Receipts, 'verify'>,
): Promise<boolean> {
  const { proof } = decision;
  return proof?.kind === 'receipt' && (await receipts.verify(decision, proof.value));
}

/** The finding waits because of it: by whom, since when, and why. */
function switchInWords({ by, why, at }: KillSwitch): string {
  const since = at === undefined ? '' : ` since ${utc(at)}`;
  return `the kill switch is on${since}: ${by}: ${why}`;
}

function refused(reason: string): Refused {
  return { status: 'refused', reason };
}
