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

/** What a write stores before it starts. */
export interface Intended {
  readonly token: string;
  /** Canonical JSON of the settings that were found. */
  readonly found: string;
  /** Ids of the decisions that allow it: each allows one write. */
  readonly consumes: readonly string[];
}

/**
 * Stores the intent, which counts as a write of the account's hour and consumes the receipts of the decisions that
 * allow it; a reason when it may not be stored.
 */
export async function rememberIntent(
  { ledger, policies, clock }: IntentDeps,
  input: RemediateInput,
  { token, found, consumes }: Intended,
): Promise<string | null> {
  const { workflowId, episode, round, planHash, problem } = input;
  const { account } = problem;
  const at = clock.now().toISOString();
  const cap = { account, at, most: policies.limits.writesPerAccountAndHour };
  const answer = await ledger.rememberIntent(workflowId, episode, round, token, planHash, cap, {
    ...undoOrFound(input, found),
    ...(consumes.length === 0 ? {} : { consumes }),
  });
  if (answer === 'remembered') return null;
  if (answer === 'used') {
    return `decision ${consumes.join(' or ')} has allowed another write already, and a decision allows one: decide again`;
  }
  if (answer === 'past') {
    return `this lifecycle has written in a later round than episode ${episode}, round ${round}: the message is out of date`;
  }
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
