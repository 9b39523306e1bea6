import { carriesTag, isAbout } from '../../domain/scope.ts';
import type { Scope } from '../../domain/scope.ts';
import type { Matched, MatchedRow } from '../../domain/scoped-exception/state.ts';
import { asking } from '../aws/failures.ts';
import type { Ledger, Lifecycle } from '../ledger/ledger.ts';
import { readLiveTags } from '../triage/live-tags.ts';
import { enter } from '../verify/look.ts';
import type { LookDeps } from '../verify/look.ts';

export interface MatchDeps extends Pick<LookDeps, 'accounts'> {
  readonly ledger: Pick<Ledger, 'lifecycles'>;
}

/** People read these; the number says the rest. */
const MOST_ROWS = 25;
/** How many resources are asked for their tags at once. */
const AT_ONCE = 8;

/** What the scope covers today: open findings of its control, with their tags read now where it names one. */
export async function matchedBy(deps: MatchDeps, scope: Scope): Promise<Matched> {
  const open = await openUnder(deps, scope);
  const found: { readonly row: Lifecycle; readonly matches: boolean | null }[] = [];
  for (let start = 0; start < open.length; start += AT_ONCE) {
    const batch = open.slice(start, start + AT_ONCE);
    found.push(
      ...(await Promise.all(
        batch.map(async (row) => ({ row, matches: await matches(deps, scope, row) })),
      )),
    );
  }
  const rows = found.filter((one) => one.matches === true).map(({ row }) => shown(row));
  const unread = found.filter((one) => one.matches === null).length;
  return { count: rows.length, unread, rows: rows.slice(0, MOST_ROWS) };
}

/** Open lifecycles that the scope is about, whatever their tags. */
async function openUnder(
  { ledger }: Pick<MatchDeps, 'ledger'>,
  scope: Scope,
): Promise<readonly Lifecycle[]> {
  const all = await asking('the ledger for open findings', () => ledger.lifecycles());
  return all.filter((row) => row.phase !== 'CLOSED' && isAbout(scope, row));
}

/** Null: its tags could not be read. */
async function matches(
  deps: MatchDeps,
  scope: Scope,
  { problem }: Lifecycle,
): Promise<boolean | null> {
  if (scope.tag === null) return true;
  const { tags } = await readLiveTags(problem, await enter(deps, problem));
  return tags === null ? null : carriesTag(scope, tags);
}

function shown({ workflowId, problem, severity }: Lifecycle): MatchedRow {
  const { resource, account } = problem;
  return { workflowId, resource: resource.name, account, severity };
}
