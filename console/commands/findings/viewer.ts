/** Who looks at a finding, so that nobody is offered a command that they may not run. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import { compareSeverity } from '../../../domain/finding.ts';
import type { DecisionPolicy } from '../../../policies/decisions.ts';
import { surelyOnePerson } from '../../../policies/sign-in.ts';
import { mayDecide, withCanonicalPeople } from '../../../policies/who-may-decide.ts';
import type { Identity } from '../../connect/caller.ts';
import { ownershipOrNull } from '../../output/owner.ts';

export interface Viewer {
  /** The canonical name; null where nobody known is signed in. */
  readonly person: string | null;
  /** May decide about this finding, as far as can be known here: the worker that checks a decision has the last word. */
  readonly may: boolean;
  /** Why not, one sentence; null where they may. */
  readonly because: string | null;
  /** Requested what waits for a second person. */
  readonly isRequester: boolean;
}

/** Where it is not known who looks, nothing is left out. */
export const ANYBODY: Viewer = { person: null, may: true, because: null, isRequester: false };

export interface ViewerFrom {
  readonly identity: () => Promise<Identity>;
  readonly decisions: () => Promise<Pick<DecisionPolicy, 'signIn' | 'trustUnprovenUpTo'>>;
  readonly tables: Pick<PolicyTables, 'ownership'>;
}

export async function viewerOf(
  { identity, decisions, tables }: ViewerFrom,
  row: Lifecycle,
): Promise<Viewer> {
  const { arn, person } = await identity();
  const { signIn, trustUnprovenUpTo } = await decisions();
  const requester = row.undo?.by ?? row.request?.by;
  const isRequester =
    person !== null && requester !== undefined && surelyOnePerson(requester, person, signIn);
  const anybody = { ...ANYBODY, person, isRequester };
  const table = await ownershipOrNull(async () => tables);
  // Without a proof decisions count up to a severity, whoever sends them.
  const unproven =
    trustUnprovenUpTo !== null && compareSeverity(row.severity, trustUnprovenUpTo) <= 0;
  if (arn === null || table === null || unproven) return anybody;
  if (person === null) {
    const because = `sign_in of decisions.yaml does not name ${arn}, so no decision from here counts`;
    return { ...anybody, may: false, because };
  }
  const { may, because } = mayDecide(
    person,
    row.owner?.team ?? null,
    withCanonicalPeople(table, signIn),
  );
  return { ...anybody, may, because: may ? null : because };
}
