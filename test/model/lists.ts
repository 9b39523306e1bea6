/** What the console's lists of findings answer, read once for all lanes. */
import { listFindings, type ListFilter } from '../../console/commands/findings/list.ts';
import { loadDecisions, loadPolicies } from '../../policies/load.ts';
import type { Setting } from './setting.ts';

export interface Lists {
  /** The findings of `--overdue`, by workflow id. */
  readonly overdue: ReadonlySet<string>;
  /** The people in whose `--asked` a finding is, by workflow id. */
  readonly askedOf: (workflowId: string) => readonly string[];
  /** The ids of all lifecycles in the ledger. */
  readonly lifecycles: readonly string[];
}

/** Everybody who may be asked anything in the sandbox. */
const PEOPLE = [
  'barbara',
  'radia',
  'grace',
  'margaret',
  'katherine',
  'ada',
  'linus',
  'edgar',
] as const;

/** Reads the lists as `findings list` makes them, of what the ledger contains now. */
export async function readLists({ world, now }: Setting, policiesDir: string): Promise<Lists> {
  const rows = await world.ledger.lifecycles();
  const [{ ownership }, { signIn }] = await Promise.all([
    loadPolicies(policiesDir),
    loadDecisions(policiesDir),
  ]);
  const from = {
    ledger: { lifecycles: () => Promise.resolve(rows) },
    tables: () => Promise.resolve({ ownership: () => Promise.resolve(ownership) }),
    signIn: () => Promise.resolve(signIn),
    identity: () => Promise.resolve({ arn: null, person: null }),
  };
  const at = await now();
  const list = async (filter: ListFilter) => idsIn((await listFindings(from, filter, at)).json);
  const overdue = await list({ overdue: true });
  const asked = new Map<string, ReadonlySet<string>>();
  for (const person of PEOPLE) asked.set(person, await list({ asked: person }));
  return {
    overdue,
    askedOf: (id) => PEOPLE.filter((person) => asked.get(person)?.has(id) === true),
    lifecycles: rows.map(({ workflowId }) => workflowId),
  };
}

function idsIn(json: unknown): ReadonlySet<string> {
  const { findings } = json as { readonly findings: readonly { readonly workflowId: string }[] };
  return new Set(findings.map(({ workflowId }) => workflowId));
}
