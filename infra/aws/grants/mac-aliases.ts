import { PRINCIPALS } from '../../../controls/roles.ts';
import { scopesOf } from '../../../controls/scopes.ts';

/** The aliases of all KMS keys that make MACs: each has exactly one principal that may sign with it. */
export function macAliases(): readonly string[] {
  const aliases = PRINCIPALS.flatMap((principal) =>
    scopesOf(principal).flatMap(({ alias }) => (alias === undefined ? [] : [alias])),
  );
  return [...new Set(aliases)].sort();
}
