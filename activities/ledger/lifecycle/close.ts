import type { LedgerRow, StoryEntry } from '../../../domain/story.ts';
import { failure } from '../../aws/failures.ts';
import { fittingLine, fittingRow } from '../dynamodb/fit.ts';
import { assignments, updateInput } from '../dynamodb/items.ts';
import { checkInput } from '../dynamodb/read-item.ts';
import { indexTime, instant, rowShape } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import type { Write } from '../dynamodb/transact.ts';
import { untilWritten } from '../dynamodb/until-written.ts';
import type { Outcome, PastOutcome } from '../ledger.ts';
import { noticeWrites } from '../notice/notice-item.ts';
import { refuseOtherEpisode } from './episodes.ts';
import { getLifecycle, indexKeys } from './lifecycle-item.ts';
import type { LifecycleItem, Shown } from './lifecycle-item.ts';
import { putLine } from './record-writes.ts';
import { knownLines, missingLines } from './story-item.ts';
import type { Place } from './story-item.ts';

/** See `Ledger.markClosed`. */
export async function markClosed(
  store: Store,
  place: Place,
  { at, outcome }: { readonly at: string; readonly outcome: Outcome | null },
): Promise<void> {
  const what = `marking ${place.workflowId} closed`;
  checkInput(instant, at, `${what}: the time`);
  await untilWritten(what, async () => {
    const item = refuseOtherEpisode(
      await getLifecycle(store, place.workflowId),
      place.workflowId,
      place.episode,
    );
    if (item.status === 'closed') return { done: undefined };
    const shown = shownEpisode(item, place);
    const line = outcome === null ? null : closingLine(shown, at, outcome);
    const row = closedRow(shown.row, outcome);
    const lines = line === null ? [] : await newLines(store, place, { line, row });
    const outcomes = outcome === null ? undefined : outcomesWith(item, row, { at, outcome });
    const write = updateClosed(store, place, { shown, row, line, at, outcome, outcomes });
    return (await transact(store, what, [...lines, write])) ? { done: undefined } : null;
  });
}

function shownEpisode(item: LifecycleItem, { workflowId, episode }: Place): Shown {
  if (item.shown?.episode === episode) return item.shown;
  throw failure(
    'InvalidInput',
    `Episode ${episode} of ${workflowId} cannot be closed: nothing was recorded for it. Record its story first.`,
  );
}

function closingLine(shown: Shown, at: string, outcome: Outcome): StoryEntry {
  const { planHash } = shown.row;
  const { verificationId = shown.row.verificationId, evidence } = outcome;
  return fittingLine({
    seq: shown.cursor + 1,
    at,
    kind: 'closed',
    phase: 'CLOSED',
    actor: 'closeloop',
    text: outcome.text,
    ...(planHash === null ? {} : { planHash }),
    ...(verificationId === null ? {} : { verificationId }),
    ...(evidence === undefined ? {} : { evidence }),
  });
}

async function newLines(
  store: Store,
  place: Place,
  { line, row }: { readonly line: StoryEntry; readonly row: LedgerRow },
): Promise<readonly Write[]> {
  const known = await knownLines(store, place, [line]);
  const missing = missingLines([line], { ...place, known });
  return missing.flatMap((item) => [putLine(store, item), ...noticeWrites(store, item, row)]);
}

function closedRow(row: LedgerRow, outcome: Outcome | null): LedgerRow {
  if (outcome === null) return { ...row, phase: 'CLOSED', nextDeadline: null };
  // What an earlier check found is not how it ended.
  const { found: _earlier, ...rest } = row;
  const { found } = outcome;
  const seen = found === undefined ? {} : { found };
  const closed = { ...rest, ...seen, phase: 'CLOSED', nextDeadline: null };
  const { destiny, reason: destinyReason, text, verificationId = row.verificationId } = outcome;
  const waitsFor = `Nothing: ${destiny} (${destinyReason}).`;
  return fittingRow({ ...closed, destiny, destinyReason, waitsFor, reason: text, verificationId });
}

/** As many as a pattern of returns needs; the story keeps all. */
const MOST_OUTCOMES = 20;

function outcomesWith(
  { outcomes = [], opened }: LifecycleItem,
  { verificationId }: LedgerRow,
  { at, outcome }: { readonly at: string; readonly outcome: Outcome },
): readonly PastOutcome[] {
  const { destiny, reason } = outcome;
  const one = { episode: opened, destiny, reason, closedAt: indexTime(at), verificationId };
  const others = outcomes.filter(({ episode }) => episode !== opened);
  return [...others, one].slice(-MOST_OUTCOMES);
}

interface Closing {
  readonly shown: Shown;
  readonly row: LedgerRow;
  readonly line: StoryEntry | null;
  readonly at: string;
  readonly outcome: Outcome | null;
  readonly outcomes: readonly PastOutcome[] | undefined;
}

function updateClosed(
  store: Store,
  { workflowId, episode }: Place,
  { shown, row, line, at, outcome, outcomes }: Closing,
): Write {
  const again = outcome?.lookAgainAt;
  const set = {
    status: 'closed',
    watched: null,
    ...(outcomes === undefined ? {} : { outcomes }),
    ...(again === undefined
      ? {}
      : { due: indexTime(checkInput(instant, again, 'the next check')) }),
    closedAt: indexTime(at),
    cursor: line?.seq ?? shown.cursor,
    row: checkInput(rowShape, row, `the row of ${workflowId}`),
    ...indexKeys(row, at),
  };
  return {
    Update: updateInput(
      store,
      'lifecycles',
      { workflowId },
      {
        update: `SET ${assignments(set)}${again === undefined ? ' REMOVE #due' : ''}`,
        condition:
          '#opened = :opened AND #episode = :opened AND #cursor = :shownCursor AND #status <> :status',
        values: { ...set, opened: episode, shownCursor: shown.cursor },
      },
    ),
  };
}
