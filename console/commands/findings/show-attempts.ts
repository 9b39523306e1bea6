/** Attempts at a code fix, as `findings show` prints them. */
import { unansweredCalls } from '../../../activities/ledger/code-fix/attempts.ts';
import type { RememberedAttempt } from '../../../activities/ledger/code-fix/attempts.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';

type ShownAttempt = Readonly<ReturnType<typeof shownAttempt>>;

/** One attempt as JSON: `tokens` is null while no answer was received, `accepted` while none was validated. */
export function shownAttempt(attempt: RememberedAttempt) {
  const { episode, number, begunAt: at, author, heard, judged } = attempt;
  const rejected = judged?.accepted === false;
  return {
    episode,
    number,
    at,
    author,
    tokens: author.kind === 'control' ? { input: 0, output: 0 } : (heard?.tokens ?? null),
    /** US dollars; null where no prices are configured. */
    cost: judged?.cost ?? null,
    /** Questions whose answer was lost: what they cost is not known. */
    unheard: unansweredCalls(attempt),
    accepted: judged?.accepted ?? null,
    check: rejected ? judged.check : null,
    code: rejected ? judged.code : null,
    reason: rejected ? judged.reason : null,
    repository: judged?.repository ?? null,
    path: judged?.path ?? null,
    block: judged?.block ?? null,
    diff: judged?.diff ?? null,
    /** Characters that are missing at the diff's end. */
    diffCut: judged?.cut ?? 0,
  };
}

/** A title, and for each attempt its author, its cost, the validator's verdict and its diff. */
export function attemptLines(attempts: readonly ShownAttempt[], page: Page): Lines {
  if (attempts.length === 0) return [];
  const several = new Set(attempts.map(({ episode }) => episode)).size > 1;
  const title = page.style.bold('Code fix');
  return [title, ...attempts.flatMap((one) => attemptLinesOf(one, several, page))];
}

function attemptLinesOf(one: ShownAttempt, several: boolean, page: Page): Lines {
  const episode = several ? `episode ${one.episode}, ` : '';
  const head = `${episode}attempt ${one.number} by ${authorOf(one)}: ${verdict(one)}`;
  const margin = `  ${page.style.dim(timestamp(one.at))}  `;
  const where =
    one.path === null ? [] : [`${one.block ?? ''} in ${one.path} of ${one.repository ?? ''}`];
  return [
    ...wrapAfter(margin, head, page),
    ...[...where, ...costs(one)].flatMap((line) => wrapAfter('    ', line, page)),
    ...diffLines(one).map((line) => `    ${line}`),
  ];
}

function authorOf({ author }: ShownAttempt): string {
  if (author.kind === 'control') return 'the control itself, no model asked';
  return `${author.model}, prompt ${author.prompt}`;
}

function verdict({ accepted, check, code, reason, tokens }: ShownAttempt): string {
  if (accepted === true) return 'accepted';
  if (accepted === false) return `rejected by ${check} (${code}): ${reason}`;
  return tokens === null ? 'no answer was received' : 'answered, not validated yet';
}

function costs({ author, tokens, cost, unheard }: ShownAttempt): Lines {
  if (author.kind === 'control') return [];
  const price = cost === null ? '' : `, $${cost.toFixed(4)}`;
  const known = tokens === null ? [] : [`${tokens.input} tokens in, ${tokens.output} out${price}`];
  if (unheard === 0) return known;
  const questions = unheard === 1 ? '1 question' : `${unheard} questions`;
  return [...known, `${questions} more without a received answer; their cost is not known`];
}

function diffLines({ diff, diffCut }: ShownAttempt): Lines {
  if (diff === null) return [];
  const rest = diffCut === 0 ? [] : [`… ${diffCut} more characters were not stored`];
  return [...diff.trimEnd().split('\n'), ...rest];
}
