/** Whether a story is as it was sealed, as `findings show` prints it. */
import { ApplicationFailure } from '@temporalio/common';

import { lineName, sentenceOf } from '../../../activities/sealing/check-story.ts';
import type { StoryCheck } from '../../../activities/sealing/check-story.ts';
import type { StoryChecks } from '../../../activities/sealing/story-checks.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';

export interface ShownSeal {
  /** `unknown`: the comparison could not be made, `because` says why. */
  readonly status: 'sealed' | 'not-sealed' | 'differs' | 'unknown';
  /** The last line that is sealed, with its key in the ledger, and when it was sealed (ISO 8601). */
  readonly upTo: { readonly line: string; readonly sequence: string; readonly at: string } | null;
  /** When the first seal was made, ISO 8601: no line was sealed before. */
  readonly since: string | null;
  /** How many lines have a seal, and how many have none yet. */
  readonly sealedLines: number;
  readonly unsealedLines: number;
  readonly differences: readonly ShownDifference[];
  /** Why nobody can believe the seals, or why they could not be read. */
  readonly because: string | null;
}

interface ShownDifference {
  readonly kind: 'changed' | 'removed' | 'added';
  readonly sequence: string;
  /** ISO 8601; null for an added line without a seal. */
  readonly sealedAt: string | null;
  /** One sentence. */
  readonly text: string;
}

/** What AWS refuses is said and hides nothing else of the finding. */
export async function shownSeal(
  checks: Pick<StoryChecks, 'check'>,
  workflowId: string,
): Promise<ShownSeal> {
  try {
    return shownCheck(await checks.check(workflowId));
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return { ...NOTHING, status: 'unknown', because: error.message };
  }
}

const NOTHING = {
  upTo: null,
  since: null,
  sealedLines: 0,
  unsealedLines: 0,
  differences: [],
  because: null,
} as const;

function shownCheck(check: StoryCheck): ShownSeal {
  if ('broken' in check) return { ...NOTHING, status: 'differs', because: check.broken };
  const { upTo, since, sealed, unsealed, differences } = check.comparison;
  const isWhole = upTo === null ? 'not-sealed' : 'sealed';
  return {
    status: differences.length > 0 ? 'differs' : isWhole,
    upTo: upTo === null ? null : { line: lineName(upTo.sequence), ...upTo },
    since,
    sealedLines: sealed,
    unsealedLines: unsealed.length,
    differences: differences.map((one) => ({ ...one, text: sentenceOf(one) })),
    because: null,
  };
}

/** Under the story: up to where nobody can have changed it unnoticed, or what differs. */
export function sealLines(seal: ShownSeal, page: Page): Lines {
  const { bold, red } = page.style;
  if (seal.status !== 'differs') {
    return [bold('Seal'), ...sentences(seal).flatMap((text) => wrapAfter('  ', text, page))];
  }
  const because = seal.because === null ? [] : [seal.because];
  const texts = [...because, ...seal.differences.map(({ text }) => text), ...sentences(seal)];
  return [
    red(bold('The story is not what was sealed')),
    ...[...texts, ADVICE].flatMap((text) => wrapAfter('  ', text, page)),
  ];
}

const ADVICE =
  'Find out who wrote into the table of the story; its point-in-time recovery has the lines as they were. docs/decisions/stories-are-sealed.md says what is proved.';

function sentences({ status, upTo, since, unsealedLines, because }: ShownSeal): readonly string[] {
  if (status === 'unknown') return [`could not be compared: ${because ?? 'no reason given'}`];
  if (because !== null) return [];
  if (upTo === null || since === null) {
    return ['No line is sealed yet: whoever has the keys of a worker could have changed each.'];
  }
  const rest = unsealedLines === 0 ? '' : `; newer ones without a seal: ${unsealedLines}`;
  return [
    `Sealed up to ${upTo.line}, at ${timestamp(upTo.at)} UTC${rest}.`,
    `Not sealed before ${timestamp(since)} UTC.`,
  ];
}
