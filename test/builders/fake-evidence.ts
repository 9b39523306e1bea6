/** Keeps in memory what would be kept as evidence. */
import type { EvidenceStore } from '../../activities/verify/evidence.ts';

export interface FakeEvidence extends EvidenceStore {
  readonly kept: { readonly id: string; readonly evidence: unknown }[];
}

export function fakeEvidence(): FakeEvidence {
  const kept: { id: string; evidence: unknown }[] = [];
  return {
    kept,
    keep: async (workflowId, id, evidence) => {
      kept.push({ id, evidence });
      return { bucket: 'evidence', key: `evidence/${workflowId}/${id}.json`, sha256: 'cd' };
    },
  };
}
