/** The lifecycle as the ledger keeps it, for lists and pages. */
import type { Decision } from '../decision.ts';
import { headsUpAt } from '../exception.ts';
import type { Exception } from '../exception.ts';
import { sourceRow } from '../source-row.ts';
import { foundRow } from '../story.ts';
import type { DueRow, ExceptionRow, LadderRow, LedgerRow, RequestRow } from '../story.ts';
import { isoInstant, isoMinute, truncate } from '../text.ts';
import { decidersOf, levelOf, owningTeam } from './due.ts';
import { isWaiting } from './state.ts';
import type { Due, State } from './state.ts';

export function ledgerRow(state: State): LedgerRow {
  const { phase, code, exception, request, timetable, withPeople, due, wrote, shadow } = state;
  const closed = phase.name === 'CLOSED' ? phase : null;
  const accepted = phase.name === 'ACCEPTED';
  const source = sourceRow(code);
  const ladder = ladderRow(state);
  const headsUp = exception === null ? null : headsUpAt(exception, timetable.acceptance);
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
    ...(source === null ? {} : { source }),
    verificationId: state.verification?.id ?? null,
    ...foundRow(state.verification),
    nextDeadline: isWaiting(phase) ? isoInstant(phase.deadline) : null,
    findings: state.findings,
    ...(exception === null ? {} : { exception: exceptionRow(exception) }),
    ...(request === null ? {} : { request: requestRow(request) }),
    ...(wrote ? { wrote } : {}),
    ...(shadow === true ? { shadow } : {}),
    ...(ladder === null ? {} : { ladder }),
    ...(due === undefined || due === null || closed !== null ? {} : { due: dueRow(due) }),
    ...(headsUp === null ? {} : { headsUpAt: isoInstant(headsUp) }),
    ...(withPeople === undefined ? {} : { withPeople }),
    ...secondPersonRow(state),
  };
}

/** What people have to know before they decide: who else has to agree. Nobody decides before the first triage. */
function secondPersonRow({
  owner,
  timetable: { fourEyesApproval: approval, acceptance },
  undo = null,
}: State): Pick<LedgerRow, 'undo' | 'fourEyes'> {
  const { actor, why } = undo?.decision ?? {};
  const by = undo?.checked === true ? actor : undefined;
  const { fourEyesFrom: acceptFrom } = acceptance;
  return {
    ...(by === undefined ? {} : { undo: { by: truncate(by, 200), why: truncate(why ?? '') } }),
    ...(owner === null ? {} : { fourEyes: { approval, acceptFrom } }),
  };
}

function exceptionRow(exception: Exception): ExceptionRow {
  const { by, confirmedBy, why, since, until, severity, scope } = exception;
  const times = { since: isoInstant(since), until: isoInstant(until) };
  const row = { by, confirmedBy, why, ...times, severity };
  return scope === undefined ? row : { ...row, scope };
}

function requestRow({ decision, actor, why, until, planHash }: Decision): RequestRow {
  return { decision, by: truncate(actor, 200), why: truncate(why), until, planHash };
}

/** Who has to decide now, and who after the deadline; null where nobody has to. */
function ladderRow(state: State): LadderRow | null {
  const { timetable, review, phase } = state;
  const overdue = review?.overdue ?? 0;
  const asked = decidersOf(state);
  // After a missed approval or merge the level decides that had it before, or the first one.
  if (phase.name === 'AWAITING_APPROVAL' || phase.name === 'AWAITING_MERGE')
    return { asked, next: levelOf(state), overdue };
  if (phase.name !== 'HUMAN_REVIEW') return null;
  const rung = review?.rung ?? 0;
  const next = timetable.ladder[rung + 1]?.who ?? null;
  return { asked, next, overdue, level: rung + 1, levels: timetable.ladder.length };
}

function dueRow({ first, who, latest }: Due): DueRow {
  return { first: isoInstant(first), who, latest: isoInstant(latest) };
}

/** What the lifecycle waits for and who can unblock it: one sentence for the Web UI, lists and pages. */
export function waitsFor(state: State): string {
  const { phase, request, exception, code } = state;
  const second =
    request === null
      ? ''
      : ` ${request.actor} asked to ${request.decision}: a second person has to confirm it.`;
  switch (phase.name) {
    case 'TRIAGE':
      return 'Closeloop reads tags, policies and the resource.';
    case 'AWAITING_APPROVAL':
      return `${owningTeam(state)} approves or rejects plan ${state.plan?.hash.slice(0, 12) ?? ''} until ${isoMinute(phase.deadline)}.${second}`;
    case 'REMEDIATE':
      if (phase.shadow === true)
        return 'Closeloop checks what it would do. In shadow mode it writes nothing.';
      return 'Systems Manager Automation changes the resource.';
    case 'SETTLE':
      return `Closeloop verifies the resource at ${isoMinute(phase.deadline)}, when the change has taken effect.`;
    case 'VERIFY':
      return 'Closeloop reads the resource with its read-only role.';
    case 'CLOSE':
      return 'Closeloop writes the outcome to Security Hub and the ledger.';
    case 'HUMAN_REVIEW':
      return `${levelOf(state)} decides until ${isoMinute(phase.deadline)}: ${ended(phase.reason, second)}`;
    case 'ACCEPTED':
      return `Accepted by ${exception?.by ?? ''} until ${isoMinute(phase.deadline)}: ${ended(exception?.why ?? '', second)}`;
    case 'DRAFT_FIX':
      return `Closeloop looks for the source file and drafts a fix, attempt ${(code?.attempts.length ?? 0) + 1}.`;
    case 'PROPOSE_FIX':
      return 'Closeloop opens a pull request.';
    case 'AWAITING_MERGE':
      return `${code?.path === 'both' ? 'Fixed, source pending: r' : 'R'}eviewers merge or close ${code?.pull?.url ?? 'the pull request'} until ${isoMinute(phase.deadline)}.`;
    case 'CHECK_MERGE':
      return 'Closeloop asks the Git host about the pull request.';
    case 'WITHDRAW_FIX':
      return `Closeloop closes its pull request: ${phase.reason}.`;
    case 'SUPPRESS':
      return 'Closeloop writes the exception to Security Hub.';
    case 'REOPEN':
      return `Closeloop sets the finding back to NEW in Security Hub: ${phase.reason}`;
    case 'CLOSED':
      return `Nothing: ${phase.destiny} (${phase.reason}).`;
  }
}

/** With a full stop between two sentences. */
function ended(sentence: string, second: string): string {
  return second === '' || sentence.endsWith('.') ? `${sentence}${second}` : `${sentence}.${second}`;
}
