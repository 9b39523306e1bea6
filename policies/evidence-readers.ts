import type { OwnershipTable } from './ownership.ts';
/** Who may open the raw answers of a check with the console. */
import { mayDecide } from './who-may-decide.ts';
import type { Authority } from './who-may-decide.ts';

/** `deciders`: who may decide about the finding. `anyone`: whoever has the console's AWS credentials. */
export const EVIDENCE_READERS = ['deciders', 'anyone'] as const;
export type EvidenceReaders = (typeof EVIDENCE_READERS)[number];

/** `person` is null where nobody is signed in whom `sign_in` names; `team` owns the finding, as for `mayDecide`. */
export function mayReadEvidence(
  person: string | null,
  team: string | null,
  { readers, table }: { readonly readers: EvidenceReaders; readonly table: OwnershipTable },
): Authority {
  if (readers === 'anyone') return { may: true, because: 'evidence_readers is anyone' };
  if (person === null) {
    const nobody = 'evidence_readers is deciders, and you are nobody whom sign_in names';
    return { may: false, because: nobody };
  }
  const { may, because } = mayDecide(person, team, table);
  return { may, because: may ? because : `evidence_readers is deciders, and ${because}` };
}
