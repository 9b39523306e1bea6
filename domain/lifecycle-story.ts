import { isWaiting } from './lifecycle-state.ts';
import type { LifecycleState, Phase } from './lifecycle-state.ts';
import { UNASSIGNED } from './ownership.ts';
import type { LedgerRow, StoryEntry, StoryKind } from './story.ts';
import type { Verification } from './verdict.ts';

interface Telling {
  readonly kind: StoryKind;
  readonly text: string;
  readonly actor?: string;
}

/** The state with one more line of its story; the line carries the phase that the state is in now. */
export function told(state: LifecycleState, telling: Telling, now: number): LifecycleState {
  const seq = state.story.seq + 1;
  const entry: StoryEntry = {
    seq,
    at: new Date(now).toISOString(),
    kind: telling.kind,
    phase: state.phase.name,
    actor: cut(telling.actor ?? 'closeloop', 100),
    text: cut(telling.text),
    ...(state.plan === null ? {} : { planHash: state.plan.hash }),
    ...looked(state.verification),
  };
  const { unwritten, recent } = state.story;
  const line = `${entry.at.slice(0, 16)}Z ${entry.kind} (${entry.actor}): ${entry.text}`;
  return {
    ...state,
    story: {
      seq,
      unwritten: [...unwritten, entry],
      stalled: false,
      recent: [...recent, cut(line, 240)].slice(-12),
    },
  };
}

function looked(
  verification: Verification | null,
): Pick<StoryEntry, 'verificationId' | 'evidence'> {
  if (verification === null) return {};
  const { id, evidence } = verification;
  return { verificationId: id, ...(evidence === null ? {} : { evidence }) };
}

/** The state moved to `phase`, with the line that says why. */
export function moved(
  state: LifecycleState,
  phase: Phase,
  telling: Telling,
  now: number,
): LifecycleState {
  const looks = phase.name === 'TRIAGE' || phase.name === 'VERIFY';
  return told({ ...state, phase, ...(looks ? { lookAgain: null } : {}) }, telling, now);
}

/** Handed to people, with a deadline by severity. */
export function toPeople(state: LifecycleState, reason: string, now: number): LifecycleState {
  const fresh = now + state.timetable.review[state.severity] * 1000;
  // Going to and fro does not buy time: the deadline that people got first stays.
  const reviewBy = Math.min(state.reviewBy ?? fresh, fresh);
  const phase: Phase = {
    name: 'HUMAN_REVIEW',
    deadline: reviewBy,
    reason: cut(reason),
    overdue: 0,
  };
  return moved({ ...state, pending: null, reviewBy }, phase, { kind: 'people', text: reason }, now);
}

/** The ledger's row for a state. */
export function ledgerRow(state: LifecycleState): LedgerRow {
  const { phase } = state;
  const closed = phase.name === 'CLOSED' ? phase : null;
  return {
    problem: state.problem,
    title: state.title,
    phase: phase.name,
    reason: state.story.unwritten.at(-1)?.text ?? '',
    waitsFor: waitsFor(state),
    destiny: closed?.destiny ?? null,
    destinyReason: closed?.reason ?? null,
    severity: state.severity,
    owner: state.owner,
    round: state.round,
    planHash: state.plan?.hash ?? null,
    planSummary: state.plan?.summary ?? null,
    ...(state.plan?.detail === undefined ? {} : { planDetail: state.plan.detail }),
    verificationId: state.verification?.id ?? null,
    nextDeadline: isWaiting(phase) ? new Date(phase.deadline).toISOString() : null,
    findings: state.findings,
  };
}

/** What the lifecycle waits for and who can unblock it: one sentence for the Web UI, lists and pages. */
export function waitsFor(state: LifecycleState): string {
  const { phase } = state;
  const team = deciders(state);
  switch (phase.name) {
    case 'TRIAGE':
      return 'Closeloop reads tags, policies and the resource.';
    case 'AWAITING_APPROVAL':
      return `${team} approves or rejects plan ${state.plan?.hash.slice(0, 12) ?? ''} until ${iso(phase.deadline)}.`;
    case 'REMEDIATE':
      return 'Systems Manager Automation changes the resource.';
    case 'SETTLE':
      return `The change settles; verification at ${iso(phase.deadline)}.`;
    case 'VERIFY':
      return 'Closeloop reads the resource with its read-only role.';
    case 'CLOSE':
      return 'Closeloop writes the outcome to Security Hub and the ledger.';
    case 'HUMAN_REVIEW':
      return `${team} decides until ${iso(phase.deadline)}: ${phase.reason}`;
    case 'CLOSED':
      return `Nothing: ${phase.destiny} (${phase.reason}).`;
  }
}

/** Texts of products and people may be long; the raw answers are in the evidence. */
function cut(text: string, most = 500): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** What nobody owns is the default team's. */
function deciders({ owner }: LifecycleState): string {
  return owner === null || owner.team === UNASSIGNED ? 'the default team' : owner.team;
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
