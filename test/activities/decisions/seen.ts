import assert from 'node:assert/strict';

import { shownFor } from '../../../activities/decisions/shown.ts';
import type { Ledger } from '../../../activities/ledger/ledger.ts';
import type { Decision } from '../../../domain/decision.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';

/** The decision of a person who read its form before, made from that ledger. */
export async function seen(
  decision: Decision,
  ledger: Pick<Ledger, 'lifecycle' | 'planText'> = fakeLedger(),
): Promise<Decision> {
  const row = await ledger.lifecycle(decision.finding);
  assert.ok(row);
  const shown = await shownFor(ledger, row, decision);
  assert.ok('digest' in shown, JSON.stringify(shown));
  return { ...decision, shown: shown.digest };
}
