import type { Category, Moved, Ticket, TicketRef, Tickets } from './tickets.ts';

/** The ticket's text is right, but its workflow does not let it be moved where it belongs. */
class Stuck extends Error {
  override readonly name = 'Stuck';
}

/**
 * Moves a ticket into the category that `wanted` returns for its present one; null leaves it. False when the ticket was
 * deleted. Throws Stuck where its workflow has no way.
 */
export async function moveTicket(
  tracker: Tickets,
  ref: TicketRef,
  wanted: (now: Category) => Category | null,
): Promise<boolean> {
  const ticket = await tracker.read(ref);
  if (ticket === null) return false;
  const to = wanted(ticket.category);
  if (to === null) return true;
  for (const category of acceptable(ticket.category, to)) {
    const moved = await tracker.move(ref, category);
    if (moved !== 'no-way') return moved !== 'gone';
  }
  if (to === 'done' && ticket.category === 'new') {
    const moved = await moveThroughWork(tracker, ref);
    if (moved !== 'no-way') return moved !== 'gone';
  }
  // An open ticket that looks as if nobody had begun misleads nobody.
  if (to === 'working' && ticket.category === 'new') return true;
  throw new Stuck(noWay(ticket, to));
}

/** Many workflows let nothing be done that was never in progress. */
async function moveThroughWork(tracker: Tickets, ref: TicketRef): Promise<Moved> {
  const moved = await tracker.move(ref, 'working');
  return moved === 'moved' || moved === 'there' ? await tracker.move(ref, 'done') : moved;
}

/** Best first: some workflows reopen only into work in progress, others only into work to do. */
function acceptable(now: Category, to: Category): readonly Category[] {
  if (to === 'done') return ['done'];
  if (to === 'new') return ['new', 'working'];
  return now === 'done' ? ['working', 'new'] : ['working'];
}

function noWay({ name, status }: Ticket, to: Category): string {
  return `${name} is in status "${status}", and its workflow has no transition to a status of the category "${to}" that Closeloop may use: one without further fields, conditions and validators.`;
}
