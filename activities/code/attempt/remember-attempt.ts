import type { DraftResult, FixAttempt, FixPlace } from '../../../domain/code-fix.ts';
import { callAws } from '../../aws/failures.ts';
import type { Clock } from '../../clock.ts';
import type { AttemptPlace, Attempts } from '../../ledger/code-fix/attempts.ts';
import type { SourceFile } from '../source/read-source.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import type { Accepted } from '../validate/validate.ts';
import { feedbackOf } from './validate-answer.ts';
import type { Answer } from './validate-answer.ts';

export interface RememberDeps {
  readonly attempts: Pick<Attempts, 'recordJudgement'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface ValidatedAnswer {
  readonly answer: Answer;
  readonly result: Accepted | Rejection;
  readonly place: FixPlace;
  readonly file: Pick<SourceFile, 'base' | 'blob' | 'mode'>;
  /** Where the fix would be proposed. */
  readonly branch: string;
}

/** Writes the attempt to the ledger and answers it as the lifecycle's result. Throws where the ledger refuses. */
export async function rememberAttempt(
  { attempts, clock }: RememberDeps,
  at: AttemptPlace,
  validated: ValidatedAnswer,
): Promise<DraftResult> {
  const { answer, result, place, file, branch } = validated;
  const { author } = answer;
  const attempt = attemptOf(at.number, answer, result);
  const { accepted, check, code, reason, cost } = attempt;
  const diff = bounded(isRejection(result) ? answer.text : result.diff);
  const verdict = { accepted, check, code, reason, ...diff, ...(cost !== undefined && { cost }) };
  const { repository, path, block } = place;
  const judged = { at: clock.now().toISOString(), ...verdict, repository, path, block };
  await callAws(`the ledger for ${at.workflowId}`, () =>
    attempts.recordJudgement(at, { author, judged }),
  );
  if (isRejection(result)) return { status: 'rejected', attempt };
  const { base, blob, mode } = file;
  const written = { diff: result.diff, attempt: at.number, author };
  return {
    status: 'drafted',
    attempt,
    draft: { place, base, before: { blob, mode }, ...written, branch },
  };
}

function attemptOf(number: number, answer: Answer, result: Accepted | Rejection): FixAttempt {
  const { author, tokens, cost, unheard } = answer;
  const spent = {
    tokens,
    ...(cost !== undefined && { cost }),
    ...(unheard !== undefined && { unheard }),
  };
  const about = { number, author, ...spent };
  if (!isRejection(result))
    return { ...about, accepted: true, check: '', code: '', reason: '', hint: null };
  const { check, code, reason } = result;
  // After a control's own change a model may always try.
  const hint = author.kind === 'control' ? result.hint : (feedbackOf(result)?.hint ?? null);
  return { ...about, accepted: false, check, code, reason, hint };
}

/** In characters; `cut` counts the rest. */
const LONGEST_DIFF = 20_000;

function bounded(whole: string): { readonly diff: string; readonly cut: number } {
  const diff = whole.slice(0, LONGEST_DIFF);
  return { diff, cut: whole.length - diff.length };
}
