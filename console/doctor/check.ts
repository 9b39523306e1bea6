/** What one look of the doctor found. */
export interface Check {
  /** Heading in the report: Machine, Environment, Temporal, AWS, Ledger, Policies, Safety. */
  readonly group: string;
  readonly name: string;
  /** `broken` is required and fails the command; `skipped` could not be looked at because something before it is broken. */
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

/** A check's own failure is a finding about that check: the others still run. */
export async function attempt(
  named: Named,
  explain: (error: unknown) => { readonly message: string; readonly next: readonly string[] },
  look: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    const { message, next } = explain(error);
    return [broken(named, message, ...next)];
  }
}
