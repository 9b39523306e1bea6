import type { Block, SourceModel } from '../source/model.ts';
import type { Documents } from './documents.ts';

/** Where a value stands that has to name something. */
export interface Place {
  /** The module before the change: what an answer adds proves nothing. */
  readonly model: SourceModel;
  /** The block in which, or in whose companion, the value stands. */
  readonly target: Block;
  readonly documents: Documents;
}
