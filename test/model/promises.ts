/**
 * The promises of Closeloop, each by its name, as questions about records. Nothing of the state machine is imported:
 * what is asked here is asked of ledger, Security Hub, S3, Temporal and the calls that AWS saw.
 */
import { destinies } from './promises-of-destinies.ts';
import { exceptions } from './promises-of-exceptions.ts';
import { story } from './promises-of-story.ts';
import { undos } from './promises-of-undo.ts';
import { writes } from './promises-of-writes.ts';
import type { Records } from './records.ts';

/** What is wrong, in a sentence; null when the promise is kept. */
export type Promised = (records: Records) => string | null;

export const PROMISES = { ...destinies, ...exceptions, ...writes, ...undos, ...story } as const;

/** Each broken promise, `name: what is wrong`. */
export function broken(records: Records): readonly string[] {
  return Object.entries(PROMISES).flatMap(([name, kept]) => {
    const wrong = kept(records);
    return wrong === null ? [] : [`${name}: ${wrong}`];
  });
}
