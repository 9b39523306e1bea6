import type { Verification } from '../../domain/verdict.ts';
import { failure } from '../aws/failures.ts';
import { reopen } from '../findings/reopen.ts';
import type { ReopenDeps } from '../findings/reopen.ts';
import type { Swept, Watch } from '../ledger/ledger.ts';
import { enterAccount, checkResource } from '../verify/check.ts';
import type { VerifyDeps } from '../verify/verify.ts';
import { sweepObservation } from './observation.ts';
import type { Report } from './observation.ts';
import { nextSampledRecheck, nextDailyRecheck } from './watching.ts';

/** `skipped`: it is not closed any more. `returned`: a new episode has begun. */
export type Seen = 'fixed' | 'gone' | 'unknown' | 'returned' | 'skipped';

export interface LookAgainDeps extends VerifyDeps, ReopenDeps {
  readonly ledger: Pick<Watch, 'swept' | 'markWatched' | 'openFindings'> & ReopenDeps['ledger'];
  readonly report: Report;
}

/** After so many days without a readable check, people have to know that the resource is not checked any more. */
const MOST_BLIND = 7;

/**
 * Verifies a closed problem again. Still fixed: the next check is sampled. Open, or unreadable for a week: its
 * findings become NEW in Security Hub and the next episode begins under the same id. Every step may be repeated.
 */
export async function lookAgain(deps: LookAgainDeps, workflowId: string): Promise<Seen> {
  const { ledger } = deps;
  const swept = await ledger.swept(workflowId);
  if (swept === null || swept.status !== 'closed') return 'skipped';
  const verification = await recheck(deps, swept);
  const { verdict, at } = verification;
  const blind = verdict === 'unknown' ? (swept.watched?.blind ?? 0) + 1 : 0;
  const seen = { at, verificationId: verification.id, verdict, blind };
  const remember = async (next: string) =>
    await ledger.markWatched(workflowId, swept.lifecycle.episode, seen, next);
  if (verdict === 'fixed' || verdict === 'gone') {
    await remember(nextSampledRecheck(workflowId, at));
    return verdict;
  }
  if (verdict === 'open' || blind >= MOST_BLIND) await reopenEpisode(deps, swept, verification);
  await remember(nextDailyRecheck(at));
  return verdict === 'open' || blind >= MOST_BLIND ? 'returned' : 'unknown';
}

async function recheck(deps: LookAgainDeps, { lifecycle }: Swept): Promise<Verification> {
  const { problem, workflowId } = lifecycle;
  const control = problem.control === null ? null : deps.controlOf(problem.control);
  if (control === null) {
    throw failure(
      'InvalidInput',
      `No control verifies ${workflowId}, so it cannot be checked again.`,
    );
  }
  const entered = await enterAccount(deps, problem);
  return (await checkResource(deps, { problem, workflowId }, { control, entered })).verification;
}

async function reopenEpisode(
  deps: LookAgainDeps,
  { lifecycle }: Swept,
  verification: Verification,
): Promise<void> {
  const { workflowId, problem, findings } = lifecycle;
  const { summary, verdict, at, id } = verification;
  const observation = sweepObservation(lifecycle, { id, at });
  await deps.ledger.openFindings(workflowId, findings);
  await deps.report(workflowId, problem, observation);
  const reason =
    verdict === 'open'
      ? `the sweep found it not compliant again: ${summary}`
      : `the sweep could not check it for ${MOST_BLIND} days: ${summary}`;
  await reopen(deps, { workflowId, findings, reason }, lifecycle.episode);
}
