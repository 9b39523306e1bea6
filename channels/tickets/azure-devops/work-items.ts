/** Reading a work item, and changing it as it was read. */
import { z } from 'zod';

import { failure } from '../../../activities/aws/failures.ts';
import { LATER } from '../../http.ts';
import { readAnswer } from '../call.ts';
import type { Call } from '../call.ts';
import type { TicketRef } from '../tickets.ts';

export const VERSION = 'api-version=7.1';
/** https://www.rfc-editor.org/rfc/rfc6902 */
export const PATCH = 'application/json-patch+json';

export interface Operation {
  readonly op: 'add' | 'test';
  readonly path: string;
  readonly value: unknown;
}

export const item = z.object({
  id: z.int(),
  rev: z.int(),
  fields: z.object({
    'System.State': z.string(),
    'System.WorkItemType': z.string(),
    'System.TeamProject': z.string(),
  }),
  relations: z.array(z.object({ rel: z.string(), url: z.string() })).optional(),
  _links: z.object({ html: z.object({ href: z.string() }) }),
});
export type Item = z.output<typeof item>;

export const commentList = z.object({
  comments: z.array(z.object({ text: z.string().default('') })),
});

/** Null when it is gone: deleted ones and those that we may not see are both 404. */
export async function readItem(call: Call, { id }: TicketRef, what: string): Promise<Item | null> {
  const path = `/_apis/wit/workitems/${encodeURIComponent(id)}?$expand=all&${VERSION}`;
  const answer = await call({ method: 'GET', path, what, expected: [404] });
  return answer.status === 404 ? null : readAnswer(item, answer, what);
}

interface ChangeOf {
  readonly what: string;
  /** For the work item as it is; none to leave it. */
  readonly operations: (now: Item) => readonly Operation[];
}

/** Only if nobody changed it since it was read; else it is read again. False when it is gone. */
export async function changedAt(
  call: Call,
  ticket: TicketRef,
  { what, operations }: ChangeOf,
): Promise<boolean> {
  const done = await changeUnchanged(call, { ticket, what }, async (now) => {
    const wanted = operations(now);
    if (wanted.length === 0) return 'done';
    const status = await patchAt(call, { now, what, wanted });
    if (status === 404) return 'gone';
    return status < 300 ? 'done' : 'changed';
  });
  return done === 'done';
}

/**
 * Runs `change` on the work item as it is now, and again with a new reading where it answers that somebody else
 * `changed` the item meanwhile; then at most three times in all. Throws `Unavailable` after the third.
 */
export async function changeUnchanged<Result extends string>(
  call: Call,
  { ticket, what }: { readonly ticket: TicketRef; readonly what: string },
  change: (now: Item) => Promise<Result | 'changed'>,
): Promise<Exclude<Result, 'changed'> | 'gone'> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const now = await readItem(call, ticket, what);
    if (now === null) return 'gone';
    const result = await change(now);
    if (isFinal(result)) return result;
  }
  throw failure(
    'Unavailable',
    `Tried ${what}: each of ${MOST_TRIES} times somebody else had changed the work item first. ${LATER}`,
  );
}

function isFinal<Result extends string>(
  result: Result | 'changed',
): result is Exclude<Result, 'changed'> {
  return result !== 'changed';
}

const MOST_TRIES = 3;

/** The status of the answer; 409 or 412 when somebody else was faster. */
export async function patchAt(
  call: Call,
  {
    now,
    what,
    wanted,
    expected = [],
  }: {
    readonly now: Item;
    readonly what: string;
    readonly wanted: readonly Operation[];
    readonly expected?: readonly number[];
  },
): Promise<number> {
  const test: Operation = { op: 'test', path: '/rev', value: now.rev };
  const answer = await call({
    method: 'PATCH',
    path: `/_apis/wit/workitems/${now.id}?${VERSION}`,
    body: [test, ...wanted],
    contentType: PATCH,
    what,
    expected: [404, 409, 412, ...expected],
  });
  return answer.status;
}
