import assert from 'node:assert/strict';

import { moveTicket } from '../../../channels/tickets/move-ticket.ts';
import type { Category, Tickets } from '../../../channels/tickets/tickets.ts';

const never = () => assert.fail('moving a ticket does not call this');

/** A ticket in that category, in a workflow that leads to those. */
function workflow(now: Category, leadsTo: readonly Category[]) {
  const requested: Category[] = [];
  const tracker: Tickets = {
    create: never,
    find: never,
    update: never,
    comment: never,
    link: never,
    read: async ({ id }) => ({ id, name: 'PAY-7', url: 'x', status: 'Odd', category: now }),
    move: async (_ticket, to) => {
      requested.push(to);
      return leadsTo.includes(to) ? 'moved' : 'no-way';
    },
  };
  return {
    requested,
    tracker,
    to: async (to: Category | null) => await moveTicket(tracker, { id: '1' }, () => to),
  };
}

it('a ticket that cannot return to do is reopened as work in progress, and the reverse', async () => {
  const begun = workflow('done', ['working']);
  assert.equal(await begun.to('new'), true);
  assert.deepEqual(begun.requested, ['new', 'working']);
  const waiting = workflow('done', ['new']);
  assert.equal(await waiting.to('working'), true);
  assert.deepEqual(waiting.requested, ['working', 'new']);
});

it('a ticket that cannot be closed, or reopened, fails with its present status', async () => {
  const open = workflow('working', ['new']);
  await assert.rejects(open.to('done'), /PAY-7 is in status "Odd".*category "done"/);
  const closed = workflow('done', []);
  await assert.rejects(closed.to('new'), /category "new"/);
});

it('a ticket that must be in progress before it can be closed is moved there first', async () => {
  const asked: Category[] = [];
  let now: Category = 'new';
  const ways: Readonly<Record<Category, readonly Category[]>> = {
    new: ['working'],
    working: ['done'],
    done: [],
  };
  const tracker: Tickets = {
    ...workflow('new', []).tracker,
    move: async (_ticket, to) => {
      asked.push(to);
      if (!ways[now].includes(to)) return 'no-way';
      now = to;
      return 'moved';
    },
  };

  assert.equal(await moveTicket(tracker, { id: '1' }, () => 'done'), true);
  assert.deepEqual(asked, ['done', 'working', 'done']);
  assert.equal(now, 'done');
});

it('a ticket stays where it is when it is open and cannot be in progress, or when it is right already', async () => {
  assert.equal(await workflow('new', ['done']).to('working'), true);
  const right = workflow('done', []);
  assert.equal(await right.to(null), true);
  assert.deepEqual(right.requested, []);
});
