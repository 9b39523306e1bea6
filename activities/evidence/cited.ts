/** Which evidence the ledger names: by lines of the story, and by proofs of the closer. Pure. */
import type { StoryEntry } from '../../domain/story.ts';
import type { EvidenceRef } from '../../domain/verdict.ts';
import type { Proof } from '../audit/status-proofs.ts';
import { sequenceOf } from '../ledger/lifecycle/story-item.ts';

/** A line of the story that names a check. */
export interface CitingLine {
  readonly sequence: string;
  readonly episode: number;
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly text: string;
}

/** One check, with everything that the story says of its evidence. */
export interface Cited {
  readonly verificationId: string;
  /** As the lines name it, each spelling once: more than one is a contradiction. */
  readonly refs: readonly EvidenceRef[];
  /** Oldest first. */
  readonly lines: readonly CitingLine[];
}

/** Checks with evidence, oldest first. */
export function citedIn(
  story: readonly (StoryEntry & { readonly episode: number })[],
): readonly Cited[] {
  const found = new Map<string, { refs: EvidenceRef[]; lines: CitingLine[] }>();
  for (const { episode, seq, at, kind, text, verificationId, evidence } of story) {
    if (evidence === undefined) continue;
    const id = verificationId ?? evidence.key;
    const one = found.get(id) ?? { refs: [], lines: [] };
    if (!one.refs.some((ref) => sameRef(ref, evidence))) one.refs.push(evidence);
    one.lines.push({ sequence: sequenceOf(episode, seq), episode, seq, at, kind, text });
    found.set(id, one);
  }
  return [...found].map(([verificationId, one]) => ({ verificationId, ...one }));
}

function sameRef(one: EvidenceRef, other: EvidenceRef): boolean {
  return one.bucket === other.bucket && one.key === other.key && one.sha256 === other.sha256;
}

/** Also the checks that only a proof of the closer names, because their line is missing in the story. */
export function withProven(
  cited: readonly Cited[],
  proofs: readonly Pick<Proof, 'verificationId' | 'evidence'>[],
  place: { readonly workflowId: string; readonly bucket: string | null },
): readonly Cited[] {
  const bucket = place.bucket ?? cited[0]?.refs[0]?.bucket;
  const more = new Map<string, Cited>();
  for (const { verificationId, evidence: sha256 } of proofs) {
    if (verificationId === null || sha256 === null || bucket === undefined) continue;
    if (cited.some((one) => one.verificationId === verificationId)) continue;
    const key = evidenceKey(place.workflowId, verificationId);
    more.set(verificationId, { verificationId, refs: [{ bucket, key, sha256 }], lines: [] });
  }
  return [...cited, ...more.values()];
}

/** Where `evidenceInS3` stores the evidence of a check. */
export function evidenceKey(workflowId: string, verificationId: string): string {
  return `evidence/${workflowId}/${verificationId}.json`;
}
