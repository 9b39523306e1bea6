import type { Problem, Severity } from '../../domain/finding.ts';
import { carriesTag, isAbout } from '../../domain/scope.ts';
import type { Cover } from '../../domain/scoped-exception/state.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import type { ScopedException } from '../ledger/exception/exceptions.ts';
import type { LiveTags } from '../triage/live-tags.ts';

interface Seen {
  readonly tags: LiveTags;
  readonly now: Date;
  readonly scoped: Pick<DecisionPolicy['scoped'], 'protectedTags'>;
}

interface Covered {
  /** The one that lasts longest. */
  readonly cover: Cover | null;
  /** What could not be decided because tags could not be read, in sentences for people. */
  readonly blind: readonly string[];
}

/** Workers' clocks differ a little: an exception that ends this soon does not apply. Milliseconds. */
const ALMOST_OVER = 60_000;

/** The exception in force that covers this finding. One whose tag is no longer protected covers nothing. */
export function coverFor(
  exceptions: readonly ScopedException[],
  about: { readonly problem: Problem; readonly severity: Severity },
  { tags, now, scoped }: Seen,
): Covered {
  const inForce = exceptions
    .filter((one) => isInForce(one, now) && isAbout(one.scope, about))
    .filter(({ scope: { tag } }) => tag === null || scoped.protectedTags.includes(tag.key));
  const [longest] = inForce
    .filter(({ scope }) => carriesTag(scope, tags.tags))
    .flatMap(coverOf)
    .toSorted((a, b) => b.until - a.until);
  const unread = tags.tags === null ? inForce.filter(({ scope }) => scope.tag !== null) : [];
  const blind = unread.map(
    ({ id }) => `exception ${id} may cover it, but its tags could not be read`,
  );
  return { cover: longest ?? null, blind: longest === undefined ? blind : [] };
}

function isInForce({ phase, grant }: ScopedException, now: Date): boolean {
  if (phase !== 'ACTIVE' || grant === null) return false;
  return Date.parse(grant.until) > now.getTime() + ALMOST_OVER;
}

function coverOf({ id, grant }: ScopedException): readonly Cover[] {
  if (grant === null) return [];
  const { by, confirmedBy, why, since, until } = grant;
  return [{ id, by, confirmedBy, why, since: Date.parse(since), until: Date.parse(until) }];
}
