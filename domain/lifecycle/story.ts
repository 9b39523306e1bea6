import type { StoryEntry, StoryKind } from '../story.ts';
import { isoInstant, truncate } from '../text.ts';
import type { Verification } from '../verdict.ts';
import type { State, Phase, WaitPhase } from './state.ts';

interface NewEntry {
  readonly kind: StoryKind;
  readonly text: string;
  /** Absent: Closeloop itself. */
  readonly actor?: string;
}

/** Appends an entry to the story. The entry carries the status that `state` is in. */
export function appendStory(
  state: State,
  { kind, text, actor = 'closeloop' }: NewEntry,
  now: number,
): State {
  const seq = state.story.seq + 1;
  const entry: StoryEntry = {
    seq,
    at: isoInstant(now),
    kind,
    phase: state.phase.name,
    actor: truncate(actor, 100),
    text: truncate(text),
    ...(state.plan === null ? {} : { planHash: state.plan.hash }),
    ...verificationOf(state.verification),
  };
  const { unwritten, recent } = state.story;
  const line = `${entry.at.slice(0, 16)}Z ${entry.kind} (${entry.actor}): ${entry.text}`;
  return {
    ...state,
    story: {
      seq,
      unwritten: [...unwritten, entry],
      stalled: false,
      recent: [...recent, truncate(line, 240)].slice(-12),
    },
  };
}

function verificationOf(
  verification: Verification | null,
): Pick<StoryEntry, 'verificationId' | 'evidence'> {
  if (verification === null) return {};
  const { id, evidence } = verification;
  return { verificationId: id, ...(evidence === null ? {} : { evidence }) };
}

/** Changes the status and appends the entry that says why. A check that was asked for is done by entering it. */
export function transition(state: State, phase: Phase, entry: NewEntry, now: number): State {
  const checksResource = phase.name === 'TRIAGE' || phase.name === 'VERIFY';
  const checksCover = phase.name === 'TRIAGE' && (state.coverAgain ?? null) !== null;
  const done = {
    ...(checksResource ? { lookAgain: null } : {}),
    ...(checksCover ? { coverAgain: null } : {}),
  };
  return appendStory({ ...state, phase, ...done }, entry, now);
}

/** Reads the resource; `back` is the wait to return to when that closes nothing. */
export function toVerify(
  state: State,
  back: WaitPhase | null,
  entry: NewEntry,
  now: number,
): State {
  return transition(state, { name: 'VERIFY', because: entry.text, back }, entry, now);
}

/** The wait before the verification of this round, seconds. */
export function settleSeconds({ timetable: { settle }, round }: State): number {
  return settle[Math.min(round, settle.length) - 1] ?? 0;
}

/** Waits `seconds` before the next verification. */
export function toSettle(state: State, seconds: number, text: string, now: number): State {
  const phase = { name: 'SETTLE', deadline: now + seconds * 1000 } as const;
  return transition(state, phase, { kind: 'settling', text }, now);
}

/** A person has to approve the plan. */
export function toAwaitingApproval(state: State, text: string, now: number): State {
  const deadline = now + state.timetable.approval[state.severity] * 1000;
  const asking = { ...state, approval: null, request: null };
  const phase = { name: 'AWAITING_APPROVAL', deadline } as const;
  return transition(asking, phase, { kind: 'approval-asked', text }, now);
}

/** The next deadline may be months away; a ledger that works again is up to date after at most this time. */
const LEDGER_RETRY_MS = 6 * 3_600_000;

/** The activity that writes the ledger gave up. */
export function onLedgerFailed(state: State, now: number): State {
  return { ...state, story: { ...state.story, stalled: true, tellAgainAt: now + LEDGER_RETRY_MS } };
}

/** When a waiting lifecycle writes the ledger again after a failure, epoch milliseconds; null without a failure. */
export function ledgerRetryAt({ story }: State): number | null {
  return story.stalled ? (story.tellAgainAt ?? null) : null;
}
