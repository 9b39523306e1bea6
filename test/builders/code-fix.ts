import type { FixAttempt, FixDraft, PullRef } from '../../domain/code-fix.ts';
import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { Verdict } from '../../domain/verdict.ts';

const PLACE = {
  repository: 'acme/payments-infra',
  path: 'infra/s3.tf',
  block: 'aws_s3_bucket.logs',
  control: 'S3.PublicAccess',
} as const;

export const PULL: PullRef = {
  place: PLACE,
  number: 7,
  url: 'https://git.example/acme/payments-infra/pull/7',
  tip: 'c'.repeat(40),
};

export const DRAFT: FixDraft = {
  place: PLACE,
  base: { branch: 'main', commit: 'a'.repeat(40) },
  before: { blob: 'b'.repeat(40), mode: '100644' },
  diff: '--- a/infra/s3.tf\n+++ b/infra/s3.tf\n',
  attempt: 1,
  author: { kind: 'control' },
  branch: 'closeloop/S3.PublicAccess/0123456789ab',
};

/** A rejected attempt with this hint for the next one; null: an accepted attempt. */
export function attempt(hint: string | null, number = 1): FixAttempt {
  const about = { number, author: { kind: 'model', model: 'm', prompt: 'fix-1' } as const };
  const tokens = { input: 100, output: 20 };
  if (hint === null)
    return { ...about, tokens, accepted: true, check: '', code: '', reason: '', hint };
  const rejected = { accepted: false, check: 'parse', code: 'NO_HUNKS', reason: 'No diff.' };
  return { ...about, tokens, ...rejected, hint };
}

/** A result for a code activity, chosen by a random verdict. */
export function codeResult(
  work: 'draftFix' | 'proposeFix' | 'checkMerge' | 'withdrawFix' | 'noteFailedFix',
  { verdict, refused }: { readonly verdict: Verdict; readonly refused: boolean },
): LifecycleEvent {
  switch (work) {
    case 'draftFix':
      if (verdict === 'gone') return { type: 'drafted', result: { status: 'holds', reason: 'r' } };
      if (verdict === 'unknown')
        return { type: 'drafted', result: { status: 'people', reason: 'r' } };
      return verdict === 'fixed'
        ? { type: 'drafted', result: { status: 'drafted', attempt: attempt(null), draft: DRAFT } }
        : { type: 'drafted', result: { status: 'rejected', attempt: attempt('again') } };
    case 'proposeFix':
      if (refused) return { type: 'proposed', result: { status: 'people', reason: 'r' } };
      if (verdict === 'unknown')
        return { type: 'proposed', result: { status: 'moved', reason: 'r' } };
      return { type: 'proposed', result: { status: 'open', pull: PULL } };
    case 'checkMerge': {
      const status = verdict === 'fixed' ? 'merged' : refused ? 'closed' : 'open';
      return { type: 'mergeChecked', check: { status, reason: 'r' } };
    }
    case 'noteFailedFix':
      return { type: 'failureNoted', remarks: refused ? ['r'] : [] };
    case 'withdrawFix':
      return { type: 'withdrawn', result: { status: refused ? 'shared' : 'closed' } };
  }
}
