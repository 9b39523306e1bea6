import { isUtf8 } from 'node:buffer';

import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';

/** The largest source that is judged, in bytes: parsing it twice takes less than a second. */
const MAX_SOURCE = 512 * 1024;

/** A file as lines without their ends, so that a diff with other line ends applies. */
export interface TextFile {
  readonly lines: readonly string[];
  /** One for each line; the last may be ''. */
  readonly ends: readonly LineEnd[];
  readonly bom: boolean;
}
export type LineEnd = '\n' | '\r\n' | '';

export function readTextFile(bytes: Uint8Array): TextFile | Rejection {
  if (bytes.byteLength > MAX_SOURCE) {
    return reject(
      'SOURCE_TOO_LARGE',
      `The file has ${bytes.byteLength} bytes; at most ${MAX_SOURCE} are judged.`,
    );
  }
  if (!isUtf8(bytes)) return reject('SOURCE_UNPARSABLE', 'The file is not UTF-8 text.');
  const text = Buffer.from(bytes).toString('utf8');
  if (text.includes('\0')) return reject('SOURCE_UNPARSABLE', 'The file has a NUL byte.');
  return splitText(text);
}

function splitText(text: string): TextFile {
  const bom = text.startsWith('\uFEFF');
  const lines: string[] = [];
  const ends: LineEnd[] = [];
  const body = bom ? text.slice(1) : text;
  let start = 0;
  while (start < body.length) {
    const newline = body.indexOf('\n', start);
    const stop = newline < 0 ? body.length : newline;
    const crlf = newline > start && body[newline - 1] === '\r';
    lines.push(body.slice(start, crlf ? stop - 1 : stop));
    ends.push(newline < 0 ? '' : crlf ? '\r\n' : '\n');
    start = stop + 1;
  }
  return { lines, ends, bom };
}

/** The bytes' text, byte order mark included. */
export function textOf({ lines, ends, bom }: TextFile): string {
  return (bom ? '\uFEFF' : '') + lines.map((line, index) => line + (ends[index] ?? '')).join('');
}

/** For parsers: no byte order mark, LF only. */
export function plainText({ lines, ends }: TextFile): string {
  return lines.join('\n') + (ends.at(-1) === '' || lines.length === 0 ? '' : '\n');
}

/** What most lines end with: the end of an added line. */
export function majorityEnd({ ends }: TextFile): '\n' | '\r\n' {
  const crlf = ends.filter((end) => end === '\r\n').length;
  return crlf > ends.filter((end) => end === '\n').length ? '\r\n' : '\n';
}
