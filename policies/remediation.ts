/** What a machine may do about a finding type. Pure; the rows come from the ledger's remediation table. */
import { SEVERITIES, compareSeverity } from '../domain/finding.ts';
import type { Severity } from '../domain/finding.ts';
import type { Route } from '../domain/lifecycle/events.ts';

/** `shadow`: plan and notify, write nothing. */
export const MODES = ['shadow', 'enforce'] as const;
export type Mode = (typeof MODES)[number];

/** Who does it: Systems Manager Automation, a pull request, both, or people. */
export const PATHS = ['runtime', 'code', 'both', 'human'] as const;
type RemediationPath = (typeof PATHS)[number];

/** One finding type. */
export interface RemediationRow {
  /** A control's id. */
  readonly type: string;
  readonly automated: boolean;
  /** For accounts that `modes` does not name. */
  readonly mode: Mode;
  /** Account id → mode: a type is switched on account by account, or kept off in one. */
  readonly modes: Readonly<Record<string, Mode>>;
  readonly path: RemediationPath;
  /** People approve from this severity up; the lowest severity means always, null never. */
  readonly approvalFrom: Severity | null;
}

/** How much machines may write, whatever each type allows; beyond it people decide. */
export interface Limits {
  readonly writesPerAccountAndHour: number;
  /** An episode is one open period of a problem; each round of it writes at most once. */
  readonly writesPerEpisode: number;
}

/** Enough for a working day; too few for a mistake to reach a whole account within an hour. */
export const DEFAULT_LIMITS: Limits = { writesPerAccountAndHour: 20, writesPerEpisode: 10 };

/** Where a row comes from, for people: `remediation table, commit 1a2b3c4d5e6f`. */
export function tableOf(commit: string): string {
  if (commit === NO_COMMIT) return 'remediation table';
  const edited = commit.endsWith(EDITED);
  const name = (edited ? commit.slice(0, -EDITED.length) : commit).slice(0, 12);
  return `remediation table, commit ${name}${edited ? ', edited since' : ''}`;
}

/** For policies outside of any repository. */
export const NO_COMMIT = 'no-commit';

/** Behind the commit where the files are no longer what was committed. */
export const EDITED = '-dirty';

/** The mode in this account; a type that was never enabled is in shadow. */
export function modeFor(row: RemediationRow | null, account: string): Mode {
  if (row === null) return 'shadow';
  return Object.hasOwn(row.modes, account) ? (row.modes[account] ?? 'shadow') : row.mode;
}

/**
 * Who acts next on a finding of this type. In shadow mode a plan is made: the runtime worker reads the mode again, answers
 * `planned` and writes nothing, so nobody has to approve.
 */
export function routeFor(row: RemediationRow | null, severity: Severity, account: string): Route {
  if (row === null)
    return toHumanReview('the remediation table has no row for this type: a machine may not act');
  const { type, path } = row;
  if (!row.automated) return toHumanReview(`${type} is not automated in the remediation table`);
  if (path === 'human') return toHumanReview(`the path of ${type} is human: people decide`);
  if (path === 'code')
    return toHumanReview(`the path of ${type} is code: a pull request changes its source`);
  if (modeFor(row, account) === 'shadow')
    return { ...automatic(shadow(row, severity)), shadow: true };
  if (needsApproval(row, severity)) return { to: 'approval', because: approval(row, severity) };
  const source = path === 'both' ? ', then its source' : '';
  return automatic(`${type} is automated for ${severity}${source}`);
}

function needsApproval({ approvalFrom }: RemediationRow, severity: Severity): boolean {
  return approvalFrom !== null && compareSeverity(severity, approvalFrom) >= 0;
}

function toHumanReview(because: string): Route {
  return { to: 'people', because };
}

function automatic(because: string): Route {
  return { to: 'automatic', because };
}

function approval({ type, approvalFrom }: RemediationRow, severity: Severity): string {
  const rule = approvalFrom === SEVERITIES[0] ? 'always' : `from ${approvalFrom} up`;
  return `${type} needs an approval ${rule}; this is ${severity}`;
}

function shadow(row: RemediationRow, severity: Severity): string {
  const enforced = needsApproval(row, severity) ? `; enforced, ${approval(row, severity)}` : '';
  return `${row.type} is in shadow mode: planned only, nothing is written${enforced}`;
}
