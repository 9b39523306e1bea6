import { cursorOn } from './diff/cursor.ts';
import type { Cursor } from './diff/cursor.ts';
import type { AnswerLine } from './diff/envelope.ts';
import { openEnvelope } from './diff/envelope.ts';
import { readFileHeader } from './diff/file-header.ts';
import { readHunk } from './diff/hunk.ts';
import type { FileDiff, Hunk, ParsedDiff } from './diff/parsed-diff.ts';
import { isRejection, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';

/**
 * Check 1: the answer contains one unified diff, and every line of it is understood. This is our own grammar, since
 * libraries take prose for an empty diff and skip lines that they do not understand.
 * https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
 */
export function parse(answer: string): ParsedDiff | Rejection {
  const lines = openEnvelope(answer);
  if (isRejection(lines)) return lines;
  const cursor = cursorOn(lines);
  const files: FileDiff[] = [];
  while (!cursor.done()) {
    const file = readFile(cursor);
    if (isRejection(file)) return file;
    files.push(file);
    const rest = skipProse(cursor);
    if (rest !== null) return rest;
  }
  const empty = files.every(({ hunks, operations }) => hunks.length + operations.length === 0);
  return empty ? reject('NO_HUNKS', 'The diff has no hunk.') : { files };
}

function readFile(cursor: Cursor): FileDiff | Rejection {
  const header = readFileHeader(cursor);
  if (isRejection(header)) return header;
  const hunks: Hunk[] = [];
  for (;;) {
    skipBlank(cursor);
    const line = cursor.peek();
    if (line === null || !line.text.startsWith('@@')) break;
    const hunk = readHunk(cursor);
    if (isRejection(hunk)) return hunk;
    const before = hunks.at(-1);
    if (before !== undefined && hunk.oldStart < endOf(before)) return outOfOrder(hunk, line);
    hunks.push(hunk);
  }
  return { ...header, hunks };
}

function endOf({ oldStart, oldCount }: Hunk): number {
  return oldCount === 0 ? oldStart : oldStart + oldCount;
}

function outOfOrder({ number }: Hunk, { text }: AnswerLine): Rejection {
  return reject(
    'HUNK_ORDER',
    `The hunk on line ${number} overlaps or precedes the one before it.`,
    {
      in: 'answer',
      number,
      text,
    },
  );
}

/** After the last hunk only prose may follow; a line that could be part of a hunk is not prose. */
function skipProse(cursor: Cursor): Rejection | null {
  if (isSignature(cursor)) return null;
  let isProse = cursor.peek(-1)?.text.trim() === '';
  for (let line = cursor.peek(); line !== null; line = cursor.peek()) {
    if (startsFile(cursor)) return null;
    // Behind a blank line, a list of prose: what it could remove is not applied, and the result is judged as it is.
    isProse ||= line.text.trim() === '';
    const isItem = isProse && /^[-*] +[^\s{}=:]+ [^{}=]*$/.test(line.text);
    if (!isItem && /^[ +\-\\@]/.test(line.text)) {
      return reject('TRAILING_LINES', `Line ${line.number} of the answer belongs to no hunk.`, {
        in: 'answer',
        ...line,
      });
    }
    cursor.next();
  }
  return null;
}

function startsFile(cursor: Cursor): boolean {
  const text = cursor.peek()?.text ?? '';
  const following = cursor.peek(1)?.text ?? '';
  return text.startsWith('diff --git ') || (/^--- \S/.test(text) && following.startsWith('+++ '));
}

/** `git format-patch` ends with its version. */
function isSignature(cursor: Cursor): boolean {
  const signed =
    /^-- ?$/.test(cursor.peek()?.text ?? '') && /^\d+\.\d/.test(cursor.peek(1)?.text ?? '');
  if (!signed) return false;
  cursor.next();
  cursor.next();
  return skipProse(cursor) === null && cursor.done();
}

function skipBlank(cursor: Cursor): void {
  while (cursor.peek()?.text.trim() === '') cursor.next();
}
