import { z } from 'zod';

import { shortened } from '../../shortened.ts';
import { updateIf } from '../dynamodb/items.ts';
import type { Change } from '../dynamodb/items.ts';
import { query, queryPrefix } from '../dynamodb/queries.ts';
import { anyItem, checkInput } from '../dynamodb/read-item.ts';
import { instant } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import { BY_WAITING } from '../dynamodb/tables.ts';
import { CHANNEL } from './deliveries.ts';
import { NOTICE, PREFIX, noticeShape } from './notice-item.ts';
import type { Notice } from './notice-item.ts';

export type { Notice } from './notice-item.ts';

/** The outbox: notices that are written with the story and wait to be published. */
export interface Notices {
  /** Of one lifecycle, oldest first. */
  unpublished(workflowId: string): Promise<readonly Notice[]>;
  /** It waits no more, and DynamoDB removes it after a month. Repeated, it changes nothing. */
  markPublished(notice: Notice, at: string): Promise<void>;
  /** Publishing failed, and why: the notice goes on waiting. */
  markFailed(notice: Notice, why: string): Promise<void>;
  /** Lifecycles with something undelivered since before then, longest waiting first; at most `limit`. Eventually consistent. */
  undeliveredSince(before: string, limit: number): Promise<readonly string[]>;
  /** What of one lifecycle was not delivered: to the topic, and to each channel. */
  undelivered(workflowId: string): Promise<readonly Undelivered[]>;
}

export interface Undelivered {
  /** `topic`, or the channel's name. */
  readonly to: string;
  /** ISO 8601. */
  readonly since: string;
  /** Why delivering failed; null before the first attempt. */
  readonly why: string | null;
  /** The message that a channel did not take, as JSON; null for the topic. */
  readonly message: string | null;
}

/** Failures as in `ledger.ts`. */
export function dynamoNotices(store: Store): Notices {
  return {
    async unpublished(of) {
      const about = { of, prefix: PREFIX, filter: IS_WAITING };
      const items = await queryPrefix(store, 'messages', about, noticeShape);
      return items.map(({ schema: _schema, item: _item, ...notice }) => notice);
    },
    async markPublished(notice, at) {
      checkInput(instant, at, 'the time of a message');
      await change(store, notice, {
        update: 'SET #toldAt = :at, #expiresAt = :expires REMOVE #waiting, #since',
        values: { at, expires: Date.parse(at) / 1000 + MONTH },
      });
    },
    async markFailed(notice, why) {
      await change(store, notice, {
        update: 'SET #lastError = :why ADD #attempts :one',
        values: { why: shortened(why, 500), one: 1 },
      });
    },
    undeliveredSince: (before, limit) => undeliveredSince(store, before, limit),
    async undelivered(of) {
      const items = await queryPrefix(store, 'messages', { of, filter: IS_WAITING }, waitingShape);
      return items.map(({ item, since, lastError: why, pending }) => {
        const [, channel] = /^channel#(.+)$/.exec(item) ?? [];
        return { to: channel ?? 'topic', since, why, message: pending };
      });
    },
  };
}

const IS_WAITING = 'attribute_exists(#waiting)';

/** In seconds. */
const MONTH = 30 * 24 * 3600;

/** Only of what still waits: another worker may have published it meanwhile. */
async function change(
  store: Store,
  { workflowId, sequence }: Notice,
  update: Omit<Change, 'condition'>,
): Promise<void> {
  const key = { workflowId, item: `${PREFIX}${sequence}` };
  await updateIf(store, 'messages', key, { ...update, condition: IS_WAITING });
}

async function undeliveredSince(
  store: Store,
  before: string,
  limit: number,
): Promise<readonly string[]> {
  checkInput(instant, before, 'undelivered notices: the time');
  const ids: string[] = [];
  for (const kind of [NOTICE, CHANNEL]) {
    const keys = '#waiting = :kind AND #since < :before';
    const about = { keys, values: { kind, before }, index: BY_WAITING, limit };
    const items = await query(store, 'messages', about, anyItem);
    ids.push(...items.map((item) => String(item['workflowId'])));
  }
  return [...new Set(ids)].slice(0, limit);
}

const waitingShape = z.object({
  item: z.string(),
  since: instant,
  lastError: z.string().nullable().default(null),
  pending: z.string().nullable().default(null),
});
