import { z } from 'zod';

import type { Called } from './recorder.ts';
import type { Promised, Records } from './records.ts';

/** Every finding has a destiny or a next deadline; only our own look closes. */
export const destinies = {
  'a destiny or a next deadline': destinyOrDeadline,
  'in the end Fixed, Accepted or with people': atRest,
  'RESOLVED follows from our own look': provenClose,
  'the look comes after the last write': lookAfterWrite,
  'closed as Fixed is fixed': fixedIsFixed,
  'withdrawn by its source alone, before anybody acted': withdrawn,
} as const satisfies Record<string, Promised>;

/** What the server's clock and ours may differ by, and what a timer may be late. */
const SLACK = 120_000;

function destinyOrDeadline({ row, status, now, troubled, retrying }: Records): string | null {
  if (row === null) return 'a reported finding has no lifecycle';
  if (row.phase === 'CLOSED') {
    if (row.destiny === null) return 'closed without a destiny';
    return row.nextDeadline === null ? null : 'closed, and there is a deadline';
  }
  if (status !== 'RUNNING') return `${row.phase} in the ledger, ${status} in Temporal`;
  // A step that is tried again gives up at a known time; a ledger that failed is told with the next step.
  if (retrying || troubled) return null;
  if (row.nextDeadline === null) return `${row.phase} has no next deadline`;
  return Date.parse(row.nextDeadline) >= now - SLACK
    ? null
    : `${row.phase} is past its deadline ${row.nextDeadline}`;
}

function atRest({ final, row, retrying }: Records): string | null {
  if (!final) return null;
  if (retrying) return 'still trying';
  const phase = row?.phase ?? 'nowhere';
  if (phase === 'CLOSED')
    return ENDS.includes(row?.destiny ?? '') ? null : `closed as ${row?.destiny}`;
  if (phase === 'ACCEPTED') return row?.exception === undefined ? 'accepted without an end' : null;
  if (phase === 'AWAITING_APPROVAL') return null;
  if (phase !== 'HUMAN_REVIEW') return `still in ${phase}`;
  return (row?.ladder?.asked ?? '') === '' ? 'with people, but with nobody' : null;
}

const ENDS: readonly string[] = ['Fixed', 'Withdrawn'];

function provenClose(records: Records): string | null {
  const { story, evidence, retrying } = records;
  const writes = hubWrites(records, 'RESOLVED');
  for (const { n, role, note } of writes) {
    if (role !== 'closeloop-closer') return `${role} wrote RESOLVED`;
    if (records.kind === 'unknown-type') {
      const wrong = unattested(records, n, note);
      if (wrong !== null) return wrong;
      continue;
    }
    const [id = 'none'] = /\bv-[0-9a-f-]{36}/.exec(note) ?? [];
    // An attempt whose answer was lost looked too: the next one looks again and writes its own note over it.
    const isLast = note === writes.at(-1)?.note && !retrying;
    if (isLast && !story.some(({ verificationId }) => verificationId === id))
      return `the note names ${id}, which the ledger does not know`;
    const seen = evidence[id];
    if (seen === undefined) return `${id} has no evidence`;
    if (!seen.unchanged) return `the evidence of ${id} was changed`;
    if (seen.role !== 'closeloop-verify') return `${seen.role} looked for ${id}`;
    if (seen.verdict !== 'fixed' && seen.verdict !== 'gone') return `${id} says ${seen.verdict}`;
  }
  return null;
}

/** Two people who have a say said so before, and the source did not report it any more. */
function unattested({ said, evidence }: Records, n: number, note: string): string | null {
  const [, by = '', second = ''] = /attested by (\S+), confirmed by (\S+?);/.exec(note) ?? [];
  const heard = said.filter(
    (one) => one.n < n && one.decision === 'attest' && one.actor !== 'linus',
  );
  const people = new Set(heard.map(({ actor }) => actor));
  if (by === second || !people.has(by) || !people.has(second))
    return `RESOLVED by the word of "${by}" and "${second}"`;
  const [id = 'none'] = /\bv-[0-9a-f-]{36}/.exec(note) ?? [];
  const { unchanged, source = 'open' } = evidence[id] ?? { unchanged: false };
  return unchanged && source !== 'open' ? null : `attested while the source says ${source} (${id})`;
}

function withdrawn({ row, kind, story, evidence, calls }: Records): string | null {
  if (row?.phase !== 'CLOSED' || row.destiny !== 'Withdrawn') return null;
  if (kind !== 'unknown-type') return 'withdrawn, and a control could have looked';
  const source = evidence[row.verificationId ?? '']?.source;
  if (source !== 'archived') return `withdrawn while the source says ${source}`;
  const lines = story.filter(({ episode }) => episode === row.episode);
  const count = (wanted: string) => lines.filter(({ kind: one }) => one === wanted).length;
  if (count('decision-trusted') > count('assigned')) return 'withdrawn after somebody acted';
  return calls.some(changesResource) ? 'withdrawn after we wrote' : null;
}

/** Between the last change that a runbook made and RESOLVED, the read-only role has read the resource. */
function lookAfterWrite(records: Records): string | null {
  const { calls, kind } = records;
  // What no control verifies is looked at by nobody, and written by nobody: the other promises say so.
  if (kind === 'unknown-type') return null;
  for (const resolved of hubWrites(records, 'RESOLVED')) {
    const before = calls.filter(({ n }) => n < resolved.n);
    const wrote = before.findLast((call) => changesResource(call) && call.outcome !== 'refused');
    const looked = before.findLast(({ role, service }) => role === VERIFIER && service === 's3');
    const looks = looked?.n ?? -1;
    if (looks < (wrote?.n ?? 0)) return `RESOLVED without a look after ${wrote?.operation}`;
    if (looks < 0) return 'RESOLVED without a look';
  }
  return null;
}

const VERIFIER = 'closeloop-verify';

function changesResource({ role, service, operation }: Called): boolean {
  return role === 'closeloop-automation' && service === 's3' && !/^(Get|List|Head)/.test(operation);
}

function fixedIsFixed(records: Records): string | null {
  const { row, calls, touched, sound, hub, kind } = records;
  if (row?.phase !== 'CLOSED' || row.destiny !== 'Fixed') return null;
  const looked = calls.findLast(({ role, service }) => role === VERIFIER && service === 's3')?.n;
  if (hub.status !== 'RESOLVED' && !reportedAfter(records, looked ?? 0))
    return `closed, and Security Hub says ${hub.status}`;
  if (kind === 'unknown-type' || touched > (looked ?? -1)) return null;
  return sound ? null : 'closed as Fixed, and it is still open';
}

function reportedAfter({ reports }: Records, mark: number): boolean {
  return reports.some(({ n }) => n > mark);
}

const UPDATE = z.object({
  Workflow: z.object({ Status: z.string() }),
  Note: z.object({ Text: z.string() }).optional(),
});

/** What Closeloop's roles wrote into Security Hub with this status, whether or not they learned of it. */
export function hubWrites(
  { calls }: Pick<Records, 'calls'>,
  status: string,
): readonly { readonly n: number; readonly role: string; readonly note: string }[] {
  return calls.flatMap(({ n, role, operation, input, outcome }) => {
    if (operation !== 'BatchUpdateFindings' || outcome === 'refused') return [];
    if (role === 'closeloop-admin') return [];
    const { Workflow, Note } = UPDATE.parse(input);
    return Workflow.Status === status ? [{ n, role, note: Note?.Text ?? '' }] : [];
  });
}
