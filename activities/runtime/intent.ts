/** The caps on automatic writes. Checked last before a start, because the check counts the write. */
import type { RemediateInput } from '../../workflows/activity-types.ts';
import type { Clock } from '../clock.ts';
import type { Execution, Ledger } from '../ledger/ledger.ts';
import type { Policies } from '../triage/policies.ts';

export interface IntentDeps {
  readonly ledger: Pick<Ledger, 'rememberIntent'>;
  readonly policies: Pick<Policies, 'limits'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Stores the intent, which counts as a write of the account's hour; a reason when the cap does not allow it. */
export async function rememberIntent(
  { ledger, policies, clock }: IntentDeps,
  input: RemediateInput,
  { token, found }: { readonly token: string; readonly found: string },
): Promise<string | null> {
  const { workflowId, episode, round, planHash, problem } = input;
  const { account } = problem;
  const at = clock.now().toISOString();
  const cap = { account, at, most: policies.limits.writesPerAccountAndHour };
  const answer = await ledger.rememberIntent(
    workflowId,
    episode,
    round,
    token,
    planHash,
    cap,
    undoOrFound(input, found),
  );
  if (answer === 'remembered') return null;
  return `account ${account} has reached its cap of ${cap.most} automatic writes of the hour that ends at ${endOfHour(at)}; ${settingNamed('writes_per_account_and_hour')}`;
}

/** A fix stores the settings that it found, an undo who requested and approved it. */
function undoOrFound(
  { undo, approval }: RemediateInput,
  found: string,
): Pick<Execution, 'found' | 'undo'> {
  if (undo === undefined) return { found };
  const { actor: by, why } = undo;
  return { undo: { by, approvedBy: approval?.actor ?? 'nobody', why } };
}

/** Why the episode may have no further write; null when it may. A round writes at most once, so it is the count. */
export function episodeIsFull({ limits }: Pick<Policies, 'limits'>, round: number): string | null {
  const { writesPerEpisode: most } = limits;
  if (round <= most) return null;
  return `round ${round} is more than the ${most} automatic writes that an episode may have; ${settingNamed('writes_per_episode')}`;
}

function settingNamed(name: string): string {
  return `this cap is limits.${name} in policies/remediation.yaml`;
}

function endOfHour(at: string): string {
  const hour = Date.parse(`${at.slice(0, 13)}:00:00.000Z`);
  return `${new Date(hour + 3_600_000).toISOString().slice(0, 16)}Z`;
}
