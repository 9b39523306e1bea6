import { isRejection, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Cursor } from './cursor.ts';
import type { AnswerLine } from './envelope.ts';
import type { Hunk, HunkLine } from './parsed-diff.ts';

/** Numbers are bounded: with a large line number, jsdiff searches the file without end. */
const HEADER = /^@@ -(\d{1,7})(?:,(\d{1,6}))? \+(\d{1,7})(?:,(\d{1,6}))? @@(?: .*)?$/;

/** Reads one hunk, with exactly as many lines as its header says. */
export function readHunk(cursor: Cursor): Hunk | Rejection {
  const header = cursor.next();
  const match = HEADER.exec(header?.text ?? '');
  if (header === null || match === null) return badHeader(header);
  const [, start, oldCount = '1', , newCount = '1'] = match;
  const body = readBody(cursor, { old: Number(oldCount), new: Number(newCount) });
  if (body === null) return wrongCount(header, cursor);
  const { lines, unterminated } = body;
  if (lines.every(({ kind }) => kind === ' ')) {
    return rejectAt('HUNK_WITHOUT_CHANGE', 'changes nothing', header);
  }
  const hunk = { oldStart: Number(start), oldCount: Number(oldCount), number: header.number };
  return { ...hunk, lines, unterminated };
}

interface Body {
  readonly lines: readonly HunkLine[];
  readonly unterminated: Hunk['unterminated'];
}

/** Null when the lines do not agree with the counts. */
function readBody(cursor: Cursor, counts: { old: number; new: number }): Body | null {
  const left = { ...counts };
  const unterminated = { old: false, new: false };
  const lines: HunkLine[] = [];
  while (left.old > 0 || left.new > 0) {
    const line = cursor.next();
    const kind = kindOf(line);
    if (line === null || kind === null) return null;
    if (kind === '\\') {
      markEnd(lines.at(-1), unterminated);
      continue;
    }
    if (kind !== '+' && --left.old < 0) return null;
    if (kind !== '-' && --left.new < 0) return null;
    lines.push({ kind, text: line.text.slice(1), number: line.number });
  }
  if (cursor.peek()?.text.startsWith('\\') === true) {
    cursor.next();
    markEnd(lines.at(-1), unterminated);
  }
  return continues(cursor) ? null : { lines, unterminated };
}

/** Models often leave out the leading blank of an empty context line. */
function kindOf(line: AnswerLine | null): HunkLine['kind'] | '\\' | null {
  const first = line?.text.slice(0, 1);
  if (first === '') return ' ';
  return first === ' ' || first === '+' || first === '-' || first === '\\' ? first : null;
}

function markEnd(line: HunkLine | undefined, unterminated: { old: boolean; new: boolean }): void {
  if (line?.kind !== '+') unterminated.old = true;
  if (line?.kind !== '-') unterminated.new = true;
}

/** Do lines of the hunk follow after the counted ones? Then the counts are too small. A file header is no such line. */
function continues(cursor: Cursor): boolean {
  const text = cursor.peek()?.text ?? '';
  if (/^--- \S/.test(text) && cursor.peek(1)?.text.startsWith('+++ ') === true) return false;
  if (/^-- ?$/.test(text) && /^\d+\.\d/.test(cursor.peek(1)?.text ?? '')) return false;
  return /^[ +-]/.test(text) && text.trim() !== '';
}

function badHeader(header: AnswerLine | null): Rejection {
  const rejection = reject('BAD_HUNK_HEADER', 'A hunk header has no usable line numbers.');
  return header === null || isRejection(header)
    ? rejection
    : reject('BAD_HUNK_HEADER', rejection.reason, { in: 'answer', ...header });
}

/** Counts are often right, and a line is not: then that line is named. */
function wrongCount(header: AnswerLine, cursor: Cursor): Rejection {
  const [stopped, ...lines] = [cursor.peek(-1), ...cursor.since(header)];
  const omitted = lines.find(({ text }) => /^[ +-]?\s*(?:#|\/\/)?\s*(?:\.{3}|…)\s*$/.test(text));
  if (omitted !== undefined) {
    const what = `Line ${omitted.number} of the answer stands for lines that were left out`;
    return reject('CONTEXT_MISMATCH', `${what}; the file does not have it.`, {
      in: 'answer',
      ...omitted,
    });
  }
  if (stopped !== null && stopped !== undefined && kindOf(stopped) === null) {
    const what = `Line ${stopped.number} of the answer, inside of a hunk, begins with no blank`;
    return reject('HUNK_LINE', `${what}, plus or minus.`, { in: 'answer', ...stopped });
  }
  return rejectAt('HUNK_COUNT', 'has other counts than lines', header);
}

function rejectAt(
  code: 'HUNK_COUNT' | 'HUNK_WITHOUT_CHANGE',
  what: string,
  header: AnswerLine,
): Rejection {
  return reject(code, `The hunk on line ${header.number} of the answer ${what}.`, {
    in: 'answer',
    ...header,
  });
}
