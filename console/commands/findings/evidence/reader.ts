/** Whether the person at this terminal may open the evidence of a finding, by policy. */
import type { Lifecycle } from '../../../../activities/ledger/ledger.ts';
import type { PolicyTables } from '../../../../activities/ledger/policy/policy-tables.ts';
import type { DecisionPolicy } from '../../../../policies/decisions.ts';
import { mayReadEvidence } from '../../../../policies/evidence-readers.ts';
import { withCanonicalPeople } from '../../../../policies/who-may-decide.ts';
import { CliError } from '../../../cli/cli-error.ts';
import { commandLine } from '../../../cli/command-line.ts';
import { shortId } from '../../../cli/find-lifecycle.ts';
import type { Identity } from '../../../connect/caller.ts';

export interface ReaderFrom {
  readonly identity: () => Promise<Identity>;
  readonly tables: Pick<PolicyTables, 'ownership'>;
  readonly decisions: Pick<DecisionPolicy, 'evidenceReaders' | 'signIn'>;
}

/** Who reads, and why that is allowed, one sentence. */
export interface Reader {
  readonly person: string | null;
  readonly because: string;
}

/** Throws CliError `not-a-reader` for who is not of the finding's team, where policy limits it to that. */
export async function readerOf(
  { identity, tables, decisions }: ReaderFrom,
  row: Pick<Lifecycle, 'owner' | 'workflowId'>,
): Promise<Reader> {
  const { evidenceReaders: readers, signIn } = decisions;
  if (readers === 'anyone') return { person: null, because: 'evidence_readers is anyone' };
  const { arn, person } = await identity();
  const table = withCanonicalPeople(await tables.ownership(), signIn);
  const team = row.owner?.team ?? null;
  const { may, because } = mayReadEvidence(person, team, { readers, table });
  if (may) return { person, because };
  const who = person ?? arn ?? 'Nobody is signed in to AWS here, and nobody';
  const message = `${who} may not open the evidence of ${row.workflowId}: ${because}.`;
  throw new CliError('not-a-reader', message, {
    next: [
      `Who you are: ${commandLine('whoami')}`,
      `What everybody may read: ${commandLine('findings', 'show', shortId(row.workflowId))}`,
      'decisions.yaml: evidence_readers says who may open evidence.',
    ],
    details: { workflowId: row.workflowId, person, arn, team },
  });
}
