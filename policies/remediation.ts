/** What a machine may do about a finding type. `activities/triage/authority.ts` turns a row into a route. */
import type { Severity } from '../domain/finding.ts';

/** `shadow`: plan and tell, write nothing. */
export const MODES = ['shadow', 'enforce'] as const;
export type Mode = (typeof MODES)[number];

/** Who does it: Systems Manager Automation, a pull request, both, or people. */
export const PATHS = ['runtime', 'code', 'both', 'human'] as const;
export type RemediationPath = (typeof PATHS)[number];

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

/** The mode in this account; a type that was never enabled is in shadow. */
export function modeFor(row: Pick<RemediationRow, 'mode' | 'modes'>, account: string): Mode {
  return Object.hasOwn(row.modes, account) ? (row.modes[account] ?? 'shadow') : row.mode;
}
