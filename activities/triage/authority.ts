/** Who may act on a problem: a row of the remediation table, turned into a route with its reason. */
import { compareSeverity } from '../../domain/finding.ts';
import type { Problem, Severity } from '../../domain/finding.ts';
import type { Route } from '../../domain/lifecycle/events.ts';
import { modeFor, tableOf } from '../../policies/remediation.ts';
import type { Mode } from '../../policies/remediation.ts';
import type { StampedRow } from '../ledger/policy/remediation-table.ts';
import { contradictionOf } from '../runtime/claims.ts';
import type { Policies } from './policies.ts';

export interface Authority {
  readonly route: Route;
  /** In shadow the machine's way is taken as far as the plan; nothing is written. */
  readonly mode: Mode;
  /** Of a route that a machine may take; null without one. */
  readonly path: StampedRow['path'] | null;
}

/** Reads the table now: triage asks, and the runtime worker again just before it writes. */
export async function readAuthority(
  { tables, isOwnResource }: Policies,
  problem: Problem,
  severity: Severity,
): Promise<Authority> {
  const { control, account, resource } = problem;
  if (control === null) return people(`no control covers ${problem.findingType}`);
  // By what the plan is made of: another name for it could stand in another row.
  const row = await tables.remediation(control);
  const contradiction = contradictionOf(problem);
  if (contradiction !== null) return people(`the problem contradicts itself: ${contradiction}`);
  if (isOwnResource(resource.id)) {
    return people(`${resource.name} is one of Closeloop's own resources: only people change it`);
  }
  if (row === null) return people(`the remediation table has no row for ${control}`);
  const forbidden = machineForbidden(row);
  if (forbidden !== null) return people(`${forbidden} (${tableOf(row.commit)})`);
  const mode = modeFor(row, account);
  return { mode, path: row.path, route: machineRoute(row, mode, severity) };
}

/** Why this row lets no machine act; null when it does. */
function machineForbidden({ type, automated, path }: StampedRow): string | null {
  if (!automated) return `${type} is not automated`;
  if (path === 'human') return `${type} is for people`;
  return null;
}

/** Nobody is asked to approve a plan that writes nothing. */
function machineRoute(row: StampedRow, mode: Mode, severity: Severity): Route {
  const { approvalFrom, type, path } = row;
  const source = tableOf(row.commit);
  if (path === 'code' && mode === 'shadow') {
    const because = `${type} is fixed in its source, and is in shadow mode: nothing is proposed (${source})`;
    return { to: 'people', because };
  }
  // Whoever merges the pull request approves.
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

function people(because: string): Authority {
  return { route: { to: 'people', because }, mode: 'shadow', path: null };
}
