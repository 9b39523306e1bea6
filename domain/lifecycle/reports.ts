/** What products say to a lifecycle. They are heard, never believed. */
import { compareSeverity, highestSeverity, sameFinding, saysResolved } from '../finding.ts';
import type { Observation, Problem } from '../finding.ts';
import { onSourceResolved } from './attest.ts';
import { shortenMergeWait } from './code-fix/merge.ts';
import { markHandled } from './commands.ts';
import { toReopen, severityRaised } from './exceptions.ts';
import { shortenReview } from './review.ts';
import { isWaiting } from './state.ts';
import type { LifecycleState, Phase, Review } from './state.ts';
import { transition, appendStory } from './story.ts';

/** A problem has tens of reports at most; more is a flood, and each is carried through every run. */
export const MAX_FINDINGS = 200;

export function onObserved(
  before: LifecycleState,
  observation: Observation,
  now: number,
): LifecycleState {
  if (before.phase.name === 'CLOSE' || before.phase.name === 'CLOSED')
    return keepForNextEpisode(before, observation);
  const state = markHandled(before, observation.messageId);
  if (state === null) return before;
  const raised = raiseSeverity(addReport(state, observation, now), observation, now);
  return asksForCheck(observation) ? verifyBecause(raised, observation, now) : raised;
}

/**
 * A control learned to read this problem, or the product corrected its report: triage begins anew. What no control
 * knew can only have been in triage or with people, so nothing that writes is running.
 */
export function onMapped(state: LifecycleState, problem: Problem, now: number): LifecycleState {
  if (state.phase.name === 'CLOSE' || state.phase.name === 'CLOSED') return state;
  if (!isCorrection(state.problem, problem)) return state;
  const text = `${state.problem.findingType} is now known as ${problem.findingType}`;
  const running = state.phase.name === 'TRIAGE';
  const phase: Phase = running ? { name: 'TRIAGE', again: true } : { name: 'TRIAGE' };
  return transition({ ...state, problem, pending: null }, phase, { kind: 'mapped', text }, now);
}

/** Only the name of the problem may be corrected, and only once: where it is stays what the id says. */
function isCorrection(known: Problem, better: Problem): boolean {
  return (
    known.control === null &&
    better.control !== null &&
    known.account === better.account &&
    known.region === better.region &&
    known.resource.id === better.resource.id
  );
}

/** Too late for this episode: the shell opens the next one with it. What only asks for a look opens nothing. */
function keepForNextEpisode(state: LifecycleState, observation: Observation): LifecycleState {
  const known = state.late.some((o) => o.messageId === observation.messageId);
  if (known || asksForCheck(observation)) return state;
  const others = state.late.filter((o) => !sameFinding(o.finding, observation.finding));
  return { ...state, late: [...others, observation].slice(-MAX_FINDINGS) };
}

function addReport(state: LifecycleState, observation: Observation, now: number): LifecycleState {
  const { findings } = state;
  if (findings.some((f) => sameFinding(f, observation.finding))) return state;
  const actor = observation.product;
  if (findings.length >= MAX_FINDINGS) {
    const text = `${findings.length} reports are carried already: close ${observation.finding.id} by hand`;
    return appendStory(state, { kind: 'joined', actor, text }, now);
  }
  const text = `${observation.product} reports the same problem: ${observation.title}`;
  const joined = { ...state, findings: [...findings, observation.finding] };
  // What was accepted is the problem: each of its reports is suppressed.
  const phase: Phase = state.phase.name === 'ACCEPTED' ? { name: 'SUPPRESS' } : state.phase;
  return appendStory({ ...joined, phase }, { kind: 'joined', actor, text }, now);
}

/** A higher severity voids approvals and asks the table again; people who have it already get less time. */
function raiseSeverity(
  state: LifecycleState,
  observation: Observation,
  now: number,
): LifecycleState {
  if (compareSeverity(observation.severity, state.severity) <= 0) return state;
  const text = `${state.severity} → ${observation.severity}`;
  const severity = highestSeverity(state.severity, observation.severity);
  const voided = { ...state, severity, approval: null, pending: null, request: null };
  const review = shortenReview(voided, now);
  // Who asked for an undo is asked about anew: what was being checked is void.
  const asked = state.undo?.checked === false && state.phase.name === 'HUMAN_REVIEW';
  const phase: Phase = asked
    ? { name: 'TRIAGE' }
    : afterRaise(state.phase, review, { state: voided, now });
  const calledOff = phase.name === 'REMEDIATE' ? `severity raised: ${text}` : state.calledOff;
  const telling = { kind: 'severity-raised', actor: observation.product, text } as const;
  const raised = appendStory({ ...voided, phase, review, calledOff }, telling, now);
  if (state.exception === null || !isUnderException(state.phase)) return raised;
  if (compareSeverity(severity, state.exception.severity) <= 0) return raised;
  return toReopen(
    raised,
    { reason: severityRaised(raised, state.exception), to: 'HUMAN_REVIEW' },
    now,
  );
}

/** While Security Hub is being told of the exception the end of that step finds out. */
function isUnderException(phase: Phase): boolean {
  const looks = phase.name === 'VERIFY' || phase.name === 'TRIAGE';
  return phase.name === 'ACCEPTED' || (looks && phase.back?.name === 'ACCEPTED');
}

/** The table may now ask for an approval, or for one by others; what runs is called off if it has not begun. */
function afterRaise(
  phase: Phase,
  review: Review | null,
  raised: { readonly state: LifecycleState; readonly now: number },
): Phase {
  if (phase.name === 'AWAITING_APPROVAL') return { name: 'TRIAGE' };
  if (phase.name === 'AWAITING_MERGE') return shortenMergeWait(phase, raised);
  if (phase.name === 'VERIFY' && phase.back?.name === 'AWAITING_MERGE')
    return { ...phase, back: shortenMergeWait(phase.back, raised) };
  if (phase.name === 'CHECK_MERGE' && phase.back.name === 'AWAITING_MERGE')
    return { ...phase, back: shortenMergeWait(phase.back, raised) };
  if (phase.name === 'VERIFY' && phase.back?.name === 'AWAITING_APPROVAL')
    return { name: 'TRIAGE' };
  if (review === null) return phase;
  const { deadline } = review;
  if (phase.name === 'HUMAN_REVIEW') return { ...phase, deadline };
  if (phase.name === 'VERIFY' && phase.back?.name === 'HUMAN_REVIEW')
    return { ...phase, back: { ...phase.back, deadline } };
  return phase;
}

function asksForCheck(observation: Observation): boolean {
  return saysResolved(observation) || observation.look === true;
}

/** The source is not believed: it only makes us look, now or as soon as the running step has ended. */
function verifyBecause(
  state: LifecycleState,
  observation: Observation,
  now: number,
): LifecycleState {
  const telling = inWords(observation);
  const { phase, problem } = state;
  if (problem.control === null) return onSourceResolved(state, observation, { ...telling, now });
  if (!isWaiting(phase) || state.pending !== null)
    return appendStory({ ...state, lookAgain: telling.text }, telling, now);
  return transition(state, { name: 'VERIFY', because: telling.text, back: phase }, telling, now);
}

function inWords(observation: Observation): {
  readonly kind: 'source-says-resolved' | 'rechecked';
  readonly actor: string;
  readonly text: string;
} {
  const actor = observation.product;
  if (!saysResolved(observation)) {
    const text = observation.asked ? 'asked for by a custom action' : 'resolved by somebody';
    return { kind: 'rechecked', actor, text: `${text} in Security Hub` };
  }
  const says = observation.recordState === 'ARCHIVED' ? 'ARCHIVED' : 'PASSED';
  return { kind: 'source-says-resolved', actor, text: `${actor} says ${says}` };
}
