import type { Decision } from '../decision.ts';
import { headsUpAt } from '../exception.ts';
import type { Exception } from '../exception.ts';
import { UNASSIGNED } from '../ownership.ts';
import { sourceRow } from '../source-row.ts';
import type {
  ExceptionRow,
  LadderRow,
  LedgerRow,
  RequestRow,
  StoryEntry,
  StoryKind,
} from '../story.ts';
import type { Verification } from '../verdict.ts';
import { isWaiting } from './state.ts';
import type { LifecycleState, Phase } from './state.ts';

interface NewEntry {
  readonly kind: StoryKind;
  readonly text: string;
  readonly actor?: string;
}

/** The state with one more line of its story; the line carries the phase that the state is in now. */
export function appendStory(state: LifecycleState, telling: NewEntry, now: number): LifecycleState {
  const seq = state.story.seq + 1;
  const entry: StoryEntry = {
    seq,
    at: new Date(now).toISOString(),
    kind: telling.kind,
    phase: state.phase.name,
    actor: cut(telling.actor ?? 'closeloop', 100),
    text: cut(telling.text),
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
      recent: [...recent, cut(line, 240)].slice(-12),
    },
  };
}

/**
 * A ledger that refuses, or is down for longer than the activity's own attempts, must not stay behind until the next
 * deadline, which may be months away: whoever mends it finds the truth there in hours.
 */
const LEDGER_RETRY_MS = 6 * 3_600_000;

/** The ledger could not be told. */
export function onLedgerFailed(state: LifecycleState, now: number): LifecycleState {
  return { ...state, story: { ...state.story, stalled: true, tellAgainAt: now + LEDGER_RETRY_MS } };
}

/** When a waiting lifecycle tells the ledger again, epoch milliseconds; null when the ledger has all or is told now. */
export function ledgerRetryAt({ story }: LifecycleState): number | null {
  return story.stalled ? (story.tellAgainAt ?? null) : null;
}

function verificationOf(
  verification: Verification | null,
): Pick<StoryEntry, 'verificationId' | 'evidence'> {
  if (verification === null) return {};
  const { id, evidence } = verification;
  return { verificationId: id, ...(evidence === null ? {} : { evidence }) };
}

/** The state moved to `phase`, with the line that says why. */
export function transition(
  state: LifecycleState,
  phase: Phase,
  telling: NewEntry,
  now: number,
): LifecycleState {
  const looks = phase.name === 'TRIAGE' || phase.name === 'VERIFY';
  const answers = phase.name === 'TRIAGE' && (state.coverAgain ?? null) !== null;
  const answered = {
    ...(looks ? { lookAgain: null } : {}),
    ...(answers ? { coverAgain: null } : {}),
  };
  return appendStory({ ...state, phase, ...answered }, telling, now);
}

/** The ledger's row for a state. */
export function ledgerRow(state: LifecycleState): LedgerRow {
  const { phase } = state;
  const closed = phase.name === 'CLOSED' ? phase : null;
  const accepted = phase.name === 'ACCEPTED';
  return {
    problem: state.problem,
    title: state.title,
    phase: phase.name,
    reason: state.story.unwritten.at(-1)?.text ?? '',
    waitsFor: waitsFor(state),
    destiny: closed?.destiny ?? (accepted ? 'Accepted' : null),
    destinyReason: closed?.reason ?? (accepted ? 'exception' : null),
    severity: state.severity,
    owner: state.owner,
    round: state.round,
    planHash: state.plan?.hash ?? null,
    planSummary: state.plan?.summary ?? null,
    ...(state.plan?.detail === undefined ? {} : { planDetail: state.plan.detail }),
    ...sourceOf(state),
    verificationId: state.verification?.id ?? null,
    nextDeadline: isWaiting(phase) ? new Date(phase.deadline).toISOString() : null,
    findings: state.findings,
    ...(state.exception === null ? {} : { exception: exceptionRow(state.exception) }),
    ...awaitedPeople(state),
  };
}

function sourceOf({ code }: LifecycleState): Pick<LedgerRow, 'source'> {
  const source = sourceRow(code);
  return source === null ? {} : { source };
}

function exceptionRow(exception: Exception): ExceptionRow {
  const { by, confirmedBy, why, since, until, severity, scope } = exception;
  const row = { by, confirmedBy, why, since: instant(since), until: instant(until), severity };
  return scope === undefined ? row : { ...row, scope };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Whom it waits for, in more detail than one sentence has room for. */
function awaitedPeople(state: LifecycleState): Pick<LedgerRow, 'request' | 'ladder' | 'headsUpAt'> {
  const { request, exception, timetable } = state;
  const headsUp = exception === null ? null : headsUpAt(exception, timetable.acceptance);
  const ladder = ladderRow(state);
  return {
    ...(request === null ? {} : { request: requestRow(request) }),
    ...(ladder === null ? {} : { ladder }),
    ...(headsUp === null ? {} : { headsUpAt: new Date(headsUp).toISOString() }),
  };
}

/** Who is asked, and who when they let the deadline pass; null where nobody is. */
function ladderRow(state: LifecycleState): LadderRow | null {
  const { timetable, review, phase, code } = state;
  const overdue = review?.overdue ?? 0;
  // Silence there hands it to the rung that had it before, or the first.
  if (phase.name === 'AWAITING_APPROVAL')
    return { asked: owningTeam(state), next: currentDeciders(state), overdue };
  if (phase.name === 'AWAITING_MERGE') {
    const reviewers = `the reviewers of ${code?.pull?.place.repository ?? 'the repository'}`;
    return { asked: reviewers, next: currentDeciders(state), overdue };
  }
  if (phase.name !== 'HUMAN_REVIEW') return null;
  const next = timetable.ladder[(review?.rung ?? 0) + 1]?.who ?? null;
  return { asked: currentDeciders(state), next, overdue };
}

function requestRow({ decision, actor, why, until, planHash }: Decision): RequestRow {
  return { decision, by: cut(actor, 200), why: cut(why), until, planHash };
}

/** What the lifecycle waits for and who can unblock it: one sentence for the Web UI, lists and pages. */
export function waitsFor(state: LifecycleState): string {
  const { phase, request, exception } = state;
  const team = owningTeam(state);
  const second =
    request === null
      ? ''
      : ` ${request.actor} asked to ${request.decision}: a second person confirms.`;
  switch (phase.name) {
    case 'TRIAGE':
      return 'Closeloop reads tags, policies and the resource.';
    case 'AWAITING_APPROVAL':
      return `${team} approves or rejects plan ${state.plan?.hash.slice(0, 12) ?? ''} until ${iso(phase.deadline)}.${second}`;
    case 'REMEDIATE':
      return 'Systems Manager Automation changes the resource.';
    case 'SETTLE':
      return `The change settles; verification at ${iso(phase.deadline)}.`;
    case 'VERIFY':
      return 'Closeloop reads the resource with its read-only role.';
    case 'CLOSE':
      return 'Closeloop writes the outcome to Security Hub and the ledger.';
    case 'HUMAN_REVIEW':
      return `${currentDeciders(state)} decides until ${iso(phase.deadline)}: ${phase.reason}${second}`;
    case 'ACCEPTED':
      return `Accepted by ${exception?.by ?? ''} until ${iso(phase.deadline)}: ${exception?.why ?? ''}${second}`;
    case 'DRAFT_FIX':
      return `Closeloop looks for the source and asks for a fix, attempt ${(state.code?.attempts.length ?? 0) + 1}.`;
    case 'PROPOSE_FIX':
      return 'Closeloop opens a pull request.';
    case 'AWAITING_MERGE':
      return `${state.code?.path === 'both' ? 'Fixed, source pending: ' : ''}${state.code?.pull?.url ?? 'the pull request'} is merged or closed until ${iso(phase.deadline)}.`;
    case 'CHECK_MERGE':
      return 'Closeloop asks the Git host about the pull request.';
    case 'WITHDRAW_FIX':
      return `Closeloop closes its pull request: ${phase.reason}.`;
    case 'SUPPRESS':
      return 'Closeloop writes the exception to Security Hub.';
    case 'REOPEN':
      return `Closeloop puts it back to NEW in Security Hub: ${phase.reason}`;
    case 'CLOSED':
      return `Nothing: ${phase.destiny} (${phase.reason}).`;
  }
}

/** Texts of products and people may be long; the raw answers are in the evidence. */
export function cut(text: string, most = 500): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** What nobody owns is the default team's. */
function owningTeam({ owner }: LifecycleState): string {
  return owner === null || owner.team === UNASSIGNED ? 'the default team' : owner.team;
}

/** The rung of the ladder that is asked now. */
function currentDeciders(state: LifecycleState): string {
  const { review, timetable } = state;
  return timetable.ladder[review?.rung ?? 0]?.who ?? owningTeam(state);
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
