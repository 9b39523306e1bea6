import type { CheckName, Code, Follow } from '../../activities/code/validate/codes.ts';
import type { QuotedLine, Rejection } from '../../activities/code/validate/rejection.ts';
import type { Accepted } from '../../activities/code/validate/validate.ts';
import type { Reply } from '../cli/reply.ts';
import type { Lines, Page } from '../output/page.ts';
import { wrapAfter } from '../output/wrap.ts';

/** What `fix check` prints for one case with `--json`. */
export interface FixVerdict {
  readonly case?: string;
  readonly accepted: boolean;
  /** False when the file itself could not be judged: exit code 2. */
  readonly judged: boolean;
  readonly check: CheckName | null;
  readonly code: Code | null;
  readonly reason: string;
  /** For the model's next attempt; null when there is none to make. */
  readonly hint: string | null;
  readonly follow: Follow | null;
  readonly line: QuotedLine | null;
  /** Null where the files of the case cannot be used. */
  readonly control: string | null;
  readonly target: string | null;
  readonly diff: string | null;
  readonly stats: Accepted['stats'] | null;
  /** What Checkov said: `agrees`, or that it was not asked. A rejection of its own is in `code`. */
  readonly checkov: 'agrees' | 'not run' | null;
}

interface Judged {
  readonly control: string;
  readonly name: string | null;
  readonly checkov?: 'agrees';
}

export function verdictOf(
  result: Accepted | Rejection,
  { control, name, checkov }: Judged,
): FixVerdict {
  const facts = name === null ? { control } : { case: name, control };
  if ('accepted' in result) {
    const { target, diff, stats } = result;
    const reason = `Every check passed: ${target} is fixed and nothing else changes.`;
    const nothing = { check: null, code: null, hint: null, follow: null, line: null };
    const opinion = checkov ?? 'not run';
    return {
      ...facts,
      accepted: true,
      judged: true,
      ...nothing,
      reason,
      target,
      diff,
      stats,
      checkov: opinion,
    };
  }
  const { check, code, reason, hint, follow, line } = result;
  const judged = follow !== 'unjudged';
  const next = follow === 'retry' ? hint : null;
  const none = { target: null, diff: null, stats: null, checkov: null };
  return {
    ...facts,
    accepted: false,
    judged,
    check,
    code,
    reason,
    hint: next,
    follow,
    line,
    ...none,
  };
}

/** A case whose files cannot be used. */
export function unusable(name: string, reason: string): FixVerdict {
  const nothing = { check: null, code: null, hint: null, follow: null, line: null };
  const none = { control: null, target: null, diff: null, stats: null, checkov: null };
  return { case: name, accepted: false, judged: false, reason, ...nothing, ...none };
}

/** One line of JSON for each verdict; the exit code is that of the worst. */
export function replyOf(verdicts: readonly FixVerdict[]): Reply {
  const [json = {}, ...moreJson] = verdicts.map((verdict) => ({ ...verdict }));
  return {
    json,
    moreJson,
    text: (page) => verdicts.flatMap((verdict) => textOf(verdict, page)),
    failed: verdicts.some(({ accepted }) => !accepted),
    unusable: verdicts.some(({ judged }) => !judged),
  };
}

/** For people: the outcome, the reason, the offending line, and what follows. */
function textOf(verdict: FixVerdict, page: Page): Lines {
  const { code, reason, line, diff } = verdict;
  const where = verdict.case === undefined ? '' : `${verdict.case}: `;
  return [
    `${where}${headOf(verdict, page)}${code === null ? '' : ` (${code})`}`,
    ...wrapAfter('  ', reason, page),
    ...(line === null ? [] : [`  ${placeOf(line)}: ${line.text}`]),
    ...followOf(verdict).flatMap((text) => wrapAfter('  ', text, page)),
    // Blanks of a diff count, so its lines are never wrapped.
    ...(diff === null ? [] : ['', ...diff.trimEnd().split('\n')]),
  ];
}

function headOf({ accepted, judged, check }: FixVerdict, { style }: Page): string {
  if (accepted) return `${style.green('✓')} accepted`;
  return judged
    ? `${style.red('✗')} rejected by ${check}`
    : `${style.yellow('?')} could not be judged`;
}

function followOf({ accepted, hint, code, checkov }: FixVerdict): Lines {
  if (accepted) {
    return checkov === 'not run' ? ['Checkov was not asked (--require-checkov asks it).'] : [];
  }
  if (hint !== null) return [`Next attempt: ${hint}`];
  return code === null ? [] : ['Another answer of the model would not help: this goes to people.'];
}

const SIDES = { answer: 'answer', before: 'file', after: 'file with the answer' } as const;

function placeOf({ in: side, number }: QuotedLine): string {
  return number === null ? `in the ${SIDES[side]}` : `${SIDES[side]}, line ${number}`;
}
