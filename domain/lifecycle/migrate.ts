import { SCHEMA } from './state.ts';
import type { LifecycleState } from './state.ts';

/**
 * The carried state in today's layout. Each schema that ever ran keeps its step here for ever: a sleeper may be
 * a year old. Throws for a newer schema: an older worker must not guess what a newer one meant.
 */
export function migrate(schema: number, carried: LifecycleState): LifecycleState {
  if (schema === SCHEMA) return carried;
  throw new Error(
    `This worker reads lifecycle schema ${SCHEMA}; the run carries schema ${schema}. Deploy the newer worker.`,
  );
}
