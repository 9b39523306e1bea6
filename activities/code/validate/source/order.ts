import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Mark, SourceModel } from './model.ts';

/**
 * Blocks keep their order, comments between blocks keep their text and place, and nothing else is added between
 * blocks. New comments are allowed.
 */
export function checkOrder(before: SourceModel, after: SourceModel): Rejection | null {
  const left = new Set(after.order.map(nameOf));
  const old = before.order.filter((mark) => mark.kind !== 'block' || left.has(nameOf(mark)));
  if (firstMissing(ofKind('block', old), after.order) !== null) {
    return reject('REORDERED', 'The answer changes the order of blocks.');
  }
  const missing = firstMissing(old, after.order);
  if (missing !== null) return rejectMissing(missing);
  if (ofKind('structure', after.order).length === ofKind('structure', old).length) return null;
  return reject('OTHER_MODIFIED', 'The answer adds text between the blocks of the file.');
}

function ofKind(wanted: Mark['kind'], marks: readonly Mark[]): readonly Mark[] {
  return marks.filter(({ kind }) => kind === wanted);
}

/** The first of `wanted` that is not found in `marks` behind those before it. */
function firstMissing(wanted: readonly Mark[], marks: readonly Mark[]): Mark | null {
  let at = 0;
  for (const mark of wanted) {
    const name = nameOf(mark);
    while (at < marks.length && nameOf(marks[at]) !== name) at++;
    if (at === marks.length) return mark;
    at++;
  }
  return null;
}

function nameOf(mark: Mark | undefined): string {
  return mark === undefined ? '' : `${mark.kind} ${mark.kind === 'block' ? mark.key : mark.text}`;
}

function rejectMissing(mark: Mark): Rejection {
  const text = mark.kind === 'block' ? mark.key : mark.text;
  return mark.kind === 'comment'
    ? reject('COMMENT_REMOVED', 'The answer removes or moves a comment between blocks.', {
        in: 'before',
        text,
      })
    : reject('OTHER_MODIFIED', 'The answer changes text between the blocks of the file.', {
        in: 'before',
        text,
      });
}
