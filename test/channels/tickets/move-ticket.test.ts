import assert from 'node:assert/strict';

import { stands } from '../../../channels/tickets/move-ticket.ts';
import type { Category, Tickets } from '../../../channels/tickets/tickets.ts';

const never = () => assert.fail('nobody asks for that');

/** A ticket in that category, in a workflow that leads to those. */
function workflow(now: Category, leadsTo: readonly Category[]) {
  const asked: Category[] = [];
  const tracker: Tickets = {
    create: never,
    find: never,
    update: never,
    comment: never,
    link: never,
    read: async ({ id }) => ({ id, name: 'PAY-7', url: 'x', status: 'Odd', category: now }),
    move: async (_ticket, to) => {
      asked.push(to);
      return leadsTo.includes(to) ? 'moved' : 'no-way';
    },
  };
  return {
    asked,
    tracker,
    to: async (to: Category | null) => await stands(tracker, { id: '1' }, () => to),
  };
}

it('a ticket that cannot be to do again is begun again, and the reverse', async () => {
  const begun = workflow('done', ['working']);
  assert.equal(await begun.to('new'), true);
  assert.deepEqual(begun.asked, ['new', 'working']);
  const waiting = workflow('done', ['new']);
  assert.equal(await waiting.to('working'), true);
  assert.deepEqual(waiting.asked, ['working', 'new']);
});

it('one that cannot be closed, or opened, says so, with where it stands', async () => {
  const open = workflow('working', ['new']);
  await assert.rejects(open.to('done'), /PAY-7 stands in "Odd".*category "done"/);
  const closed = workflow('done', []);
  await assert.rejects(closed.to('new'), /category "new"/);
});

it('one that has to be begun before it can be closed is begun first', async () => {
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

  assert.equal(await stands(tracker, { id: '1' }, () => 'done'), true);
  assert.deepEqual(asked, ['done', 'working', 'done']);
  assert.equal(now, 'done');
});

it('one that is open and cannot look begun is left, and so is one that stands right', async () => {
  assert.equal(await workflow('new', ['done']).to('working'), true);
  const right = workflow('done', []);
  assert.equal(await right.to(null), true);
  assert.deepEqual(right.asked, []);
});
