/** Who signed what a finding's evidence is: closeloop-closer what it closed by, closeloop-audit the lines of the story. */
import type { KMS } from '@aws-sdk/client-kms';
import { ApplicationFailure } from '@temporalio/common';

import type { FindingRef } from '../../domain/finding.ts';
import { itemsAbout, provenOf } from '../audit/status-proofs.ts';
import type { Proof } from '../audit/status-proofs.ts';
import type { Store } from '../ledger/dynamodb/store.ts';
import { sentencesOf } from '../sealing/check-story.ts';
import type { StoryCheck } from '../sealing/check-story.ts';
import type { StoryChecks } from '../sealing/story-checks.ts';
import type { CitingLine } from './cited.ts';

export interface Signatures {
  /** Null where the story could not be compared with its seals: `unknown` says why. */
  readonly story: StoryCheck | null;
  readonly unknown: string | null;
  /** What the closer proved about the findings of the lifecycle, each with a valid MAC. */
  readonly proofs: readonly Proof[];
  /** Findings in whose proof's place stands what the closer did not write. */
  readonly forged: readonly string[];
  /** Findings without any proof. */
  readonly unproven: readonly string[];
}

export interface SignatureDeps {
  readonly storyChecks: Pick<StoryChecks, 'check'>;
  readonly proofsOf: ProofsOf;
}

/** The closer's proofs of one finding's status under one lifecycle, and how many items there are none. */
export type ProofsOf = (
  workflowId: string,
  finding: FindingRef,
) => Promise<Awaited<ReturnType<typeof provenOf>>>;

/** Needs reads of `proofs`, and kms:VerifyMac. */
export function proofsInLedger(store: Store, kms: Pick<KMS, 'verifyMac'>): ProofsOf {
  return async (workflowId, finding) =>
    await provenOf(kms, finding, await itemsAbout(store, finding, [workflowId]));
}

/** Throws what AWS refuses about proofs; a story that cannot be compared is an answer. */
export async function signaturesOf(
  { storyChecks, proofsOf }: SignatureDeps,
  {
    workflowId,
    findings,
  }: { readonly workflowId: string; readonly findings: readonly FindingRef[] },
): Promise<Signatures> {
  const compared = await comparedStory(storyChecks, workflowId);
  const known = await Promise.all(
    findings.map(async (finding) => ({ finding, ...(await proofsOf(workflowId, finding)) })),
  );
  const idsOf = (some: typeof known) => some.map(({ finding }) => finding.id);
  return {
    ...compared,
    proofs: known.flatMap(({ proofs }) => proofs),
    forged: idsOf(known.filter(({ forged }) => forged > 0)),
    unproven: idsOf(known.filter(({ proofs, forged }) => proofs.length + forged === 0)),
  };
}

async function comparedStory(
  checks: Pick<StoryChecks, 'check'>,
  workflowId: string,
): Promise<Pick<Signatures, 'story' | 'unknown'>> {
  try {
    return { story: await checks.check(workflowId), unknown: null };
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return { story: null, unknown: error.message };
  }
}

/** What is wrong with the story as a whole, one sentence each. */
export function storyFaults({ story, unknown }: Signatures): readonly string[] {
  if (story === null) return [`the seals could not be checked: ${unknown ?? 'no reason given'}`];
  return sentencesOf(story);
}

/** When closeloop-audit sealed last; null where it has sealed none of these lines as it is now. */
export function sealedAt({ story }: Signatures, lines: readonly CitingLine[]): string | null {
  if (story === null || 'broken' in story || lines.length === 0) return null;
  const { upTo, unsealed, differences } = story.comparison;
  const isOpen = ({ sequence }: CitingLine) =>
    [...unsealed, ...differences].some((other) => other.sequence.startsWith(sequence));
  return upTo === null || lines.every(isOpen) ? null : upTo.at;
}
