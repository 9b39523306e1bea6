import type { Control } from '../../controls/control.ts';
import type { Decided } from '../../domain/decision.ts';
import { findingLink, workflowLink } from '../../domain/links.ts';
import { UNASSIGNED } from '../../domain/ownership.ts';
import type { LedgerRow } from '../../domain/story.ts';
import { teamFor } from '../../policies/ownership.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import type { Notice } from '../ledger/notices.ts';
import { MESSAGE_VERSION } from './message.ts';
import type { Message } from './message.ts';

/** What messages say besides what the ledger's notice holds. */
export interface Surroundings {
  readonly controlOf: (id: string) => Control | null;
  readonly ownership: OwnershipTable;
  /** What people call an account; null where nobody gave it a name. */
  readonly aliasOf: (account: string) => string | null;
  /** Root of the Temporal Web UI; null where it is not known. */
  readonly temporalUi: string | null;
  readonly namespace: string;
  readonly securityHubRegion: string;
}

/** A notice written out: equal notices in equal surroundings give equal messages. */
export function compose(notice: Notice, around: Surroundings): Message {
  const { workflowId, sequence, kind, at, actor, text, row } = notice;
  const control = row.problem.control === null ? null : around.controlOf(row.problem.control);
  return {
    version: MESSAGE_VERSION,
    id: `${workflowId}/${sequence}`,
    sequence,
    kind,
    at,
    event: {
      actor,
      text,
    },
    finding: findingOf(notice, around),
    why: control?.why ?? `No control of ours covers ${row.problem.findingType}: ${row.title}`,
    state: stateOf(row),
    change: changeOf(row, control),
    decisions: decisionsIn(row),
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
    account: {
      id: account || 'unknown',
      alias: around.aliasOf(account),
    },
    region: region || 'unknown',
    resource,
    owner: ownerOf(row, around.ownership),
    reports: {
      count: reports,
      first: row.findings.map(({ id, productArn }) => ({
        id,
        productArn,
      })),
    },
  };
}

/** What nobody owns is the default team's. */
function ownerOf({ owner }: LedgerRow, table: OwnershipTable): Message['finding']['owner'] {
  const known = owner ?? { team: UNASSIGNED, because: 'nobody has looked for its owner yet' };
  const team = teamFor(known, table);
  return { ...known, channels: [...(team?.channels ?? [])] };
}

function stateOf(row: LedgerRow): Message['state'] {
  const { phase, waitsFor, ladder, nextDeadline, destiny, destinyReason, exception, request } = row;
  return {
    phase,
    waitsFor,
    destiny,
    destinyReason,
    asked: ladder?.asked ?? null,
    next: ladder?.next ?? null,
    deadline: nextDeadline,
    exception: exception === undefined ? null : exceptionOf(exception),
    request: request ?? null,
  };
}

function exceptionOf({
  by,
  confirmedBy,
  why,
  until,
}: NonNullable<LedgerRow['exception']>): Message['state']['exception'] {
  return { by, confirmedBy, why, until };
}

function changeOf(row: LedgerRow, control: Control | null): Message['change'] {
  const { planHash, planSummary, planDetail = [] } = row;
  if (planHash === null) return null;
  return {
    planHash,
    summary: planSummary ?? '',
    detail: [...planDetail],
    undo: undoOf(control),
  };
}

function undoOf(control: Control | null): string {
  const undo = control?.reversible === true ? control.runbook.undo : undefined;
  if (undo === undefined) return 'There is no document that takes this back.';
  return `${undo.documentName} version ${undo.documentVersion} restores the settings that the plan was made for.`;
}

/** What the owning team may decide now; the lifecycle's own validators have the last word. */
function decisionsIn({ phase, exception }: LedgerRow): Decided[] {
  switch (phase) {
    case 'AWAITING_APPROVAL':
      return ['approve', 'reject', 'accept', 'assign'];
    case 'HUMAN_REVIEW':
      return ['accept', 'assign'];
    case 'ACCEPTED':
      return exception?.scope === undefined ? ['extend', 'revoke'] : [];
    default:
      return [];
  }
}

function linksOf({ workflowId, row }: Notice, around: Surroundings): Message['links'] {
  const { temporalUi, namespace, securityHubRegion } = around;
  const [first] = row.findings;
  return {
    finding: first === undefined ? null : findingLink(securityHubRegion, first.id),
    workflow: temporalUi === null ? null : workflowLink(temporalUi, namespace, workflowId),
    pullRequest: null,
  };
}
