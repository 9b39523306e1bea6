import type { CheckName, Code, Follow } from '../../activities/code/validate/codes.ts';
import type { QuotedLine, Rejection } from '../../activities/code/validate/rejection.ts';
import type { Accepted } from '../../activities/code/validate/validate.ts';

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
  readonly control: string;
  readonly target: string | null;
  readonly diff: string | null;
  readonly stats: Accepted['stats'] | null;
  /** What Checkov said: `agrees`, or that it was not asked. A rejection of its own is in `code`. */
  readonly checkov: 'agrees' | 'not run' | null;
}

interface Told {
  readonly control: string;
  readonly name: string | null;
  readonly checkov?: 'agrees';
}

export function verdictOf(
  result: Accepted | Rejection,
  { control, name, checkov }: Told,
): FixVerdict {
  const told = name === null ? { control } : { case: name, control };
  if ('accepted' in result) {
    const { target, diff, stats } = result;
    const reason = `Every check passed: ${target} is fixed and nothing else changes.`;
    const nothing = { check: null, code: null, hint: null, follow: null, line: null };
    const opinion = checkov ?? 'not run';
    return {
      ...told,
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
    ...told,
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

/** 0 all accepted, 1 one is rejected, 2 one could not be judged. */
export function exitCodeOf(verdicts: readonly FixVerdict[]): 0 | 1 | 2 {
  if (verdicts.some(({ judged }) => !judged)) return 2;
  return verdicts.every(({ accepted }) => accepted) ? 0 : 1;
}

/** For people: the outcome, the reason, the offending line, and what follows. */
export function textOf(verdict: FixVerdict): string {
  const { accepted, judged, check, code, reason, line, hint, diff } = verdict;
  const head = accepted
    ? '✓ accepted'
    : judged
      ? `✗ rejected by ${check}`
      : '? could not be judged';
  const where = verdict.case === undefined ? '' : `${verdict.case}: `;
  const lines = [`${where}${head}${code === null ? '' : ` (${code})`}`, `  ${reason}`];
  if (line !== null) lines.push(`  ${placeOf(line)}: ${line.text}`);
  if (hint !== null) lines.push(`  Next attempt: ${hint}`);
  else if (!accepted)
    lines.push('  Another answer of the model would not help: this goes to people.');
  if (verdict.checkov === 'not run')
    lines.push('  Checkov was not asked (--require-checkov asks it).');
  if (diff !== null) lines.push('', diff.trimEnd());
  return lines.join('\n');
}

const SIDES = { answer: 'answer', before: 'file', after: 'file with the answer' } as const;

function placeOf({ in: side, number }: QuotedLine): string {
  return number === null ? `in the ${SIDES[side]}` : `${SIDES[side]}, line ${number}`;
}
