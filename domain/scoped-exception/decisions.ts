/** Decisions about scoped exceptions. The update validators call `scopedRefusal`; the reducer calls it again before it acts. */
import type { Refusal } from '../decision.ts';
import { expiryProblem, parseInstant } from '../exception.ts';
import { forEverySeverity } from '../finding.ts';
import { canonicalJson } from '../plan.ts';
import { scopeProblem, WORST_COVERED } from '../scope.ts';
import type { ScopedCheck, ScopedDecided, ScopedDecision, ScopedState } from './state.ts';
import { endScoped, appendScopedStory } from './story.ts';

/** The statuses in which each decision can be taken. */
const ALLOWED_IN: Readonly<Record<ScopedDecided, readonly string[]>> = {
  ask: ['NEW'],
  confirm: ['ASKED', 'ACTIVE'],
  extend: ['ACTIVE'],
  revoke: ['ASKED', 'ACTIVE'],
};

/**
 * Null when the decision is allowed; else why not, for the person who sent it. `now`: epoch milliseconds; `isRequester`: the
 * check of the proof found that who decides is, or may be, who requested it.
 */
export function scopedRefusal(
  state: ScopedState,
  decision: ScopedDecision,
  now: number,
  isRequester = false,
): Refusal | null {
  if (decision.actor.trim() === '' || decision.id === '' || decision.why.trim() === '')
    return { type: 'InvalidMessage', message: 'A decision needs an actor, an id and a reason.' };
  if (decision.exception !== state.id || !sameScope(decision, state))
    return {
      type: 'StaleView',
      message: `The decision is about ${decision.exception}, this is ${state.id}.`,
    };
  const narrow = scopeProblem(state.scope);
  if (narrow !== null) return { type: 'InvalidMessage', message: `${narrow}.` };
  if (!ALLOWED_IN[decision.decision].includes(state.phase.name))
    return notAllowedInPhase(state, decision);
  if (state.pending !== null)
    return notAllowed('another decision is being checked. Try again in a moment.');
  if (decision.decision === 'confirm') return confirmationRefusal(state, decision, isRequester);
  return contentRefusal(state, decision, now);
}

export function onScopedDecision(
  before: ScopedState,
  decision: ScopedDecision,
  now: number,
): ScopedState {
  if (before.handled.includes(decision.id)) return before;
  const state = { ...before, retryAt: null, handled: [...before.handled, decision.id].slice(-64) };
  const refused = scopedRefusal(state, decision, now);
  const { actor } = decision;
  if (refused !== null) return appendScopedStory(state, refusedEntry(actor, refused.message), now);
  const text = `asks to ${inWords(decision)}: ${decision.why}`;
  const checking = { ...state, pending: decision };
  return appendScopedStory(checking, { kind: 'decision-asked', actor, text }, now);
}

/** The proof says who decided, not the name in the message. The decision is judged by the present state. */
export function onScopedChecked(
  before: ScopedState,
  { id, check }: { readonly id: string; readonly check: ScopedCheck },
  now: number,
): ScopedState {
  if (before.pending === null || before.pending.id !== id) return before;
  const { actor = before.pending.actor } = check;
  const decision = { ...before.pending, actor };
  const policy = check.policy ?? before.policy;
  const state = { ...before, pending: null, policy };
  const refused = check.trusted
    ? scopedRefusal(state, decision, now, check.isRequester)?.message
    : check.because;
  if (refused !== undefined) {
    const kept = appendScopedStory(state, refusedEntry(actor, refused), now);
    const isNew = kept.phase.name === 'NEW';
    return isNew ? { ...kept, phase: { name: 'ENDED', how: 'declined' } } : kept;
  }
  const entry = { kind: 'decision-trusted', actor, text: check.because } as const;
  return carryOut(appendScopedStory(state, entry, now), { decision, check }, now);
}

function refusedEntry(actor: string, text: string) {
  return { kind: 'decision-refused', actor, text } as const;
}

interface Checked {
  readonly decision: ScopedDecision;
  readonly check: ScopedCheck;
}

function carryOut(state: ScopedState, { decision, check }: Checked, now: number): ScopedState {
  const { actor, why } = decision;
  switch (decision.decision) {
    case 'ask':
    case 'extend':
      return onRequested(state, { decision, check }, now);
    case 'confirm':
      return onConfirmed(state, actor, now);
    case 'revoke': {
      const how = state.grant === null ? 'declined' : 'revoked';
      const over = endScoped(state, { how, actor, text: `${how} by ${actor}: ${why}` }, now);
      return how === 'revoked' ? { ...over, wake: `${state.id} was revoked by ${actor}` } : over;
    }
  }
}

function onRequested(state: ScopedState, { decision, check }: Checked, now: number): ScopedState {
  const { actor: by, why, until } = decision;
  const { hash, matched = null } = check;
  const { policy } = state;
  if (until === null || hash === undefined || policy === null) return state;
  const end = parseInstant(until) ?? now;
  // After its own end a request cannot be confirmed.
  const deadline = Math.min(now + policy.askSeconds * 1000, end);
  const kind = decision.decision === 'extend' ? 'extend' : 'ask';
  const request = { kind, by, why, until, hash, deadline } as const;
  const phase = kind === 'ask' ? ({ name: 'ASKED', deadline } as const) : state.phase;
  const text = `${by} asks to ${inWords(decision)} for ${matched?.count ?? 0} finding(s) so far; another security lead has to confirm ${hash}`;
  const requested = { ...state, phase, request, matched };
  return appendScopedStory(requested, { kind: 'second-asked', actor: by, text }, now);
}

function onConfirmed(state: ScopedState, actor: string, now: number): ScopedState {
  const { request, grant } = state;
  const until = parseInstant(request?.until ?? null);
  if (request === null || until === null) return state;
  const { by, why, hash } = request;
  const since = grant?.since ?? now;
  const inForce = { by, confirmedBy: actor, why, since, until, hash, headsUps: 0 };
  const kind = grant === null ? 'accepted' : 'extended';
  const text = `${kind} until ${request.until}, requested by ${by}, confirmed by ${actor}: ${why}`;
  const phase = { name: 'ACTIVE', deadline: until } as const;
  const wake = `${state.id} is ${kind} until ${request.until}`;
  const granted = { ...state, phase, grant: inForce, request: null, wake };
  return appendScopedStory(granted, { kind, actor, text }, now);
}

function contentRefusal(state: ScopedState, decision: ScopedDecision, now: number): Refusal | null {
  if (decision.decision === 'revoke') return null;
  const { grant, policy } = state;
  // The policies are unknown before the first check. The decision is judged again when that check ends.
  const limits = policy ?? { most: UNKNOWN, lifetime: UNKNOWN };
  const present = decision.decision === 'extend' ? (grant?.until ?? null) : null;
  const about = { severity: WORST_COVERED, since: grant?.since ?? null, present, now };
  const problem = expiryProblem(decision.until, limits, about);
  return problem === null ? null : { type: 'InvalidExpiry', message: problem };
}

/** A century. */
const UNKNOWN = forEverySeverity(100 * 366 * 24 * 3600);

/** Who requested may not confirm, and a confirmation names exactly the request. */
function confirmationRefusal(
  { request }: ScopedState,
  decision: ScopedDecision,
  isRequester: boolean,
): Refusal | null {
  if (request === null) return notAllowed('no request waits for a confirmation.');
  if (request.hash !== decision.hash) {
    const message = `The request is ${request.hash} (until ${request.until}: ${request.why}); the decision names ${decision.hash ?? 'none'}. Look at it and decide again.`;
    return { type: 'StaleView', message };
  }
  if (!isRequester && request.by !== decision.actor.trim()) return null;
  const message = `${request.by} requested this; another security lead has to confirm it.`;
  return { type: 'FourEyes', message };
}

function sameScope({ scope }: ScopedDecision, state: ScopedState): boolean {
  return canonicalJson(scope) === canonicalJson(state.scope);
}

function notAllowedInPhase({ phase }: ScopedState, { decision }: ScopedDecision): Refusal {
  const instead =
    decision === 'ask' && phase.name !== 'ENDED' ? ' It exists: confirm, extend or revoke it.' : '';
  return notAllowed(`nobody can ${decision} it while it is ${phase.name}.${instead}`);
}

function notAllowed(why: string): Refusal {
  return { type: 'NotAllowedInState', message: `Not now: ${why}` };
}

function inWords(decision: ScopedDecision): string {
  return IN_WORDS[decision.decision](decision);
}

const IN_WORDS: Readonly<Record<ScopedDecided, (decision: ScopedDecision) => string>> = {
  ask: ({ until }) => `accept it until ${until ?? ''}`,
  extend: ({ until }) => `extend it until ${until ?? ''}`,
  confirm: ({ hash }) => `confirm ${hash?.slice(0, 12) ?? ''}`,
  revoke: () => 'revoke it',
};
