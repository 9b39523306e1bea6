import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Refusals } from '../../../activities/ledger/lifecycle/refusals.ts';
import type { TicketIndex } from '../../../activities/ledger/notice/tickets.ts';
import type { LifecycleClient } from '../../../client/lifecycle-client.ts';
import { refusalIn } from '../../../client/messages.ts';
import type { RefusedMessage } from '../../../client/messages.ts';
import { recordRefusal } from '../../../client/record-refusal.ts';
import { oneLine } from '../../text.ts';
import { moveTicket } from '../move-ticket.ts';
import type { Trackers } from '../routing.ts';
import type { Ticket, Tickets } from '../tickets.ts';
import type { StatusChange } from './webhook-reader.ts';

export interface RecheckDeps {
  readonly index: Pick<TicketIndex, 'findingOf'>;
  readonly ledger: Pick<Ledger, 'lifecycle'>;
  readonly refusals: Pick<Refusals, 'recordRefusal'>;
  readonly trackers: Trackers;
  readonly send: LifecycleClient['send'];
  readonly now: () => Date;
}

export type Outcome =
  /** The ticket is none of ours. */
  | 'unknown'
  /** The ticket is open, or deleted. */
  | 'not-closed'
  /** The finding has its destiny too. */
  | 'agrees'
  | 'checking'
  | 'refused';

/**
 * A person closed a ticket: the finding stays open, its resource is checked, and a comment on the ticket says so. The
 * check's result reaches the ticket as a message. Repeated for the same change it comments once.
 */
export async function recheckClosed(deps: RecheckDeps, change: StatusChange): Promise<Outcome> {
  const tracker = deps.trackers[change.tracker];
  const workflowId = await deps.index.findingOf(`${change.tracker}:${change.ticket}`);
  if (workflowId === null || tracker === undefined) return 'unknown';
  const ticket = await tracker.read({ id: change.ticket });
  if (ticket?.category !== 'done') return 'not-closed';
  const row = await deps.ledger.lifecycle(workflowId);
  if (row === null) return 'unknown';
  if (hasDestiny(row)) return 'agrees';
  return await requestCheck(deps, { change, ticket, tracker, row });
}

/** A finding that is being closed needs no further check. */
function hasDestiny({ destiny, phase }: Lifecycle): boolean {
  return destiny !== null || phase === 'CLOSE' || phase === 'CLOSED';
}

interface Closed {
  readonly change: StatusChange;
  readonly ticket: Ticket;
  readonly tracker: Tickets;
  readonly row: Lifecycle;
}

async function requestCheck(deps: RecheckDeps, closed: Closed): Promise<Outcome> {
  const { change, ticket, row } = closed;
  const actor = oneLine(`${change.by} (${change.tracker})`, MOST_NAME);
  const why = `closed the ticket ${ticket.name} by hand`;
  const id = `ticket-${change.tracker}-${change.id}`;
  const payload = { id, actor, why };
  const refusal = refusalIn(await deps.send(row.workflowId, { update: 'recheck', payload }));
  if (refusal !== null) return await refuse(deps, closed, { refusal, actor, id });
  await comment(closed, actor, 'Closeloop checks the resource now and comments what it found.');
  return 'checking';
}

const MOST_NAME = 200;
const MOST_WORDS = 2_000;

interface Refused {
  readonly refusal: Omit<RefusedMessage, 'status'>;
  readonly actor: string;
  readonly id: string;
}

/** Records the refusal and opens the ticket again, unless the finding was closed in the meantime. */
async function refuse(
  deps: RecheckDeps,
  closed: Closed,
  { refusal, actor, id }: Refused,
): Promise<Outcome> {
  const { tracker, ticket, row } = closed;
  const now = await deps.ledger.lifecycle(row.workflowId);
  if (now === null || hasDestiny(now)) return 'agrees';
  const sent = { id, actor, door: 'ticket', decision: 'recheck' };
  await recordRefusal(deps, row.workflowId, sent, refusal);
  await comment(closed, actor, refusal.message);
  await moveTicket(tracker, ticket, (category) => (category === 'done' ? 'new' : null));
  return 'refused';
}

async function comment(
  { tracker, ticket, change }: Closed,
  actor: string,
  result: string,
): Promise<void> {
  const text = `${actor} closed this ticket by hand. That does not close the finding: ${result}`;
  const paragraph = { kind: 'paragraph', text: oneLine(text, MOST_WORDS) } as const;
  await tracker.comment(ticket, { mark: `Closeloop ${change.id}`, body: [paragraph] });
}
