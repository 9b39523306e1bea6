import { sealableParts } from './chain.ts';
import type { StoredLine } from './chain.ts';
import { checkStory } from './check-story.ts';
import type { CheckStoryDeps, StoryCheck } from './check-story.ts';
import { hashOfSeal } from './seals.ts';
import type { SealWriter } from './seals.ts';

export interface SealStoryDeps extends CheckStoryDeps {
  readonly seals: Pick<SealWriter, 'of' | 'add'>;
  readonly clock: { readonly now: () => Date };
}

/** How many lines were sealed, and the check before it. */
export interface SealedNow {
  readonly sealed: number;
  readonly check: StoryCheck;
}

/**
 * Compares the story with its seals again, then seals the lines of `first`, an earlier check, that have no seal yet. A
 * query can see half of a transaction, so what stood before the last line of `first` must be there by now: the caller
 * waits a moment between the two. Lines that differ keep their seal; the others are sealed all the same, because
 * otherwise whoever changes one line could do with the next ones as they like.
 */
export async function sealStory(
  deps: SealStoryDeps,
  workflowId: string,
  first: StoryCheck,
): Promise<SealedNow> {
  const check = await checkStory(deps, workflowId);
  if ('broken' in check || 'broken' in first) return { sealed: 0, check };
  const head = first.comparison.unsealed.at(-1)?.sequence ?? '';
  const settled = check.comparison.unsealed.filter(({ sequence }) => sequence <= head);
  return { sealed: await add(deps, workflowId, { check, settled }), check };
}

/** Stops where another round has added a seal meanwhile: that one has compared the story too. */
async function add(
  { seals, clock }: SealStoryDeps,
  workflowId: string,
  {
    check: { last },
    settled,
  }: {
    readonly check: Exclude<StoryCheck, { broken: string }>;
    readonly settled: readonly StoredLine[];
  },
): Promise<number> {
  let { number, hash: before } = last;
  let sealed = 0;
  for (const lines of sealableParts(settled)) {
    number += 1;
    const seal = { number, at: clock.now().toISOString(), before, lines };
    if (!(await seals.add(workflowId, seal))) break;
    before = hashOfSeal(workflowId, seal);
    sealed += Object.keys(lines).length;
  }
  return sealed;
}
