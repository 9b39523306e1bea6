import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Refusals } from '../../../activities/ledger/lifecycle/refusals.ts';
import type { TicketIndex } from '../../../activities/ledger/notice/tickets.ts';
import type { LifecycleClient } from '../../../client/lifecycle-client.ts';
import { refusalIn } from '../../../client/messages.ts';
import type { RefusedMessage } from '../../../client/messages.ts';
import { recordRefusal } from '../../../client/record-refusal.ts';
import { stands } from '../move-ticket.ts';
import { oneLine, plain } from '../plain.ts';
import type { Trackers } from '../routing.ts';
import type { Ticket, Tickets } from '../tickets.ts';
import type { StatusChange } from './webhook-reader.ts';

export interface HearDeps {
  readonly index: Pick<TicketIndex, 'findingOf'>;
  readonly ledger: Pick<Ledger, 'lifecycle'>;
  readonly refusals: Pick<Refusals, 'recordRefusal'>;
  readonly trackers: Trackers;
  readonly send: LifecycleClient['send'];
  readonly now: () => Date;
}

export type Outcome =
  /** No ticket of ours. */
  | 'unknown'
  /** It is open, or gone. */
  | 'not-closed'
  /** Its finding has its destiny too. */
  | 'agrees'
  | 'checking'
  | 'refused';

/**
 * A ticket that a person closed closes nothing: the finding is verified, which needs no say in it, and the ticket is
 * told. What comes of the look reaches it like every other message. Repeated for the same change it says nothing twice.
 */
export async function hear(deps: HearDeps, change: StatusChange): Promise<Outcome> {
  const tracker = deps.trackers[change.tracker];
  const workflowId = await deps.index.findingOf(`${change.tracker}:${change.ticket}`);
  if (workflowId === null || tracker === undefined) return 'unknown';
  const ticket = await tracker.read({ id: change.ticket });
  if (ticket?.category !== 'done') return 'not-closed';
  const row = await deps.ledger.lifecycle(workflowId);
  if (row === null) return 'unknown';
  if (hasDestiny(row)) return 'agrees';
  return await checked(deps, { change, ticket, tracker, row });
}

function hasDestiny({ destiny, phase }: Lifecycle): boolean {
  return destiny !== null || ENDING.includes(phase);
}

/** What is being closed needs no further look. */
const ENDING: readonly Lifecycle['phase'][] = ['CLOSE', 'CLOSED'];

interface Closed {
  readonly change: StatusChange;
  readonly ticket: Ticket;
  readonly tracker: Tickets;
  readonly row: Lifecycle;
}

async function checked(deps: HearDeps, closed: Closed): Promise<Outcome> {
  const { change, ticket, row } = closed;
  const actor = oneLine(`${change.by} (${change.tracker})`, MOST_NAME);
  const why = `closed the ticket ${ticket.name} by hand`;
  const id = `ticket-${change.tracker}-${change.id}`;
  const payload = { id, actor, why };
  const refusal = refusalIn(await deps.send(row.workflowId, { update: 'recheck', payload }));
  if (refusal !== null) return await refused(deps, closed, { refusal, actor, id });
  await said(closed, `${actor} closed this ticket by hand. That closes nothing: ${LOOKS}`);
  return 'checking';
}

const MOST_NAME = 200;
const MOST_WORDS = 2_000;
const LOOKS = 'Closeloop looks at the resource now, and says here what it saw.';

interface Refused {
  readonly refusal: Omit<RefusedMessage, 'status'>;
  readonly actor: string;
  readonly id: string;
}

/** The ticket says again how the finding stands; it may have been closed between our question and its answer. */
async function refused(
  deps: HearDeps,
  closed: Closed,
  { refusal, actor, id }: Refused,
): Promise<Outcome> {
  const { tracker, ticket, row } = closed;
  const now = await deps.ledger.lifecycle(row.workflowId);
  if (now === null || hasDestiny(now)) return 'agrees';
  const sent = { id, actor, door: 'ticket', decision: 'recheck' };
  await recordRefusal(deps, row.workflowId, sent, refusal);
  await said(
    closed,
    `${actor} closed this ticket by hand. That closes nothing: ${refusal.message}`,
  );
  await stands(tracker, ticket, (category) => (category === 'done' ? 'new' : null));
  return 'refused';
}

async function said({ tracker, ticket, change }: Closed, text: string): Promise<void> {
  const paragraph = { kind: 'paragraph', text: plain(text, MOST_WORDS) } as const;
  await tracker.comment(ticket, { mark: `Closeloop ${change.id}`, body: [paragraph] });
}
