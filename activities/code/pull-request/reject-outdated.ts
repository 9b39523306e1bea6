import type { FixDraft, ProposeResult } from '../../../domain/code-fix.ts';
import { callAws } from '../../aws/failures.ts';
import type { Clock } from '../../clock.ts';
import type { Attempts } from '../../ledger/code-fix/attempts.ts';
import type { Rejection } from '../validate/rejection.ts';

export interface RejectDeps {
  readonly attempts: Pick<Attempts, 'attempts' | 'recordJudgement'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface OutdatedDraft {
  readonly workflowId: string;
  readonly episode: number;
  readonly draft: FixDraft;
}

/** Rejects an accepted draft whose file changed meanwhile, in the ledger too. */
export async function rejectOutdated(
  { attempts, clock }: RejectDeps,
  { workflowId, episode, draft }: OutdatedDraft,
  { check, code, reason, hint }: Rejection,
): Promise<ProposeResult> {
  const { attempt: number, author } = draft;
  const inLedger = <T>(call: () => Promise<T>) => callAws(`the ledger for ${workflowId}`, call);
  const all = await inLedger(() => attempts.attempts(workflowId));
  const accepted = all.find((one) => one.episode === episode && one.number === number)?.judged;
  const rejected = { check, code, reason: `The file changed before the proposal. ${reason}` };
  if (accepted !== undefined && accepted !== null) {
    const at = clock.now().toISOString();
    const judged = { ...accepted, ...rejected, at, accepted: false };
    await inLedger(() =>
      attempts.recordJudgement({ workflowId, episode, number }, { author, judged }),
    );
  }
  return { status: 'outdated', ...rejected, hint };
}
