import type { LedgerRow, StoryEntry, StoryUpdate } from '../../../domain/story.ts';
import { fittingLine, fittingRow } from '../dynamodb/fit.ts';
import { checkInput } from '../dynamodb/read-item.ts';
import { count, entryShape, rowShape } from '../dynamodb/shapes.ts';
import { MOST_LINE_BYTES, MOST_ROW_BYTES, refuseLarge } from '../dynamodb/store.ts';
import type { Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import { untilWritten } from '../dynamodb/until-written.ts';
import { noticeWrites } from '../notice/notice-item.ts';
import { getLifecycle } from './lifecycle-item.ts';
import { putLine, updateRow } from './record-writes.ts';
import { knownLines, missingLines } from './story-item.ts';
import type { Place } from './story-item.ts';

/** A transaction takes 100 actions: one is the row's, and each line may come with a notice. */
const MOST_LINES = 99;
const MOST_WITH_NOTICES = 49;

/** See `Ledger.record`. */
export async function record(store: Store, place: Place, story: StoryUpdate): Promise<void> {
  const { entries, row } = checked(place, story);
  const last = entries.at(-1);
  // The row's cursor and time come from its last line, so a row alone cannot be written.
  if (last === undefined) return;
  const most = store.notices ? MOST_WITH_NOTICES : MOST_LINES;
  for (let start = 0; start < entries.length; start += most) {
    const chunk = entries.slice(start, start + most);
    const withRow = start + most >= entries.length;
    const shown = withRow ? { ...place, row, last } : null;
    await writeChunk(store, place, { chunk, row: shown, now: row });
  }
}

interface Chunk {
  readonly chunk: readonly StoryEntry[];
  readonly row: Parameters<typeof updateRow>[1] | null;
  /** The row that notices carry. */
  readonly now: LedgerRow;
}

/** The first attempt assumes that nothing is stored yet; only when its condition fails is the ledger read. */
async function writeChunk(store: Store, place: Place, { chunk, row, now }: Chunk): Promise<void> {
  let missing = missingLines(chunk, { ...place, known: [] });
  let rowIsNewer = row !== null;
  await untilWritten(`recording ${place.workflowId}`, async () => {
    const rowWrite = row !== null && rowIsNewer ? [updateRow(store, row)] : [];
    const lines = missing.flatMap((item) => [
      putLine(store, item),
      ...noticeWrites(store, item, now),
    ]);
    const writes = [...lines, ...rowWrite];
    if (writes.length === 0 || (await transact(store, `recording ${place.workflowId}`, writes)))
      return { done: undefined };
    missing = missingLines(chunk, { ...place, known: await knownLines(store, place, chunk) });
    rowIsNewer = row !== null && (await showsOlder(store, row));
    return null;
  });
}

async function showsOlder(store: Store, row: Parameters<typeof updateRow>[1]): Promise<boolean> {
  const item = await getLifecycle(store, row.workflowId);
  if (item === null) return true;
  if (item.opened > row.episode) return false;
  if (item.shown === null || item.shown.episode < row.episode) return true;
  return item.shown.episode === row.episode && item.shown.cursor < row.last.seq;
}

function checked({ workflowId, episode }: Place, story: StoryUpdate): StoryUpdate {
  const what = `episode ${episode} of ${workflowId}`;
  checkInput(count.max(999_999), episode, `${what}: its number`);
  const row = fittingRow(checkInput(rowShape, story.row, `the row of ${what}`));
  refuseLarge(`The row of ${what} (${row.findings.length} findings)`, row, MOST_ROW_BYTES);
  const entries = story.entries.map((entry) => {
    const line = fittingLine(checkInput(entryShape, entry, `line ${entry.seq} of ${what}`));
    refuseLarge(`Line ${entry.seq} of ${what}`, line, MOST_LINE_BYTES);
    return line;
  });
  return { ...story, row, entries: [...entries].sort((a, b) => a.seq - b.seq) };
}
