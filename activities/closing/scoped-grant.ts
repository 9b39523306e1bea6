/** The scoped exception in force, from decisions that the closer checked itself. Pure. */
import { parseInstant } from '../../domain/exception.ts';
import type { Scope } from '../../domain/scope.ts';
import { maybeOnePerson } from '../../policies/sign-in.ts';
import type { SignIn } from '../../policies/sign-in.ts';
import type { Said } from './proof-items.ts';

/** Who requested it, who confirmed it, until when (epoch milliseconds). */
export interface ProvenGrant {
  readonly scope: Scope;
  readonly by: string;
  readonly confirmedBy: string;
  readonly until: number;
  /** The end as it was written. */
  readonly written: string;
  /** Of scope, end and reason. */
  readonly hash: string;
  readonly ids: readonly string[];
}

/** Null where nobody confirmed a request, and after a revocation. `said` is oldest first; the end is not checked. */
export function grantIn(
  said: readonly Said[],
  { signIn, askSeconds }: { readonly signIn: SignIn; readonly askSeconds: number },
): ProvenGrant | null {
  let request: Said | null = null;
  let grant: ProvenGrant | null = null;
  for (const one of said) {
    if (one.kind === 'ask' || one.kind === 'extend') request = one;
    if (one.kind === 'revoke') [request, grant] = [null, null];
    if (one.kind !== 'confirm' || request === null || request.hash !== one.hash) continue;
    const until = parseInstant(request.until);
    const late = Date.parse(one.at) > Date.parse(request.at) + (askSeconds + CLOCKS) * 1000;
    const own = maybeOnePerson(request.actor, one.actor, signIn);
    const { scope, actor: by, hash, until: written } = request;
    if (until === null || written === null || scope === null || late || own) continue;
    const ids = [request.id, one.id];
    grant = { scope, by, confirmedBy: one.actor, until, written, hash, ids };
    request = null;
  }
  return grant;
}

/** Clocks of two workers differ a little. Seconds. */
const CLOCKS = 600;
