import type { Control } from '../../controls/control.ts';
import type { ShownPlan } from '../../domain/decision-form.ts';
import type { Decided } from '../../domain/decision.ts';
import type { FindingRef } from '../../domain/finding.ts';
import { decisionsNow } from '../../domain/lifecycle/allowed-decisions.ts';
import { findingLink, workflowLink } from '../../domain/links.ts';
import { UNASSIGNED } from '../../domain/ownership.ts';
import { secondPersonFor, whoAgrees } from '../../domain/second-person.ts';
import type { ExceptionRow, LedgerRow } from '../../domain/story.ts';
import { peopleOfLevel } from '../../policies/escalation.ts';
import { teamFor } from '../../policies/ownership.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import type { Notice } from '../ledger/notice/notices.ts';
import { shortened } from '../shortened.ts';
import { MESSAGE_VERSION } from './message.ts';
import type { Message } from './message.ts';
import { whyUnmapped } from './why-unmapped.ts';

/** What a message needs besides the ledger's notice. */
export interface Surroundings {
  readonly controlOf: (id: string) => Control | null;
  readonly ownership: OwnershipTable;
  /** The account's name; null where the organisation gave none. */
  readonly aliasOf: (account: string) => string | null;
  /** Root of the Temporal Web UI; null where it is not known. */
  readonly temporalUi: string | null;
  /** A person's accounts in chat and trackers; absent where nobody's are known. */
  readonly accountsOf?: (person: string) => readonly string[];
  readonly namespace: string;
  readonly securityHubRegion: string;
}

/**
 * The message of a notice. Pure: the same notice, surroundings and plan give the same message. `plan` as `readPlan` gives
 * it; null where the notice names none.
 */
export function compose(
  notice: Notice,
  around: Surroundings,
  plan: ShownPlan | string | null,
): Message {
  const { workflowId, sequence, kind, at, actor, text, row } = notice;
  const control = row.problem.control === null ? null : around.controlOf(row.problem.control);
  const decisions = decisionsIn(row, control);
  return {
    version: MESSAGE_VERSION,
    id: `${workflowId}/${sequence}`,
    sequence,
    kind,
    at,
    event: { actor, text },
    finding: findingOf(notice, around),
    why: control?.why ?? whyUnmapped(row),
    state: stateOf(row),
    change: changeOf(row, control, plan),
    found: foundOf(row),
    source: sourceOf(row),
    decisions: [...decisions],
    secondPerson: secondPersonIn(row, decisions),
    mentions: mentionsIn(notice, around),
    links: linksOf(notice, around),
  };
}

function findingOf(
  { workflowId, episode, row, reports }: Notice,
  around: Surroundings,
): Message['finding'] {
  const { control, findingType, account, region, resource } = row.problem;
  return {
    workflowId,
    episode,
    control,
    type: findingType,
    title: row.title,
    severity: row.severity,
    account: { id: account || 'unknown', alias: around.aliasOf(account) },
    region: region || 'unknown',
    resource,
    owner: ownerOf(row, around.ownership),
    reports: { count: reports, first: row.findings.map(refOf) },
  };
}

function refOf({ id, productArn }: FindingRef) {
  return { id, productArn };
}

/** A finding without an owner goes to the default team. */
function ownerOf({ owner }: LedgerRow, table: OwnershipTable): Message['finding']['owner'] {
  const known = owner ?? { team: UNASSIGNED, because: 'its owner is not determined yet' };
  const team = teamFor(known, table);
  return { ...known, channels: [...(team?.channels ?? [])] };
}

function stateOf(row: LedgerRow): Message['state'] {
  const { phase, waitsFor, ladder, nextDeadline, destiny, destinyReason } = row;
  const { exception, request, undo } = row;
  return {
    phase,
    waitsFor,
    destiny,
    destinyReason,
    asked: ladder?.asked ?? null,
    next: nextIn(row),
    deadline: nextDeadline,
    exception: exception === undefined ? null : exceptionOf(exception),
    request: request ?? null,
    undo: undo ?? null,
  };
}

function nextIn({ ladder, phase }: LedgerRow): string | null {
  if (ladder === undefined) return AFTERWARDS[phase] ?? null;
  return ladder.next ?? `${ladder.asked} again`;
}

/** What happens next where no person has to decide. */
const AFTERWARDS: Readonly<Record<string, string>> = {
  REMEDIATE: 'Closeloop checks the resource; what it cannot prove goes to human review',
  SETTLE: 'Closeloop checks the resource; what it cannot prove goes to human review',
  DRAFT_FIX: 'Closeloop opens a pull request; what it cannot fix goes to human review',
  PROPOSE_FIX: 'Closeloop opens a pull request; what it cannot fix goes to human review',
};

function exceptionOf({ by, confirmedBy, why, until }: ExceptionRow) {
  return { by, confirmedBy, why, until };
}

function changeOf(
  row: LedgerRow,
  control: Control | null,
  plan: ShownPlan | string | null,
): Message['change'] {
  const { planHash, planSummary, planDetail = [] } = row;
  if (planHash === null) return null;
  const about = { planHash, summary: planSummary ?? '' };
  // The fields `undo` and `settings` have them.
  const detail = planDetail.filter((line) => !/^(Undo|Way back): /.test(line));
  if (plan === null || typeof plan === 'string') {
    const shown = { settings: [], mayBreak: null, notShown: plan };
    return { ...about, detail, undo: undoOf(control), ...shown };
  }
  const { settings, mayBreak, undo } = plan.change;
  return {
    ...about,
    detail: detail.filter((line) => !line.startsWith('Settings now: ')),
    undo,
    settings: settings.map((one) => ({ ...one, ...inBrief(one) })),
    mayBreak,
    notShown: null,
  };
}

/** The form of a decision and `findings show` have all of it. */
function inBrief({ before, after }: { readonly before: string; readonly after: string }) {
  return { before: shortened(before, LONGEST_VALUE), after: shortened(after, LONGEST_VALUE) };
}

const LONGEST_VALUE = 1_000;
const LONGEST_QUOTE = 120;

function foundOf({ found }: LedgerRow): Message['found'] {
  return found === undefined ? null : { ...found, settings: [...found.settings] };
}

function undoOf(control: Control | null): string {
  const undo = control?.reversible === true ? control.runbook.undo : undefined;
  if (undo === undefined) return 'No Automation document can undo this.';
  return `${undo.documentName} version ${undo.documentVersion} restores the settings above.`;
}

function sourceOf({ source }: LedgerRow): Message['source'] {
  if (source === undefined) return null;
  const { repository, path, block, stands, lines } = source;
  return { repository, path, block, stands, lines: [...lines], undo: undoOfSource(source) };
}

function undoOfSource({ stands, pullRequest }: NonNullable<LedgerRow['source']>): string {
  if (pullRequest === null) return 'Nothing is committed yet.';
  if (stands === 'merged') return 'Revert the pull request and deploy.';
  return 'Close the pull request to decline it. Nothing changes until it is merged.';
}

/** What the owning team may decide now. */
function decisionsIn(row: LedgerRow, control: Control | null): readonly Decided[] {
  return decisionsNow(row).filter((one) => one !== 'undo' || control?.reversible === true);
}

/** What is sent alone waits for another person: whoever decides knows it before. */
function secondPersonIn(row: LedgerRow, decisions: readonly Decided[]): Message['secondPerson'] {
  return decisions.flatMap((decision) => {
    const { second, because, quote } = secondPersonFor(row, decision);
    if (second !== 'needed') return [];
    const team = row.owner === null || row.owner.team === UNASSIGNED ? null : row.owner.team;
    const who = whoAgrees(team);
    // What people decide about says it already.
    const isSaid = quote === null || row.waitsFor.includes(quote);
    const more = isSaid ? '' : `: ${shortened(quote, LONGEST_QUOTE)}`;
    return [{ decision, who, because: `${because}${more}` }];
  });
}

/** Whom it concerns by name: who has to decide now, and who had accepted what ends. */
function mentionsIn(notice: Notice, around: Surroundings): Message['mentions'] {
  const people = [...new Set(concerned(notice, around.ownership))].slice(0, MOST_MENTIONED);
  return people.map((person) => ({ person, accounts: [...(around.accountsOf?.(person) ?? [])] }));
}

/** Of a larger team: the message is in the team's own channel. */
const MOST_MENTIONED = 10;

function concerned({ kind, row }: Notice, table: OwnershipTable): readonly string[] {
  const { exception, ladder } = row;
  if (kind === 'escalated' || kind === 'reminded')
    return ladder === undefined ? [] : peopleOfLevel(ladder.asked, table);
  if ((kind !== 'reopened' && kind !== 'expiring') || exception === undefined) return [];
  const { by, confirmedBy } = exception;
  return confirmedBy === null ? [by] : [by, confirmedBy];
}

function linksOf({ workflowId, row }: Notice, around: Surroundings): Message['links'] {
  const { temporalUi, namespace, securityHubRegion } = around;
  const [first] = row.findings;
  return {
    finding: first === undefined ? null : findingLink(securityHubRegion, first.id),
    workflow: temporalUi === null ? null : workflowLink(temporalUi, namespace, workflowId),
    pullRequest: webAddress(row.source?.pullRequest ?? null),
  };
}

/** Null for what is not a web address. */
function webAddress(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address);
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url.href : null;
}
