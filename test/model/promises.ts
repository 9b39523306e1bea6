/**
 * The promises of Closeloop by name, each a check of recorded facts: ledger, Security Hub, S3, Temporal and the calls
 * that AWS received. Nothing here imports the state machine.
 */
import { destinies } from './promises-of-destinies.ts';
import { exceptions } from './promises-of-exceptions.ts';
import { lists } from './promises-of-lists.ts';
import { story } from './promises-of-story.ts';
import { undos } from './promises-of-undo.ts';
import { writes } from './promises-of-writes.ts';
import type { Records } from './records.ts';

export const PROMISES = {
  ...destinies,
  ...exceptions,
  ...writes,
  ...undos,
  ...story,
  ...lists,
} as const;

/** Each broken promise, as `name: what is wrong`. */
export function broken(records: Records): readonly string[] {
  return Object.entries(PROMISES).flatMap(([name, kept]) => {
    const wrong = kept(records);
    return wrong === null ? [] : [`${name}: ${wrong}`];
  });
}
