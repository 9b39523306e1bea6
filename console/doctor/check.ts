/** The result of one check of the doctor. */
export interface Check {
  /** Heading in the report: Machine, Environment, Temporal, AWS, Ledger, Policies, Documents, Keys, Safety. */
  readonly group: string;
  readonly name: string;
  /** `broken` is required and fails the command; `skipped` could not be checked because something before it is broken. */
  readonly status: 'ok' | 'warn' | 'broken' | 'skipped';
  /** What is there and where, or what is missing. */
  readonly found: string;
  /** What to do; empty when nothing. */
  readonly next: readonly string[];
}

type Named = Pick<Check, 'group' | 'name'>;

export function ok(named: Named, found: string): Check {
  return { ...named, status: 'ok', found, next: [] };
}

export function warn(named: Named, found: string, ...next: readonly string[]): Check {
  return { ...named, status: 'warn', found, next };
}

export function broken(named: Named, found: string, ...next: readonly string[]): Check {
  return { ...named, status: 'broken', found, next };
}

export function skipped(named: Named, because: string): Check {
  return { ...named, status: 'skipped', found: because, next: [] };
}
