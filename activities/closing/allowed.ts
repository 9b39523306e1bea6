/** What people decided, by the closer's own records: without it nothing is SUPPRESSED, and nothing closes as attested. */
import type { Exception } from '../../domain/exception.ts';
import { highestSeverity } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';
import type { Attestation } from '../../domain/lifecycle/state.ts';
import { carriesTag, isAbout, scopeInWords } from '../../domain/scope.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import { thisActivity } from '../decisions/check-decision.ts';
import { requestHash } from '../exceptions/scope-hash.ts';
import { readLiveTags } from '../triage/live-tags.ts';
import { enterAccount } from '../verify/check.ts';
import type { CheckDeps } from '../verify/check.ts';
import { acceptedBy, attestedBy } from './accepted-by.ts';
import type { Allowed, Known } from './accepted-by.ts';
import type { Proofs } from './proofs.ts';
import type { Own } from './reported.ts';
import { grantIn } from './scoped-grant.ts';
import type { ProvenGrant } from './scoped-grant.ts';

export interface AllowedDeps extends Pick<CheckDeps, 'accounts' | 'clock'> {
  readonly proofs: Pick<Proofs, 'said' | 'over'>;
  readonly policies: { readonly decisions: DecisionPolicy };
}

/** A lifecycle, and its findings as Security Hub has them. */
export interface About {
  readonly workflowId: string;
  readonly episode: number;
  readonly own: readonly Own[];
}

/** Whether people accepted it: the finding itself, in an import, or by a scoped exception that covers it. */
export async function isAccepted(
  deps: AllowedDeps,
  about: About,
  exception: Exception,
): Promise<Allowed> {
  if (exception.scope !== undefined) return await isCovered(deps, about, exception);
  return acceptedBy(await knownOf(deps, about), exception);
}

/** Whether two people attested it. */
export async function isAttested(
  deps: AllowedDeps,
  about: About,
  attestation: Attestation | undefined,
): Promise<Allowed> {
  if (attestation === undefined) return { why: 'two persons have to attest that it is fixed' };
  return attestedBy(await knownOf(deps, about), attestation);
}

async function knownOf(
  { proofs, policies }: AllowedDeps,
  { workflowId, episode, own }: About,
): Promise<Known> {
  const [said, over] = await Promise.all([proofs.said(workflowId), proofs.over(workflowId)]);
  const { decisions } = policies;
  return { said, over, by: thisActivity(), episode, severity: severityOf(own), decisions };
}

/** The highest. Where Security Hub knows no finding, nothing is written to it. */
function severityOf(own: readonly Own[]): Severity {
  return own.map(({ severity }) => severity).reduce(highestSeverity, 'INFORMATIONAL');
}

async function isCovered(
  deps: AllowedDeps,
  { own }: About,
  exception: Exception,
): Promise<Allowed> {
  const { scope: id = '' } = exception;
  const { signIn, scoped } = deps.policies.decisions;
  const { askSeconds, protectedTags } = scoped;
  const grant = grantIn(await deps.proofs.said(id), { signIn, askSeconds });
  const differs = grantRefusal(grant, exception, deps.clock.now().getTime());
  if (grant === null || differs !== null) return { why: `exception ${id}: ${differs ?? ''}` };
  const { tag } = grant.scope;
  if (tag !== null && !protectedTags.includes(tag.key))
    return { why: `exception ${id}: the tag ${tag.key} is not protected any more` };
  for (const { problem, severity } of own) {
    const { tags } =
      tag === null
        ? { tags: null }
        : await readLiveTags(problem, await enterAccount(deps, problem));
    if (isAbout(grant.scope, { problem, severity }) && carriesTag(grant.scope, tags)) continue;
    return { why: `exception ${id} does not cover it: ${scopeInWords(grant.scope)}, ${severity}` };
  }
  return { ids: grant.ids };
}

/** Why the closer's own records do not show this exception; null when they do. */
function grantRefusal(
  grant: ProvenGrant | null,
  { by, confirmedBy, until, why }: Exception,
  now: number,
): string | null {
  if (grant === null) return 'no request of it was proven and confirmed by a second person';
  if (grant.until !== until) return `its proven end is ${new Date(grant.until).toISOString()}`;
  if (grant.until <= now) return `it ended at ${new Date(grant.until).toISOString()}`;
  const { scope, written } = grant;
  const isSame = requestHash({ scope, until: written, why }) === grant.hash;
  if (isSame && grant.by === by && grant.confirmedBy === confirmedBy) return null;
  return `${grant.by} and ${grant.confirmedBy} agreed on it, for another reason or not these people`;
}
