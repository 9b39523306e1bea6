import { addedLines, changedLines } from './diff/parsed-diff.ts';
import type { ParsedDiff } from './diff/parsed-diff.ts';
import { reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';

export interface SizeLimits {
  /** Added plus removed lines, as the diff declares them; the limit itself is allowed. */
  readonly changedLines: number;
  /** UTF-8 bytes of all added lines. */
  readonly addedBytes: number;
  /** Characters of one added line. */
  readonly lineLength: number;
}

export const DEFAULT_SIZE: SizeLimits = { changedLines: 50, addedBytes: 16_384, lineLength: 2000 };

/** Check 3: the change is small enough to be reviewed. */
export function checkSize(diff: ParsedDiff, limits: SizeLimits): Rejection | null {
  const changed = changedLines(diff).length;
  if (changed > limits.changedLines) {
    return reject(
      'TOO_MANY_LINES',
      `The diff changes ${changed} lines; at most ${limits.changedLines} are allowed.`,
    );
  }
  const added = addedLines(diff);
  const long = added.find(({ text }) => text.length > limits.lineLength);
  if (long !== undefined) {
    return reject(
      'LINE_TOO_LONG',
      `An added line has ${long.text.length} characters; at most ${limits.lineLength} are allowed.`,
      { in: 'answer', number: long.number, text: long.text },
    );
  }
  const bytes = added.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0);
  return bytes <= limits.addedBytes
    ? null
    : reject(
        'TOO_MANY_BYTES',
        `The diff adds ${bytes} bytes; at most ${limits.addedBytes} are allowed.`,
      );
}
