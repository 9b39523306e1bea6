/** Whether Closeloop may act on a problem by itself, by the remediation table, and the reason. */
import { controlById } from '../../controls/index.ts';
import { compareSeverity } from '../../domain/finding.ts';
import type { Problem, Severity } from '../../domain/finding.ts';
import type { Route } from '../../domain/lifecycle/events.ts';
import { unaccepted } from '../../policies/documents.ts';
import { modeFor, tableOf } from '../../policies/remediation.ts';
import type { Mode } from '../../policies/remediation.ts';
import type { StampedRow } from '../ledger/policy/remediation-table.ts';
import { acceptCommand } from '../runtime/checked-document.ts';
import { contradictionOf } from '../runtime/claims.ts';
import type { Policies } from './policies.ts';

export interface Authority {
  readonly route: Route;
  /** In shadow mode a plan is made and nothing is written. */
  readonly mode: Mode;
  /** Null when the problem goes to human review. */
  readonly path: StampedRow['path'] | null;
}

/**
 * Reads the table as it is now. Triage calls it, and the runtime worker again just before it writes. The runtime
 * worker also has the files of its own release: the stricter of both counts, so that whoever may write the table
 * cannot allow more than the release does.
 */
export async function readAuthority(
  policies: Policies,
  problem: Problem,
  severity: Severity,
): Promise<Authority> {
  const { tables, release } = policies;
  const { control } = problem;
  if (control === null) return toHumanReview(`no control covers ${problem.findingType}`);
  // The plan is made of the control, so its row counts and not that of the finding's type.
  const stated = { problem, control, severity };
  const byTable = authorityBy(policies, stated, await tables.remediation(control));
  if (release === undefined) return byTable;
  return stricter(byTable, authorityBy(policies, stated, release.remediation(control)));
}

/** The second only where it allows less. */
function stricter(first: Authority, second: Authority): Authority {
  return strictness(second) > strictness(first) ? second : first;
}

/** A fix in code writes nothing to the account, so `code` is stricter than `runtime` and `both`. */
function strictness({ route, mode, path }: Authority): number {
  if (route.to === 'people') return 4;
  if (mode === 'shadow') return 3;
  if (path === 'code') return 2;
  return route.to === 'approval' ? 1 : 0;
}

interface Stated {
  readonly problem: Problem;
  readonly control: string;
  readonly severity: Severity;
}

function authorityBy(
  { isOwnResource, documents }: Pick<Policies, 'isOwnResource' | 'documents'>,
  { problem, control, severity }: Stated,
  row: StampedRow | null,
): Authority {
  const { account, resource } = problem;
  const contradiction = contradictionOf(problem);
  if (contradiction !== null)
    return toHumanReview(`the problem contradicts itself: ${contradiction}`);
  if (isOwnResource(resource.id)) {
    return toHumanReview(
      `${resource.name} is one of Closeloop's own resources: only people change it`,
    );
  }
  if (row === null) return toHumanReview(`the remediation table has no row for ${control}`);
  if (!row.automated || row.path === 'human') {
    const because = row.automated ? 'is for people' : 'is not automated';
    return toHumanReview(`${row.type} ${because} (${tableOf(row.commit)})`);
  }
  const mode = modeFor(row, account);
  const runbook = row.path === 'code' ? undefined : controlById(control)?.runbook;
  const unread = runbook === undefined ? null : unaccepted(runbook, documents);
  if (mode === 'enforce' && unread !== null) {
    const because = `${row.type} stays in shadow mode, planned only, until ${unread} is accepted: ${acceptCommand(unread)} (${tableOf(row.commit)})`;
    return { mode: 'shadow', path: row.path, route: { to: 'automatic', because } };
  }
  return { mode, path: row.path, route: routeBy(row, mode, severity) };
}

/** A plan that writes nothing needs no approval. */
function routeBy(row: StampedRow, mode: Mode, severity: Severity): Route {
  const { approvalFrom, type, path } = row;
  const source = tableOf(row.commit);
  if (path === 'code' && mode === 'shadow') {
    const because = `${type} is fixed in its source, and is in shadow mode: nothing is proposed (${source})`;
    return { to: 'people', because };
  }
  // The person who merges the pull request approves it.
  if (path === 'code')
    return { to: 'automatic', because: `${type} is fixed in its source code (${source})` };
  if (mode === 'shadow') {
    return { to: 'automatic', because: `${type} is in shadow mode: planned only (${source})` };
  }
  if (approvalFrom !== null && compareSeverity(severity, approvalFrom) >= 0) {
    const because = `${type} needs an approval from ${approvalFrom} up, this is ${severity} (${source})`;
    return { to: 'approval', because };
  }
  const rest = path === 'both' ? ', then its source code' : '';
  return { to: 'automatic', because: `${type} is automated for ${severity}${rest} (${source})` };
}

function toHumanReview(because: string): Authority {
  return { route: { to: 'people', because }, mode: 'shadow', path: null };
}
