/** Scoped exceptions in `<prefix>-exceptions`, their story in `<prefix>-events`: docs/ledger.md. */
import type { ScopedRow } from '../../../domain/scoped-exception/state.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { fittingLine } from '../dynamodb/fit.ts';
import { get, isNew, putInput } from '../dynamodb/items.ts';
import { queryPrefix, scan } from '../dynamodb/queries.ts';
import { checkInput, ITEM_SCHEMA } from '../dynamodb/read-item.ts';
import { entryShape } from '../dynamodb/shapes.ts';
import { MOST_ROW_BYTES, refuseLarge } from '../dynamodb/store.ts';
import type { Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import type { Write } from '../dynamodb/transact.ts';
import { untilWritten } from '../dynamodb/until-written.ts';
import { putLine } from '../lifecycle/record-writes.ts';
import { knownLines, missingLines } from '../lifecycle/story-item.ts';
import { exceptionItem, exceptionRow } from './exception-item.ts';
import type { ExceptionItem } from './exception-item.ts';

/** A row with its id, its episode and when it changed. */
export interface ScopedException extends ScopedRow {
  readonly id: string;
  /** How often an exception of this scope was requested. */
  readonly episode: number;
  readonly updatedAt: string;
}

export interface ScopedExceptions {
  /** Ended ones too. Triage decides by it. */
  ofControl(control: string): Promise<readonly ScopedException[]>;
  /** All, for lists; newest change first. */
  all(): Promise<readonly ScopedException[]>;
  /** Lines and row in one transaction. Repeated, or with what is known already, it changes nothing. */
  record(id: string, opener: string, story: ScopedStory): Promise<void>;
}

interface ScopedStory {
  readonly row: ScopedRow;
  readonly entries: readonly StoryEntry[];
}

/** Failures as in `ledger.ts`. */
export function dynamoScopedExceptions(store: Store): ScopedExceptions {
  return {
    async ofControl(of) {
      const items = await queryPrefix(store, 'exceptions', { of }, exceptionItem);
      return items.map(asScopedException);
    },
    async all() {
      const items = await scan(store, 'exceptions', exceptionItem);
      return items
        .map(asScopedException)
        .toSorted((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt));
    },
    record: (id, opener, story) => record(store, { id, opener }, story),
  };
}

interface Place {
  readonly id: string;
  readonly opener: string;
}

async function record(store: Store, place: Place, { row, entries }: ScopedStory): Promise<void> {
  const what = `recording exception ${place.id}`;
  checkInput(exceptionRow, row, what);
  refuseLarge(`The row of exception ${place.id}`, row, MOST_ROW_BYTES);
  const lines = entries.map((entry) => fittingLine(checkInput(entryShape, entry, what)));
  const last = lines.at(-1);
  if (last === undefined) return;
  const key = { control: row.scope.control, id: place.id };
  await untilWritten(what, async () => {
    const known = await get(store, 'exceptions', key, exceptionItem);
    const own = known?.opener === place.opener;
    if (own && known.cursor >= last.seq) return { done: undefined };
    const episode = (known?.episode ?? 0) + (own ? 0 : 1);
    const at = { workflowId: place.id, episode };
    const missing = missingLines(lines, { ...at, known: await knownLines(store, at, lines) });
    const { opener } = place;
    const item = { ...key, opener, episode, cursor: last.seq, updatedAt: last.at, row };
    const put = putRow(store, known, { schema: ITEM_SCHEMA, ...item });
    const writes = [...missing.map((line) => putLine(store, line)), put];
    return (await transact(store, what, writes)) ? { done: undefined } : null;
  });
}

/** On condition that the row is still the one that was read. */
function putRow(store: Store, known: ExceptionItem | null, item: ExceptionItem): Write {
  const unchanged =
    known === null
      ? isNew('exceptions')
      : {
          condition: '#opener = :opener AND #cursor = :cursor',
          values: { opener: known.opener, cursor: known.cursor },
        };
  return { Put: putInput(store, 'exceptions', item, unchanged) };
}

function asScopedException({ id, episode, updatedAt, row }: ExceptionItem): ScopedException {
  return { ...row, id, episode, updatedAt };
}
