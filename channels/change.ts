import type { Message } from '../activities/notify/message.ts';
import { whatWouldChange } from './words.ts';

/** What would change or was changed, and how that is taken back, a line each: live, in the source, or by people's hands. */
export function changes({ change, source, state }: Message): readonly string[] {
  const { destiny, destinyReason, phase } = state;
  if (destiny !== null && destinyReason !== 'remediated') return [];
  const done = destiny !== null;
  const inSource = source === null ? [] : sourceLines(source, done);
  // The pull request is what is left to decide: the live resource was changed before, or never will be.
  if (source !== null && phase === 'AWAITING_MERGE') return inSource;
  const live = change === null ? [] : liveLines(change, done);
  if (done || live.length + inSource.length > 0) return [...live, ...inSource];
  return ['What would change: nothing by Closeloop. People act, and a look of its own proves it.'];
}

function liveLines(change: NonNullable<Message['change']>, done: boolean): readonly string[] {
  if (!done) return whatWouldChange(change);
  return [`What was changed: ${change.summary}`, ...change.detail, `Undo: ${change.undo}`];
}

function sourceLines(
  { repository, path, block, lines, undo }: NonNullable<Message['source']>,
  done: boolean,
): readonly string[] {
  const what = done ? 'What was changed' : 'What would change';
  const shown = lines.length === 0 ? ['The pull request shows the lines.'] : lines;
  return [`${what}: ${block} in ${path} of ${repository}`, ...shown, `Undo: ${undo}`];
}
