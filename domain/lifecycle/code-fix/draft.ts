/** Results of `draftFix`: one attempt at a fix of the source file. */
import { codeFixOf, FIX_GENERATION_FAILED, MAX_FIX_ATTEMPTS } from '../../code-fix.ts';
import type { DraftResult, FixAttempt } from '../../code-fix.ts';
import { isoInstant } from '../../text.ts';
import { withCodeFix } from '../state.ts';
import type { State } from '../state.ts';
import { appendStory, toVerify, transition } from '../story.ts';
import { toAwaitingMerge } from './merge.ts';
import { endCodeFix, onMerged, toDraftFix, withPullRequest } from './transitions.ts';

export function onDrafted(before: State, result: DraftResult, now: number): State {
  if (before.phase.name !== 'DRAFT_FIX') return before;
  if (result.status === 'holds') return onSourceCompliant(before, result.reason, now);
  if (result.status === 'standing') return joinPullRequest(before, result, now);
  const reason = 'reason' in result ? result.reason : '';
  const back = returnFromSourceCheck(before, `the source is not fixed yet: ${reason}`, now);
  if (back !== null) return back;
  if (result.status === 'people') return onDraftNeedsPeople(before, reason, now);
  const { attempt } = result;
  const state = withCodeFix(before, { attempts: [...codeFixOf(before).attempts, attempt] });
  if (result.status === 'rejected') return onRejected(state, attempt, now);
  const { draft } = result;
  const drafted = withCodeFix(state, { draft, draftedAt: isoInstant(now) });
  if (state.held) return endCodeFix(drafted, CANCELLED, now);
  const text = `attempt ${attempt.number} by ${authorInWords(attempt)} was accepted`;
  return transition(drafted, { name: 'PROPOSE_FIX' }, { kind: 'drafted', text }, now);
}

const CANCELLED = 'automatic steps were cancelled';

/** Back to the human review from which the source was checked; null where a fix was to be drafted. */
export function returnFromSourceCheck(state: State, text: string, now: number): State | null {
  const { phase, review } = state;
  if (phase.name !== 'DRAFT_FIX' || phase.look === undefined) return null;
  const back = { ...phase.look, deadline: review?.deadline ?? phase.look.deadline };
  return transition(state, back, { kind: 'verified', text }, now);
}

/** If all attempts are used up, the last rejection is the reason. */
function onDraftNeedsPeople(state: State, reason: string, now: number): State {
  const { attempts, failed } = codeFixOf(state);
  const last = attempts.at(-1);
  const used = attempts.length >= MAX_FIX_ATTEMPTS && last?.accepted === false;
  if (!used || failed !== undefined) return endCodeFix(state, reason, now);
  return allAttemptsRejected(state, `${last?.code ?? ''}: ${last?.reason ?? ''}; ${reason}`, now);
}

function allAttemptsRejected(state: State, why: string, now: number): State {
  const { attempts } = codeFixOf(state);
  const text = `${FIX_GENERATION_FAILED} after ${attempts.length} attempt(s), ${why}`;
  return endCodeFix(withCodeFix(state, { failed: 'untold' }), text, now);
}

/** True while the finding is in human review and Security Hub does not show the failed fix yet. */
export function mustNoteFailure({ phase, code }: State): boolean {
  return phase.name === 'HUMAN_REVIEW' && code?.failed === 'untold';
}

/** `remarks` say what could not be written. Human review goes on either way. */
export function onFailureNoted(state: State, remarks: readonly string[], now: number): State {
  const { code } = state;
  if (code?.failed !== 'untold') return state;
  const noted = withCodeFix(state, { failed: 'told' });
  if (remarks.length === 0) return noted;
  return appendStory(noted, { kind: 'failed', text: remarks.join('; ') }, now);
}

function onRejected(state: State, attempt: FixAttempt, now: number): State {
  const { number, check, code, reason, hint } = attempt;
  const text = `attempt ${number} by ${authorInWords(attempt)} was rejected by ${check} (${code}): ${reason}`;
  const rejected = appendStory(state, { kind: 'drafted', text }, now);
  if (state.held) return endCodeFix(rejected, CANCELLED, now);
  if (hint !== null && codeFixOf(state).attempts.length < MAX_FIX_ATTEMPTS)
    return toDraftFix(rejected, `attempt ${number + 1}, after ${check} (${code})`, now);
  return allAttemptsRejected(rejected, `${code}: ${reason}`, now);
}

/** Another finding about the same block has proposed the fix already. */
function joinPullRequest(
  state: State,
  { pull, merged }: Extract<DraftResult, { status: 'standing' }>,
  now: number,
): State {
  const joined = withPullRequest(state, pull);
  if (merged) return onMerged(joined, `pull request ${pull.url} was merged before`, now);
  return toAwaitingMerge(joined, `joined pull request ${pull.url}`, now);
}

function onSourceCompliant(state: State, reason: string, now: number): State {
  const entry = { kind: 'drafted', text: `the source is compliant: ${reason}` } as const;
  return toVerify(withCodeFix(state, { stands: 'holds' }), null, entry, now);
}

function authorInWords({ author, tokens, cost, unheard = 0 }: FixAttempt): string {
  if (author.kind === 'control') return 'the control itself';
  const price = cost === undefined ? '' : `, $${cost.toFixed(4)}`;
  const lost = unheard === 0 ? '' : `; ${unheard} more request(s) whose answer was lost`;
  return `${author.model} (prompt ${author.prompt}${lost}${price}, ${tokens.input} tokens in, ${tokens.output} out)`;
}
