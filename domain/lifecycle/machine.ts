/**
 * The state machine of one finding: `reduce` says what an event changes, `next` says what to do now. Both are pure;
 * the workflow runs them, and nothing here knows Temporal or AWS.
 */
import type { Observation, Problem } from '../finding.ts';
import { CAUTIOUS_TIMETABLE } from './cautious-timetable.ts';
import { mustNoteFailure, onDrafted, onFailureNoted } from './code-fix/draft.ts';
import { onMergeChecked, onMergeHint } from './code-fix/merge-check.ts';
import { scheduleDailyCheck } from './code-fix/merge.ts';
import { onProposed } from './code-fix/propose.ts';
import { onWithdrawn, withdrawIfOpen } from './code-fix/withdraw.ts';
import { onCancel, onPlanAgain, onRecheck } from './commands.ts';
import { checkCoverIfChanged, onExceptionsChanged } from './cover.ts';
import { onDeadline, wakeAt } from './deadlines.ts';
import { onDecision, onDecisionChecked } from './decisions.ts';
import { keepDue } from './due.ts';
import type { LifecycleEvent, Work } from './events.ts';
import { onReopened, onSuppressed } from './exceptions.ts';
import { onFailed } from './failed.ts';
import { onImported } from './imported.ts';
import { onMapped, onObserved } from './reports.ts';
import { onClosed, onRemediated, onTriaged, onVerified } from './results.ts';
import { toHumanReview } from './review.ts';
import { isWaiting, RULES, SCHEMA } from './state.ts';
import type { State, WorkPhase } from './state.ts';
import { transition, appendStory } from './story.ts';
import { isUndoing } from './undo.ts';

/** What the workflow does next: run one activity, wait until a deadline, or end. */
export type Step =
  | { readonly do: Work }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'end' };

/** Which lifecycle, and the run that opened its episode. */
export interface Opening {
  readonly problem: Problem;
  readonly workflowId: string;
  readonly opener: string;
  /** Absent: today's. */
  readonly rules?: number;
}

/** The state of a new episode before its first triage. `now` in epoch milliseconds. */
export function begin(
  { problem, workflowId, opener, rules = RULES }: Opening,
  first: Observation,
  now: number,
): State {
  const { withPeople } = first;
  const state: State = {
    schema: SCHEMA,
    rules: withPeople === undefined ? rules : RULES,
    problem,
    title: first.title,
    workflowId,
    opener,
    episode: null,
    phase: { name: 'TRIAGE' },
    severity: first.severity,
    findings: [first.finding],
    owner: null,
    assigned: null,
    planOwner: null,
    environment: 'unknown',
    round: 1,
    moves: 0,
    timetable: CAUTIOUS_TIMETABLE,
    plan: null,
    approval: null,
    pending: null,
    request: null,
    exception: null,
    held: false,
    wrote: false,
    credited: false,
    lookAgain: null,
    calledOff: null,
    review: null,
    dwell: 0,
    failure: null,
    verification: null,
    late: [],
    story: { seq: 0, unwritten: [], stalled: false, recent: [] },
    handled: [first.messageId],
    answers: [],
    // What they decided is lost with the history, so nothing begins anew.
    ...(withPeople === undefined ? {} : { withPeople, acted: true as const }),
  };
  const text = `${first.product} reported ${first.severity}: ${first.title}`;
  return appendStory(state, { kind: 'observed', actor: first.product, text }, now);
}

/** What `event` changes. An event that makes no sense in the present status changes nothing. */
export function reduce(state: State, event: LifecycleEvent, now: number): State {
  const applied = apply(state, event, now);
  const kept = keepWithPeople(applied, now);
  const requested = checkCoverIfChanged(verifyIfRequested(kept, now), now);
  return keepDue(scheduleDailyCheck(withdrawIfOpen(requested, now), now), now);
}

function apply(state: State, event: LifecycleEvent, now: number): State {
  switch (event.type) {
    case 'observed':
      return onObserved(state, event.observation, now);
    case 'mapped':
      return onMapped(state, event.problem, now);
    case 'decision':
      return onDecision(state, event.decision, now);
    case 'recheck':
      return event.planAgain === true
        ? onPlanAgain(state, event.command, now)
        : onRecheck(state, event.command, 'rechecked', now);
    case 'claimFixed':
      return onRecheck(state, event.command, 'claimed-fixed', now);
    case 'cancel':
      return onCancel(state, event.command, now);
    case 'answered': {
      const { id, answer } = event;
      return { ...state, answers: [...state.answers, { id, answer }].slice(-16) };
    }
    case 'imported':
      return onImported(state, event.acceptance, now);
    case 'exceptionsChanged':
      return onExceptionsChanged(state, event.hint, now);
    case 'deadline':
      return onDeadline(state, now);
    case 'triaged':
      return onTriaged(state, event.result, now);
    case 'decisionChecked':
      return onDecisionChecked(state, event, now);
    case 'remediated':
      return onRemediated(state, event.result, now);
    case 'verified':
      return onVerified(state, event.verification, now);
    case 'closed':
      return replayLateReports(onClosed(state, event.result, now), now);
    case 'suppressed':
      return onSuppressed(state, event.result, now);
    case 'reopened':
      return onReopened(state, event.result, now);
    case 'drafted':
      return onDrafted(state, event.result, now);
    case 'proposed':
      return onProposed(state, event.result, now);
    case 'mergeChecked':
      return onMergeChecked(state, event.check, now);
    case 'withdrawn':
      return onWithdrawn(state, WITHDRAWN[event.result.status], now);
    case 'failureNoted':
      return onFailureNoted(state, event.remarks, now);
    case 'mergeHint':
      return onMergeHint(state, event.id, now);
    case 'recorded':
      return onRecorded(state, event);
    case 'failed':
      return replayLateReports(onFailed(state, event.work, event.failure, now), now);
  }
}

/** What to do now. Every status but CLOSED has an activity to run or a deadline to wait for. */
export function next(state: State): Step {
  const { phase } = state;
  if (phase.name === 'CLOSED') return { do: 'end' };
  if (!isWaiting(phase)) return { do: WORK[phase.name] };
  if (state.pending !== null) return { do: 'checkDecision' };
  if (mustNoteFailure(state)) return { do: 'noteFailedFix' };
  // The ledger shows what the lifecycle waits for before it waits, except for the minutes after a merge.
  const brief = phase.name === 'SETTLE' && phase.brief === true;
  if (!brief && state.story.unwritten.length > 0 && !state.story.stalled) return { do: 'record' };
  return { do: 'wait', until: wakeAt(state, phase) };
}

const WORK: Readonly<Record<WorkPhase['name'], Work>> = {
  TRIAGE: 'triage',
  REMEDIATE: 'remediate',
  VERIFY: 'verify',
  CLOSE: 'close',
  SUPPRESS: 'suppress',
  REOPEN: 'reopen',
  DRAFT_FIX: 'draftFix',
  PROPOSE_FIX: 'proposeFix',
  CHECK_MERGE: 'checkMerge',
  WITHDRAW_FIX: 'withdrawFix',
};

const WITHDRAWN = {
  closed: 'closed the pull request, with the reason as a comment',
  shared: 'the pull request stays open, because other findings wait for it',
  'was-not-open': 'the pull request was closed already',
  edited: 'the pull request stays open, because it has commits of other people',
} as const;

/** Runs the check that somebody asked for while another step was running. */
function verifyIfRequested(state: State, now: number): State {
  const { phase, lookAgain: because } = state;
  if (because === null || state.pending !== null || !isWaiting(phase)) return state;
  const entry = { kind: 'verifying', text: `verifying again: ${because}` } as const;
  return transition(state, { name: 'VERIFY', because, back: phase }, entry, now);
}

/** A check that began in AWAITING_APPROVAL returns there; if people got the finding meanwhile, one approval is not enough. */
function keepWithPeople(state: State, now: number): State {
  const { phase, withPeople } = state;
  if (phase.name !== 'AWAITING_APPROVAL' || withPeople === undefined || isUndoing(state))
    return state;
  return toHumanReview(state, withPeople, now);
}

/** After a refused close the episode stays open, so reports that arrived meanwhile belong to it. */
function replayLateReports(state: State, now: number): State {
  if (state.phase.name === 'CLOSED' || state.phase.name === 'CLOSE') return state;
  const open: State = { ...state, late: [] };
  return state.late.reduce((replayed, late) => onObserved(replayed, late, now), open);
}

function onRecorded(
  state: State,
  { seq, episode }: { readonly seq: number; readonly episode: number | null },
): State {
  const unwritten = state.story.unwritten.filter((entry) => entry.seq > seq);
  const story = { ...state.story, unwritten, stalled: false };
  return { ...state, episode: state.episode ?? episode, story };
}
