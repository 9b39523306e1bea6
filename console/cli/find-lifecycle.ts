import type { Ledger, Lifecycle, Lookups } from '../../activities/ledger/ledger.ts';
import { CliError } from './cli-error.ts';
import { commandLine } from './command-line.ts';

/** What a command takes as ID; `--help` prints it. */
export const ID_HELP =
  'the ID that `findings list` shows. Also: a workflow id or plan hash, or the beginning of one; a finding id or resource name, or the last part of one';

/** Shorter beginnings of a plan hash would match by chance. */
const SHORTEST_HASH = 8;
const MOST_CANDIDATES = 10;

/**
 * The lifecycle that `id` names. The most exact meaning that matches anything counts; where one meaning matches two
 * findings, the person has to choose. Throws CliError `not-found` or `ambiguous`.
 */
export async function findLifecycle(ledger: Findable, id: string): Promise<Lifecycle> {
  if (id.trim() === '') throw notFound(id, 'The id is empty.');
  const exact = await ledger.lifecycle(id);
  if (exact !== null) return exact;
  const reported = onlyOne(id, await lifecyclesOf(ledger, id));
  if (reported !== null) return reported;
  const all = await ledger.lifecycles();
  for (const means of MEANINGS) {
    const match = onlyOne(
      id,
      all.filter((row) => means(row, id)),
    );
    if (match !== null) return match;
  }
  const count = all.length === 1 ? '1 finding' : `${all.length} findings`;
  throw notFound(id, `The ledger has ${count}.`);
}

export type Findable = Pick<Ledger & Lookups, 'lifecycle' | 'lifecycles' | 'findingsById'>;

/** The last part of a workflow id: short, and unique enough to be typed. */
export function shortId(workflowId: string): string {
  return workflowId.split(':').at(-1) ?? workflowId;
}

const MEANINGS: readonly ((row: Lifecycle, id: string) => boolean)[] = [
  (row, id) => shortId(row.workflowId) === id,
  (row, id) => row.findings.some((finding) => lastPart(finding.id) === id),
  (row, id) => row.problem.resource.name === id || row.problem.resource.id === id,
  (row, id) => lastPart(row.problem.resource.name) === id,
  (row, id) => row.workflowId.startsWith(id),
  (row, id) => id.length >= SHORTEST_HASH && (row.planHash ?? '').startsWith(id),
];

/** `i-0abc` of `instance/i-0abc`. */
function lastPart(path: string): string {
  return path.split('/').at(-1) ?? path;
}

/** A finding with two resources is two problems. */
async function lifecyclesOf(ledger: Findable, findingId: string): Promise<readonly Lifecycle[]> {
  const known = await ledger.findingsById(findingId);
  const ids = new Set(known.flatMap(({ problems }) => Object.keys(problems)));
  const rows = await Promise.all([...ids].map(async (id) => await ledger.lifecycle(id)));
  return rows.filter((row) => row !== null);
}

function onlyOne(id: string, matches: readonly Lifecycle[]): Lifecycle | null {
  if (matches.length > 1) throw ambiguous(id, matches);
  return matches[0] ?? null;
}

function ambiguous(id: string, matches: readonly Lifecycle[]): CliError {
  const shown = matches.slice(0, MOST_CANDIDATES);
  const more = matches.length - shown.length;
  const lines = shown.map((row) => `  ${row.workflowId}  (${row.phase}, ${row.severity})`);
  if (more > 0) lines.push(`  and ${more} more`);
  return new CliError('ambiguous', [`"${id}" matches ${matches.length} findings:`, ...lines], {
    next: ['Repeat the command with one of these ids, or with its last part.'],
    details: { candidates: matches.map((row) => row.workflowId) },
  });
}

function notFound(id: string, why: string): CliError {
  return new CliError('not-found', `No finding matches "${id}". ${why}`, {
    next: [
      `All findings: ${commandLine('findings', 'list')}`,
      `Why an event starts no lifecycle: ${commandLine('findings', 'explain', 'FILE')}`,
    ],
  });
}
