/** A notice in `<prefix>-messages`: written with the line that it is about, docs/ledger.md. */
import { z } from 'zod';

import { NOTICE_KINDS, noticeKind } from '../../../domain/notice.ts';
import type { NoticeKind } from '../../../domain/notice.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { count, entryShape, rowShape, text } from '../dynamodb/shapes.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import type { Write } from '../dynamodb/transact.ts';

/** Something that people are to be told of. */
export interface Notice {
  readonly workflowId: string;
  readonly episode: number;
  /** Orders the notices of a lifecycle, across episodes: `000002#00000017`. */
  readonly sequence: string;
  readonly kind: NoticeKind;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly text: string;
  /** The lifecycle as it stood when this happened; of its findings the first five. */
  readonly row: LedgerRow;
  /** How many findings it has in all. */
  readonly reports: number;
  /** How often publishing failed, and the last reason. */
  readonly attempts: number;
  readonly lastError: string | null;
}

/** Partition of the sparse index for notices. */
export const NOTICE = 'notice';
export const PREFIX = 'notice#';

const itemShape = z.object({
  ...versioned,
  workflowId: text,
  item: text,
  episode: count,
  sequence: text,
  kind: z.enum(NOTICE_KINDS),
  at: text,
  actor: z.string(),
  text: z.string(),
  row: rowShape,
  reports: z.int().min(0),
  attempts: z.int().min(0),
  lastError: z.string().nullable(),
});

const lineShape = z.object({
  workflowId: text,
  sequence: text,
  episode: count,
  ...entryShape.pick({ kind: true, phase: true, at: true, actor: true, text: true }).shape,
});

/** The write that goes with a line's, so that neither is ever without the other; none where nobody is told. */
export function notices(
  { tables, notices: wanted }: Store,
  line: Item,
  row: LedgerRow,
): readonly Write[] {
  if (!wanted) return [];
  const { workflowId, sequence, episode, ...entry } = lineShape.parse(line);
  const kind = noticeKind(entry, { destiny: row.destiny, episode });
  if (kind === null) return [];
  const { at, actor, text: said } = entry;
  const Item = {
    schema: ITEM_SCHEMA,
    workflowId,
    item: `${PREFIX}${sequence}`,
    episode,
    sequence,
    kind,
    at,
    actor,
    text: said,
    row: {
      ...row,
      findings: row.findings.slice(0, MOST_FINDINGS),
    },
    reports: row.findings.length,
    attempts: 0,
    lastError: null,
    waiting: NOTICE,
    since: at,
  };
  return [{ Put: { TableName: tables.messages, Item } }];
}

/** Messages name a few reports; all of them are in the ledger's row. */
const MOST_FINDINGS = 5;

export function readNotice(item: Item, table: string): Notice {
  const where = `${String(item['item'])} of ${String(item['workflowId'])} in ${table}`;
  const { schema: _schema, item: _item, ...notice } = readItem(itemShape, item, where);
  return notice;
}
