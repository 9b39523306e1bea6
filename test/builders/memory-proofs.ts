import type { Accepted, Over, Said, StatusProof } from '../../activities/closing/proof-items.ts';
import type { Proofs } from '../../activities/closing/proofs.ts';

export interface MemoryProofs extends Proofs {
  readonly proven: StatusProof[];
}

/** What the closer remembers, in memory. `said` and `over` are of every lifecycle. */
export function memoryProofs(
  facts: {
    readonly said?: readonly Said[];
    readonly over?: Over;
    readonly accepted?: Accepted;
  } = {},
): MemoryProofs {
  const said = [...(facts.said ?? [])];
  const proven: StatusProof[] = [];
  let { over = null }: { over?: Over | null } = facts;
  let { accepted = null }: { accepted?: Accepted | null } = facts;
  return {
    proven,
    remember: async (_workflowId, one) => {
      said.push(one);
    },
    said: async () => said,
    end: async (_workflowId, now) => {
      over = now;
    },
    over: async () => over,
    accept: async (_workflowId, now) => {
      accepted = now;
    },
    accepted: async () => accepted,
    prove: async (_workflowId, proof) => {
      proven.push(proof);
    },
    statusOf: async (_workflowId, { id }) =>
      proven.findLast(({ findingId }) => findingId === id) ?? null,
  };
}
