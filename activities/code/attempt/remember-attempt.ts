/** What an attempt came to, whoever wrote it: remembered, then answered. */
import type { DraftResult, FixAttempt, FixPlace } from '../../../domain/code-fix.ts';
import { asking } from '../../aws/failures.ts';
import type { Clock } from '../../clock.ts';
import type { AttemptPlace, Attempts } from '../../ledger/code-fix/attempts.ts';
import type { FoundSource } from '../source/locate-source.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import type { Accepted } from '../validate/validate.ts';

export interface RememberDeps {
  readonly attempts: Pick<Attempts, 'recordJudgement'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface JudgedAttempt {
  readonly attempt: FixAttempt;
  readonly result: Accepted | Rejection;
  /** As it came. */
  readonly answer: string;
  readonly place: FixPlace;
  readonly found: FoundSource;
  /** Where it would be proposed. */
  readonly branch: string;
}

/** Throws where the ledger does not take it: what is not remembered is not proposed. */
export async function judgedAs(
  deps: RememberDeps,
  at: AttemptPlace,
  judged: JudgedAttempt,
): Promise<DraftResult> {
  await remember(deps, at, judged);
  const { attempt, result, place, found, branch } = judged;
  if (isRejection(result)) return { status: 'rejected', attempt };
  const { file, base } = found;
  const before = { blob: file.blob, mode: file.mode };
  const { number, author } = attempt;
  const draft = {
    place,
    base,
    before,
    diff: result.diff,
    attempt: number,
    author,
    branch,
  };
  return { status: 'drafted', attempt, draft };
}

/** In characters; the rest is counted. */
const LONGEST_DIFF = 20_000;

async function remember(
  { attempts, clock }: RememberDeps,
  at: AttemptPlace,
  { attempt, result, answer, place }: JudgedAttempt,
): Promise<void> {
  const { author, accepted, check, code, reason, cost } = attempt;
  const { repository, path, block } = place;
  const whole = isRejection(result) ? answer : result.diff;
  const diff = whole.slice(0, LONGEST_DIFF);
  const cut = whole.length - diff.length;
  const verdict = { accepted, check, code, reason, diff, cut, ...(cost !== undefined && { cost }) };
  const judged = { at: clock.now().toISOString(), ...verdict, repository, path, block };
  await asking(`the ledger for ${at.workflowId}`, () =>
    attempts.recordJudgement(at, { author, judged }),
  );
}
