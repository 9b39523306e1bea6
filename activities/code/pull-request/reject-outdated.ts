import type { FixDraft, ProposeResult } from '../../../domain/code-fix.ts';
import { asking } from '../../aws/failures.ts';
import type { Clock } from '../../clock.ts';
import type { Attempts } from '../../ledger/code-fix/attempts.ts';
import type { Rejection } from '../validate/rejection.ts';

export interface OutdatedDeps {
  readonly attempts: Pick<Attempts, 'attempts' | 'recordJudgement'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface OutdatedDraft {
  readonly workflowId: string;
  readonly episode: number;
  readonly draft: FixDraft;
}

/** What was accepted is rejected on the file as it is now: the ledger shows the last word. */
export async function outdated(
  { attempts, clock }: OutdatedDeps,
  { workflowId, episode, draft }: OutdatedDraft,
  { check, code, reason, hint }: Rejection,
): Promise<ProposeResult> {
  const { attempt: number, author } = draft;
  const inLedger = <T>(call: () => Promise<T>) => asking(`the ledger for ${workflowId}`, call);
  const all = await inLedger(() => attempts.attempts(workflowId));
  const before = all.find((one) => one.episode === episode && one.number === number)?.judged;
  const why = `The file moved before the proposal. ${reason}`;
  if (before !== undefined && before !== null) {
    const judged = {
      ...before,
      at: clock.now().toISOString(),
      accepted: false,
      check,
      code,
      reason: why,
    };
    const at = { workflowId, episode, number };
    await inLedger(() => attempts.recordJudgement(at, { author, judged }));
  }
  return { status: 'outdated', check, code, reason: why, hint };
}
