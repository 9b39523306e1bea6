/** Ids and hashes of scoped exceptions. Running exceptions carry them, so they must not change. */
import { createHash } from 'node:crypto';

import { canonicalJson } from '../../domain/plan.ts';
import type { Scope } from '../../domain/scope.ts';

/** The workflow id: a scope has one exception, no matter who requests it. */
export function scopedId({ control, account, tag }: Scope): string {
  return `exception:${sha256({ control, account, tag }).slice(0, 16)}`;
}

/** The hash of what one person requests and another confirms: scope, end as it was written, and reason. */
export function requestHash(request: {
  readonly scope: Scope;
  readonly until: string;
  readonly why: string;
}): string {
  const { scope, until, why } = request;
  return sha256({ scope, until, why });
}

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
