import type { Category, Moved, Ticket, TicketRef, Tickets } from './tickets.ts';

/** The ticket says all there is to say, but stands where it does not belong. */
class Stuck extends Error {
  override readonly name = 'Stuck';
}

/**
 * Moves a ticket to where `wanted` says, given where it is; null leaves it. False when it is gone. Throws Stuck where
 * its workflow has no way.
 */
export async function stands(
  tracker: Tickets,
  ref: TicketRef,
  wanted: (now: Category) => Category | null,
): Promise<boolean> {
  const ticket = await tracker.read(ref);
  if (ticket === null) return false;
  const to = wanted(ticket.category);
  if (to === null) return true;
  for (const category of goodEnough(ticket.category, to)) {
    const moved = await tracker.move(ref, category);
    if (moved !== 'no-way') return moved !== 'gone';
  }
  if (to === 'done' && ticket.category === 'new') {
    const moved = await throughWork(tracker, ref);
    if (moved !== 'no-way') return moved !== 'gone';
  }
  // It is open, and looks as if nobody had begun: that misleads nobody.
  if (to === 'working' && ticket.category === 'new') return true;
  throw new Stuck(noWay(ticket, to));
}

/** Many a workflow lets nothing be done that was never begun. */
async function throughWork(tracker: Tickets, ref: TicketRef): Promise<Moved> {
  const begun = await tracker.move(ref, 'working');
  return begun === 'moved' || begun === 'there' ? await tracker.move(ref, 'done') : begun;
}

/** Best first. Some workflows have nothing to reopen into but work that has begun, or the reverse. */
function goodEnough(now: Category, to: Category): readonly Category[] {
  if (to === 'done') return ['done'];
  if (to === 'new') return ['new', 'working'];
  return now === 'done' ? ['working', 'new'] : ['working'];
}

function noWay({ name, status }: Ticket, to: Category): string {
  return `${name} stands in "${status}", and its workflow has no way to a status of the category "${to}" that lets Closeloop through: one without further fields, conditions and validators.`;
}
