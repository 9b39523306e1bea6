import type { Verification } from '../../domain/verdict.ts';
import { asking, failure } from '../aws/failures.ts';
import { reopen } from '../findings/reopen.ts';
import type { ReopenDeps } from '../findings/reopen.ts';
import type { Swept, Watch } from '../ledger/ledger.ts';
import { enter, takeLook } from '../verify/look.ts';
import type { VerifyDeps } from '../verify/verify.ts';
import { sweepObservation } from './observation.ts';
import type { Report } from './report.ts';
import { nextSample, nextTryAfter } from './watching.ts';

/** `skipped`: it is not closed any more. `returned`: a new episode has begun. */
export type Seen = 'fixed' | 'gone' | 'unknown' | 'returned' | 'skipped';

export interface LookAgainDeps extends VerifyDeps, ReopenDeps {
  readonly ledger: Pick<Watch, 'swept' | 'markWatched' | 'openFindings'> & ReopenDeps['ledger'];
  readonly report: Report;
}

/** So many days without seeing anything: then people have to know that nobody watches any more. */
const MOST_BLIND = 7;

/**
 * Verifies a closed problem once more. Still fixed: the next look is drawn by lot. Open, or not to be seen for a
 * week: Security Hub gets its findings back as NEW and the next episode begins under the same id, with the
 * ledger's past. Every step may be repeated.
 */
export async function lookAgain(deps: LookAgainDeps, workflowId: string): Promise<Seen> {
  const { ledger } = deps;
  const swept = await asking(`the ledger for ${workflowId}`, () => ledger.swept(workflowId));
  if (swept === null || swept.status !== 'closed') return 'skipped';
  const verification = await look(deps, swept);
  const { verdict, at } = verification;
  const blind = verdict === 'unknown' ? (swept.watched?.blind ?? 0) + 1 : 0;
  const seen = { at, verificationId: verification.id, verdict, blind };
  const remember = async (next: string) =>
    await asking(`the ledger for ${workflowId}`, () =>
      ledger.markWatched(workflowId, swept.lifecycle.episode, seen, next),
    );
  if (verdict === 'fixed' || verdict === 'gone') {
    await remember(nextSample(workflowId, at));
    return verdict;
  }
  if (verdict === 'open' || blind >= MOST_BLIND) await comesBack(deps, swept, verification);
  await remember(nextTryAfter(at));
  return verdict === 'open' || blind >= MOST_BLIND ? 'returned' : 'unknown';
}

async function look(deps: LookAgainDeps, { lifecycle }: Swept): Promise<Verification> {
  const { problem, workflowId } = lifecycle;
  const control = problem.control === null ? null : deps.controlOf(problem.control);
  if (control === null) {
    throw failure('InvalidInput', `No control verifies ${workflowId}: it cannot be looked at.`);
  }
  const entered = await enter(deps, problem);
  return (await takeLook(deps, { problem, workflowId }, { control, entered })).verification;
}

async function comesBack(
  deps: LookAgainDeps,
  { lifecycle }: Swept,
  verification: Verification,
): Promise<void> {
  const { workflowId, problem, findings } = lifecycle;
  const { summary, verdict, at, id } = verification;
  const observation = sweepObservation(lifecycle, { id, at });
  if (observation === null) {
    throw failure('SchemaMismatch', `The ledger's row of ${workflowId} lists no finding.`);
  }
  await asking(`the ledger for ${workflowId}`, () =>
    deps.ledger.openFindings(workflowId, findings),
  );
  await deps.report(workflowId, problem, observation);
  const reason =
    verdict === 'open'
      ? `the sweep saw it open again: ${summary}`
      : `the sweep could not see it for ${MOST_BLIND} days: ${summary}`;
  await reopen(deps, { workflowId, findings, reason });
}
