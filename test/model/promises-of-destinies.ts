import { z } from 'zod';

import type { Promised } from './promises.ts';
import type { Called } from './recorder.ts';
import type { Records } from './records.ts';

/** Every finding has a destiny or a next deadline; only our own look closes. */
export const destinies = {
  'a destiny or a next deadline': destinyOrDeadline,
  'in the end Fixed, Accepted or with people': atRest,
  'RESOLVED follows from our own look': provenClose,
  'the look comes after the last write': lookAfterWrite,
  'closed as Fixed is fixed': fixedIsFixed,
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
  if (phase === 'CLOSED') return row?.destiny === 'Fixed' ? null : `closed as ${row?.destiny}`;
  if (phase === 'ACCEPTED') return row?.exception === undefined ? 'accepted without an end' : null;
  if (phase === 'AWAITING_APPROVAL') return null;
  if (phase !== 'HUMAN_REVIEW') return `still in ${phase}`;
  return (row?.ladder?.asked ?? '') === '' ? 'with people, but with nobody' : null;
}

function provenClose(records: Records): string | null {
  const { story, evidence } = records;
  for (const { role, note } of hubWrites(records, 'RESOLVED')) {
    if (role !== 'closeloop-orchestrator') return `${role} wrote RESOLVED`;
    const [id = 'none'] = /\bv-[0-9a-f-]{36}/.exec(note) ?? [];
    if (!story.some(({ verificationId }) => verificationId === id))
      return `the note names ${id}, which the ledger does not know`;
    const seen = evidence[id];
    if (seen === undefined) return `${id} has no evidence`;
    if (!seen.unchanged) return `the evidence of ${id} was changed`;
    if (seen.role !== 'closeloop-verify') return `${seen.role} looked for ${id}`;
    if (seen.verdict !== 'fixed' && seen.verdict !== 'gone') return `${id} says ${seen.verdict}`;
  }
  return null;
}

/** Between the last change that a runbook made and RESOLVED, the read-only role has read the resource. */
function lookAfterWrite(records: Records): string | null {
  const { calls } = records;
  for (const resolved of hubWrites(records, 'RESOLVED')) {
    const before = calls.filter(({ n }) => n < resolved.n);
    const wrote = before.findLast((call) => changesResource(call) && call.outcome !== 'refused');
    const looked = before.findLast(({ role, service }) => role === VERIFIER && service === 's3');
    const looks = looked?.n ?? -1;
    if (looks < (wrote?.n ?? 0)) return `RESOLVED without a look after ${wrote?.operation}`;
    if (looks < 0 && records.kind !== 'unknown-type') return 'RESOLVED without a look';
  }
  return null;
}

const VERIFIER = 'closeloop-verify';

function changesResource({ role, service, operation }: Called): boolean {
  return role === 'closeloop-automation' && service === 's3' && !/^(Get|List|Head)/.test(operation);
}

function fixedIsFixed(records: Records): string | null {
  const { row, calls, touched, sound, hub } = records;
  if (row?.phase !== 'CLOSED') return null;
  const looked = calls.findLast(({ role, service }) => role === VERIFIER && service === 's3')?.n;
  if (hub.status !== 'RESOLVED' && !reportedAfter(records, looked ?? 0))
    return `closed, and Security Hub says ${hub.status}`;
  if (touched > (looked ?? -1)) return null;
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
