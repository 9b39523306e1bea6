/** Reports of products. A report can start a check; it never closes anything by itself. */
import { compareSeverity, highestSeverity, sameFinding, saysResolved } from '../finding.ts';
import type { Observation, Problem } from '../finding.ts';
import { onSourceResolved } from './attest.ts';
import { shortenMergeWait } from './code-fix/merge.ts';
import { markHandled } from './commands.ts';
import { toReopen, severityRaised } from './exceptions.ts';
import { beginAnew } from './people.ts';
import { shortenReview } from './review.ts';
import { isWaiting } from './state.ts';
import type { State, Phase, Review } from './state.ts';
import { appendStory, toVerify, transition } from './story.ts';

/** A problem has tens of findings at most. The limit bounds what every run carries. */
export const MAX_FINDINGS = 200;

export function onObserved(before: State, observation: Observation, now: number): State {
  if (before.phase.name === 'CLOSE' || before.phase.name === 'CLOSED')
    return keepForNextEpisode(before, observation);
  const state = markHandled(before, observation.messageId);
  if (state === null) return before;
  const raised = raiseSeverity(addReport(state, observation, now), observation, now);
  if (observation.reopened === true && raised.phase.name === 'ACCEPTED')
    return transition(raised, { name: 'SUPPRESS' }, inWords(observation), now);
  return asksForCheck(observation) ? verifyBecause(raised, observation, now) : raised;
}

/**
 * A control now covers this problem, or the product corrected its report: triage runs again. A problem that no control
 * covered can only be in triage or in human review, so nothing that writes is running.
 */
export function onMapped(state: State, problem: Problem, now: number): State {
  if (state.phase.name === 'CLOSE' || state.phase.name === 'CLOSED') return state;
  if (!isCorrection(state.problem, problem)) return state;
  const text = `${state.problem.findingType} is now known as ${problem.findingType}`;
  const running = state.phase.name === 'TRIAGE';
  const phase: Phase = running ? { name: 'TRIAGE', again: true } : { name: 'TRIAGE' };
  const anew = beginAnew({ ...state, problem, pending: null });
  return transition(anew, phase, { kind: 'mapped', text }, now);
}

/** Only a missing control may be filled in: account, region and resource stay those of the workflow id. */
function isCorrection(known: Problem, corrected: Problem): boolean {
  return (
    known.control === null &&
    corrected.control !== null &&
    known.account === corrected.account &&
    known.region === corrected.region &&
    known.resource.id === corrected.resource.id
  );
}

/** The episode is closing, so the report opens the next one; a report that only asks for a check does not. */
function keepForNextEpisode(state: State, observation: Observation): State {
  const known = state.late.some((o) => o.messageId === observation.messageId);
  if (known || asksForCheck(observation)) return state;
  const others = state.late.filter((o) => !sameFinding(o.finding, observation.finding));
  return { ...state, late: [...others, observation].slice(-MAX_FINDINGS) };
}

function addReport(state: State, observation: Observation, now: number): State {
  const { findings } = state;
  if (findings.some((f) => sameFinding(f, observation.finding))) return state;
  const actor = observation.product;
  if (findings.length >= MAX_FINDINGS) {
    const text = `${findings.length} findings are joined already, so close ${observation.finding.id} by hand`;
    return appendStory(state, { kind: 'joined', actor, text }, now);
  }
  const text = `${observation.product} reports the same problem: ${observation.title}`;
  const joined = { ...state, findings: [...findings, observation.finding] };
  // The problem was accepted, so this finding is suppressed too.
  const phase: Phase = state.phase.name === 'ACCEPTED' ? { name: 'SUPPRESS' } : state.phase;
  return appendStory({ ...joined, phase }, { kind: 'joined', actor, text }, now);
}

/** A higher severity voids approvals, triages again where a plan waits, and shortens the deadlines of people. */
function raiseSeverity(state: State, observation: Observation, now: number): State {
  if (compareSeverity(observation.severity, state.severity) <= 0) return state;
  const text = `${state.severity} → ${observation.severity}`;
  const severity = highestSeverity(state.severity, observation.severity);
  const voided = { ...state, severity, approval: null, pending: null, request: null };
  const review = shortenReview(voided, now);
  // The check of an undo's proof is void, so triage begins it again.
  const undoUnchecked = state.undo?.checked === false && state.phase.name === 'HUMAN_REVIEW';
  const phase: Phase = undoUnchecked
    ? { name: 'TRIAGE' }
    : afterRaise(state.phase, review, { state: voided, now });
  const calledOff = phase.name === 'REMEDIATE' ? `severity raised: ${text}` : state.calledOff;
  const entry = { kind: 'severity-raised', actor: observation.product, text } as const;
  const raised = appendStory({ ...voided, phase, review, calledOff }, entry, now);
  if (state.exception === null || !isUnderException(state.phase)) return raised;
  if (compareSeverity(severity, state.exception.severity) <= 0) return raised;
  const reason = severityRaised(raised, state.exception);
  return toReopen(raised, { reason, to: 'HUMAN_REVIEW', how: 'ended' }, now);
}

/** Not in SUPPRESS: the end of that step compares the severities itself. */
function isUnderException(phase: Phase): boolean {
  const checking = phase.name === 'VERIFY' || phase.name === 'TRIAGE';
  return phase.name === 'ACCEPTED' || (checking && phase.back?.name === 'ACCEPTED');
}

/** Where a raised severity leads: the remediation table may now ask for an approval, and deadlines shrink. */
function afterRaise(
  phase: Phase,
  review: Review | null,
  raised: { readonly state: State; readonly now: number },
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

/** Verifies because the source says that it is resolved: now, or as soon as the running step has ended. */
function verifyBecause(state: State, observation: Observation, now: number): State {
  const entry = inWords(observation);
  const { phase, problem } = state;
  if (problem.control === null) return onSourceResolved(state, observation, { ...entry, now });
  if (!isWaiting(phase) || state.pending !== null)
    return appendStory({ ...state, lookAgain: entry.text }, entry, now);
  return toVerify(state, phase, entry, now);
}

function inWords(observation: Observation): {
  readonly kind: 'source-says-resolved' | 'rechecked';
  readonly actor: string;
  readonly text: string;
} {
  const actor = observation.product;
  if (observation.reopened === true) {
    const text = 'it was closed in Security Hub without proof, and is NEW there again';
    return { kind: 'rechecked', actor, text };
  }
  if (!saysResolved(observation)) {
    const text = observation.asked
      ? 'somebody asked for a check with a custom action in Security Hub'
      : 'somebody set it to RESOLVED in Security Hub';
    return { kind: 'rechecked', actor, text };
  }
  const says = observation.recordState === 'ARCHIVED' ? 'ARCHIVED' : 'PASSED';
  return { kind: 'source-says-resolved', actor, text: `${actor} says ${says}` };
}
