import type { DecisionCheck, Provable } from '../../domain/decision.ts';
import type { Severity } from '../../domain/finding.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { maybeOnePerson } from '../../policies/sign-in.ts';
import { withCanonicalPeople } from '../../policies/who-may-decide.ts';
import type { Authority } from '../../policies/who-may-decide.ts';
import type { UsedProofs } from '../ledger/lifecycle/used-proofs.ts';
import type { Policies } from '../triage/policies.ts';
import { checkProof } from './check-proof.ts';
import type { ProofDeps } from './check-proof.ts';

export interface PersonDeps extends Pick<ProofDeps, 'whoSigned' | 'receiptsOf'> {
  readonly policies: Pick<Policies, 'tables' | 'decisions' | 'release'>;
  readonly usedProofs: UsedProofs;
  readonly clock: { readonly now: () => Date };
}

export interface Statement {
  readonly workflowId: string;
  readonly decision: Provable;
  readonly severity: Severity;
  /** Who requested what waits for a second person, as the request names them; null: nobody. */
  readonly requester: string | null;
  /** A proof counts once: only a caller with the same name may use it again. */
  readonly usedBy: string;
}

type PersonCheck =
  | {
      readonly trusted: true;
      readonly because: string;
      readonly actor: string;
      /** See `DecisionCheck`. */
      readonly isRequester?: true;
      readonly table: OwnershipTable;
    }
  | (DecisionCheck & { readonly trusted: false });

/** Whether the decision is proven, its proof unused, and the person allowed to decide by `authority`. */
export async function checkPerson(
  deps: PersonDeps,
  { workflowId, decision, severity, requester, usedBy: by }: Statement,
  authority: (person: string, table: OwnershipTable) => Authority,
): Promise<PersonCheck> {
  const { policies, usedProofs, clock } = deps;
  const proof = await checkProof({ ...deps, decisions: policies.decisions }, decision, severity);
  if ('why' in proof) return { trusted: false, because: proof.why };
  const use = { id: decision.id, by, at: clock.now().toISOString() };
  if (proof.proven && !(await usedProofs.use(workflowId, use))) {
    return { trusted: false, because: 'its proof was used before' };
  }
  const { signIn } = policies.decisions;
  const table = withCanonicalPeople(await policies.tables.ownership(), signIn);
  const { release } = policies;
  const { may, because } = mayBoth(authority, proof.person, [
    table,
    release === undefined ? undefined : withCanonicalPeople(release.ownership, signIn),
  ]);
  if (!may) return { trusted: may, because: `${because} (${proof.because})`, actor: proof.person };
  const own = requester !== null && maybeOnePerson(requester, proof.person, signIn);
  return {
    trusted: may,
    because: `${because}; ${proof.because}`,
    actor: proof.person,
    ...(own ? { isRequester: own } : {}),
    table,
  };
}

/** The table, and where this worker relies on the files of its release also those: the first that says no counts. */
function mayBoth(
  authority: (person: string, table: OwnershipTable) => Authority,
  person: string,
  [table, release]: readonly [OwnershipTable, OwnershipTable | undefined],
): Authority {
  const byTable = authority(person, table);
  if (!byTable.may || release === undefined) return byTable;
  const byRelease = authority(person, release);
  if (byRelease.may) return byTable;
  const because = `${byRelease.because}, in the ownership.yaml of this worker's release; its table says otherwise`;
  return { may: false, because };
}
