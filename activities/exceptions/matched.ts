import { carriesTag, isAbout } from '../../domain/scope.ts';
import type { Scope } from '../../domain/scope.ts';
import type { Matched, MatchedRow } from '../../domain/scoped-exception/state.ts';
import type { Ledger, Lifecycle } from '../ledger/ledger.ts';
import { readLiveTags } from '../triage/live-tags.ts';
import { enterAccount } from '../verify/check.ts';
import type { CheckDeps } from '../verify/check.ts';

export interface MatchDeps extends Pick<CheckDeps, 'accounts'> {
  readonly ledger: Pick<Ledger, 'lifecycles'>;
}

/** Rows that people read; the count includes all. */
const MOST_ROWS = 25;
/** How many resources' tags are read at once. */
const AT_ONCE = 8;

/** The open findings that the scope covers now. Reads their tags where the scope names one. */
export async function matchedBy(deps: MatchDeps, scope: Scope): Promise<Matched> {
  const all = await deps.ledger.lifecycles();
  const open = all.filter((row) => row.phase !== 'CLOSED' && isAbout(scope, row));
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

/** Null: its tags could not be read. */
async function matches(
  deps: MatchDeps,
  scope: Scope,
  { problem }: Lifecycle,
): Promise<boolean | null> {
  if (scope.tag === null) return true;
  const { tags } = await readLiveTags(problem, await enterAccount(deps, problem));
  return tags === null ? null : carriesTag(scope, tags);
}

function shown({ workflowId, problem, severity }: Lifecycle): MatchedRow {
  const { resource, account } = problem;
  return { workflowId, resource: resource.name, account, severity };
}
