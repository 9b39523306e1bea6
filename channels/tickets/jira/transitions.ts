/** Moving an issue through whatever workflow its project has. */
import { z } from 'zod';

import { callAs, readAnswer } from '../call.ts';
import type { Call } from '../call.ts';
import type { Category, Moved, TicketRef } from '../tickets.ts';

/** Jira has three of them, and `undefined` for a status without one: that is open. */
export function categoryOf(key: string): Category {
  if (key === 'done') return 'done';
  return key === 'indeterminate' ? 'working' : 'new';
}

const field = z.object({
  required: z.boolean().default(false),
  hasDefaultValue: z.boolean().default(false),
  allowedValues: z.unknown().optional(),
});
const resolutions = z.array(z.object({ id: z.string(), name: z.string().optional() }));
const transitions = z.object({
  transitions: z.array(
    z.object({
      id: z.string().min(1),
      isAvailable: z.boolean().default(true),
      to: z.object({ statusCategory: z.object({ key: z.string() }) }),
      fields: z.record(z.string(), field).default({}),
    }),
  ),
});
const status = z.object({
  fields: z.object({ status: z.object({ statusCategory: z.object({ key: z.string() }) }) }),
});

/**
 * By the category where a transition leads, never by its name. One that asks for more than a resolution is not for us,
 * and one whose validator refuses is passed over: no list tells of validators.
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-get
 */
export async function move(call: Call, { id }: TicketRef, to: Category): Promise<Moved> {
  const what = `moving ticket ${id} to ${to}`;
  const root = `/rest/api/3/issue/${encodeURIComponent(id)}`;
  const now = await call({ method: 'GET', path: `${root}?fields=status`, what, expected: [404] });
  if (now.status === 404) return 'gone';
  const { key } = readAnswer(status, now, what).fields.status.statusCategory;
  if (categoryOf(key) === to) return 'there';
  const path = `${root}/transitions`;
  const list = { method: 'GET', path: `${path}?expand=transitions.fields`, what } as const;
  const { transitions: all } = await callAs(call, transitions, list);
  for (const body of waysTo(all, to)) {
    const answer = await call({ method: 'POST', path, body, what, expected: [400] });
    if (answer.status !== 400) return 'moved';
  }
  return 'no-way';
}

type Transition = z.output<typeof transitions>['transitions'][number];

interface Way {
  readonly transition: { readonly id: string };
  readonly fields?: { readonly resolution: { readonly id: string } };
}

function waysTo(all: readonly Transition[], to: Category): readonly Way[] {
  return all
    .filter(({ isAvailable, to: target }) => isAvailable && leadsTo(target, to))
    .flatMap((transition) => wayBy(transition) ?? []);
}

function leadsTo({ statusCategory }: Transition['to'], to: Category): boolean {
  return categoryOf(statusCategory.key) === to;
}

/** Null when the transition requires a field that only people can fill in. */
function wayBy({ id, fields }: Transition): Way | null {
  const transition = { id };
  const required = Object.entries(fields).filter(([, one]) => one.required && !one.hasDefaultValue);
  if (required.some(([name]) => name !== 'resolution')) return null;
  const [resolution] = required;
  if (resolution === undefined) return { transition };
  const values = resolutions.parse(resolution[1].allowedValues ?? []);
  const value = values.find(({ name }) => name === 'Done' || name === 'Fixed') ?? values[0];
  return value === undefined ? null : { transition, fields: { resolution: { id: value.id } } };
}
