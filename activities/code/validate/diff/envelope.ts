import { isRejection, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';

/** The largest answer that is parsed, in characters. */
const MAX_ANSWER = 64 * 1024;

/** A line of the answer, with its number there. */
export interface AnswerLine {
  readonly text: string;
  readonly number: number;
}

/**
 * The diff inside a model's answer: the one fenced block with a hunk, else everything from the first file
 * header on. Text outside of it is never applied.
 */
export function openEnvelope(answer: string): readonly AnswerLine[] | Rejection {
  if (answer.length > MAX_ANSWER) {
    return reject('ANSWER_TOO_LARGE', `The answer has more than ${MAX_ANSWER} characters.`);
  }
  const lines = numbered(answer);
  const withControl = lines.find(({ text }) => CONTROL.test(text));
  if (withControl !== undefined) return controlCharacter(withControl);
  const fences = fencedBlocks(lines).filter((block) => block.some(isHunkHeader));
  if (fences.length > 1) {
    return reject(
      'SEVERAL_DIFFS',
      `The answer holds ${fences.length} fenced diffs instead of one.`,
    );
  }
  const diff = fromHeader(fences[0] ?? lines);
  return isRejection(diff) ? diff : withoutClosingFence(diff);
}

function numbered(answer: string): readonly AnswerLine[] {
  const lf = answer.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const lines = lf.split('\n');
  // A text that ends with a newline has no further line.
  if (lines.at(-1) === '') lines.pop();
  return lines.map((text, index) => ({ text, number: index + 1 }));
}

/** Control characters but the tab; a lone surrogate has no bytes to commit. */
const CONTROL = /[^\P{Cc}\t]|\p{Cs}/u;

function controlCharacter({ text, number }: AnswerLine): Rejection {
  return reject('CONTROL_CHARACTER', `Line ${number} of the answer has a control character.`, {
    in: 'answer',
    number,
    text,
  });
}

/**
 * A fence in a list is indented, and its lines with it. It is closed by a fence with the same indentation, since a
 * fence inside a diff is indented by the diff's own first column.
 * https://spec.commonmark.org/0.31.2/#fenced-code-blocks
 */
function fencedBlocks(lines: readonly AnswerLine[]): readonly (readonly AnswerLine[])[] {
  const blocks: AnswerLine[][] = [];
  let open: Fence | null = null;
  for (const line of lines) {
    const fence = fenceOf(line.text);
    if (open === null) {
      if (fence !== null) blocks.push([]);
      open = fence;
    } else if (fence !== null && closes(fence, open)) {
      open = null;
    } else {
      blocks.at(-1)?.push({ ...line, text: withoutIndent(line.text, open.indent) });
    }
  }
  return blocks;
}

interface Fence {
  readonly indent: string;
  readonly mark: string;
  /** The language behind the mark; a closing fence has none. */
  readonly info: string;
}

function fenceOf(text: string): Fence | null {
  const match = /^( *)(`{3,}|~{3,})([^`]*)$/.exec(text);
  if (match === null) return null;
  const [, indent = '', mark = '', info = ''] = match;
  return { indent, mark, info: info.trim() };
}

function closes({ indent, mark, info }: Fence, open: Fence): boolean {
  return indent === open.indent && mark.startsWith(open.mark) && info === '';
}

function withoutIndent(text: string, indent: string): string {
  return text.startsWith(indent) ? text.slice(indent.length) : text;
}

function isHunkHeader({ text }: AnswerLine): boolean {
  return text.startsWith('@@');
}

/** A horizontal rule of prose looks like `--- `: a header has a name. */
function fromHeader(lines: readonly AnswerLine[]): readonly AnswerLine[] | Rejection {
  const git = lines.findIndex(({ text }) => text.startsWith('diff --git '));
  const pair = lines.findIndex(
    ({ text }, index) => /^--- \S/.test(text) && lines[index + 1]?.text.startsWith('+++ ') === true,
  );
  const start = Math.min(...[git, pair].filter((index) => index >= 0));
  if (Number.isFinite(start)) return lines.slice(start);
  const incomplete = lines.find(({ text }) => isHeaderLike(text));
  if (incomplete === undefined) return reject('NO_HUNKS', 'The answer holds no unified diff.');
  return reject('NO_FILE_HEADER', 'The diff does not name the file in a --- and a +++ line.', {
    in: 'answer',
    ...incomplete,
  });
}

function isHeaderLike(text: string): boolean {
  return /^@@ -\d|^--- \S|^\+\+\+ \S/.test(text);
}

/** A closing fence without an opening one, or the other way round, leaves its mark at the end. */
function withoutClosingFence(lines: readonly AnswerLine[]): readonly AnswerLine[] {
  const last = lines.findLastIndex(({ text }) => text.trim() !== '');
  return /^(`{3,}|~{3,})$/.test(lines[last]?.text.trimEnd() ?? '') ? lines.slice(0, last) : lines;
}
