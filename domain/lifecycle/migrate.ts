import { SCHEMA } from './state.ts';
import type { State } from './state.ts';

/**
 * Brings carried state to today's layout. A lifecycle may sleep for a year, so a migration step stays here for ever.
 * Throws for a newer schema: an older worker must not guess what a newer one meant.
 */
export function migrate(schema: number, carried: State): State {
  if (schema === SCHEMA) return carried;
  throw new Error(
    `This worker reads lifecycle schema ${SCHEMA}; the run carries schema ${schema}. Deploy the newer worker.`,
  );
}
