import { createHash } from 'node:crypto';

import type { Ledger } from '../../activities/ledger/ledger.ts';
import type { LifecycleClient } from '../../client/lifecycle-client.ts';
import type { ImportedAcceptance } from '../../domain/decision.ts';
import type { Prove } from '../connect/proving.ts';
import type { TakenRow } from './plan.ts';

export interface SendDeps {
  readonly ledger: Pick<Ledger, 'acknowledge'>;
  readonly messages: Pick<LifecycleClient, 'importAccepted'>;
  readonly prove: Prove;
}

/** What became of a row: null when it was sent, else why not. */
export interface SentRow {
  readonly row: TakenRow;
  readonly failure: string | null;
}

/**
 * Each problem gets a lifecycle that begins with its acceptance; a finding is recorded in the ledger once Temporal has
 * acknowledged it. One that fails does not stop the others; when the import is repeated, it sends what is missing.
 */
export async function sendRows(
  deps: SendDeps,
  rows: readonly TakenRow[],
  actor: string,
): Promise<readonly SentRow[]> {
  const sent: SentRow[] = [];
  for (const row of rows) {
    const failure = await sendRow(deps, row, actor).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    sent.push({ row, failure });
  }
  return sent;
}

async function sendRow(deps: SendDeps, row: TakenRow, actor: string): Promise<void> {
  const { workflowId, problem, until, because, reports } = row;
  const about = { finding: workflowId, decision: 'import', until } as const;
  const id = `import-${createHash('sha256').update(`${workflowId} ${until}`).digest('hex').slice(0, 32)}`;
  const draft = { id, ...about, actor, why: because, door: 'cli', proof: null } as const;
  const { proof } = await deps.prove(draft);
  const acceptance: ImportedAcceptance = { ...draft, proof };
  for (const { observation, hash, known } of reports) {
    await deps.messages.importAccepted(workflowId, problem, { observation, acceptance });
    await deps.ledger.acknowledge(observation.finding, workflowId, hash, known);
  }
}
