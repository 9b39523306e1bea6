/** A notice in `<prefix>-messages`: written with the line that it is about, docs/ledger.md. */
import { z } from 'zod';

import { NOTICE_KINDS, noticeKind } from '../../../domain/notice.ts';
import type { NoticeKind } from '../../../domain/notice.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { putInput } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, versioned } from '../dynamodb/read-item.ts';
import { count, entryShape, rowShape, text } from '../dynamodb/shapes.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import type { Write } from '../dynamodb/transact.ts';

/** A notification that is to be published. */
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
  /** The lifecycle's row when this happened, with its first five findings. */
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

export const noticeShape = z.object({
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

/** The write of a line's notice, for the line's own transaction; none for a line that nobody is notified of. */
export function noticeWrites(store: Store, line: Item, row: LedgerRow): readonly Write[] {
  if (!store.notices) return [];
  const { workflowId, sequence, episode, ...entry } = lineShape.parse(line);
  const kind = noticeKind(entry, { destiny: row.destiny, episode });
  if (kind === null) return [];
  const { at, actor, text: said } = entry;
  const notice = {
    schema: ITEM_SCHEMA,
    workflowId,
    item: `${PREFIX}${sequence}`,
    episode,
    sequence,
    kind,
    at,
    actor,
    text: said,
    row: { ...row, findings: row.findings.slice(0, MOST_FINDINGS) },
    reports: row.findings.length,
    attempts: 0,
    lastError: null,
    waiting: NOTICE,
    since: at,
  };
  return [{ Put: putInput(store, 'messages', notice) }];
}

/** Messages name a few reports; all of them are in the ledger's row. */
const MOST_FINDINGS = 5;
