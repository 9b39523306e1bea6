/** States by category: their names are those of a project's process. */
import { z } from 'zod';

import { callAs } from '../call.ts';
import type { Call } from '../call.ts';
import type { Category, Moved, TicketRef } from '../tickets.ts';
import { changeUnchanged, patchAt, VERSION } from './work-items.ts';
import type { Item } from './work-items.ts';

const states = z.object({ value: z.array(z.object({ name: z.string(), category: z.string() })) });
export type States = z.output<typeof states>['value'];

/** Of the item's type in its project. https://learn.microsoft.com/en-us/rest/api/azure/devops/wit/work-item-type-states/list */
export async function statesOf(call: Call, { fields }: Item, what: string): Promise<States> {
  const project = encodeURIComponent(fields['System.TeamProject']);
  const type = encodeURIComponent(fields['System.WorkItemType']);
  const path = `/${project}/_apis/wit/workitemtypes/${type}/states?${VERSION}`;
  return (await callAs(call, states, { method: 'GET', path, what })).value;
}

/** Best first. Removed is done too, but what we end was not removed. */
const NAMES: Readonly<Record<Category, readonly string[]>> = {
  new: ['Proposed'],
  working: ['InProgress', 'Resolved'],
  done: ['Completed'],
};

export function categoryIn(all: States, state: string): Category {
  const category = all.find(({ name }) => name === state)?.category;
  if (category === 'Completed' || category === 'Removed') return 'done';
  return category === 'InProgress' || category === 'Resolved' ? 'working' : 'new';
}

/** A state that the process forbids from here is refused: the next one of that category is tried. */
export async function move(call: Call, ticket: TicketRef, to: Category): Promise<Moved> {
  const what = `moving ticket ${ticket.id} to ${to}`;
  return await changeUnchanged<Moved>(call, { ticket, what }, async (now) => {
    const all = await statesOf(call, now, what);
    if (categoryIn(all, now.fields['System.State']) === to) return 'there';
    return await moveTo(call, now, { what, names: namesOf(all, to) });
  });
}

function namesOf(all: States, to: Category): readonly string[] {
  return NAMES[to].flatMap((category) =>
    all.filter((state) => state.category === category).map(({ name }) => name),
  );
}

interface Target {
  readonly what: string;
  readonly names: readonly string[];
}

async function moveTo(call: Call, now: Item, { what, names }: Target): Promise<Moved | 'changed'> {
  for (const name of names) {
    const wanted = [{ op: 'add', path: '/fields/System.State', value: name }] as const;
    const status = await patchAt(call, { now, what, wanted, expected: [400] });
    if (status < 300) return 'moved';
    if (status === 404) return 'gone';
    if (status !== 400) return 'changed';
  }
  return 'no-way';
}
