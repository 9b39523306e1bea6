import { createHash } from 'node:crypto';

import { z } from 'zod';

import { SEVERITIES } from '../../../domain/finding.ts';
import { DECIDING } from '../render.ts';
import type { Pressed } from '../render.ts';

/** A button that somebody pressed. */
export interface Press {
  /** The same for the same press, however often it is sent. */
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly update: 'approve' | 'reject' | 'recheck';
  /** What the person saw. */
  readonly saw: Pressed;
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const payloadShape = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().min(1).max(64) }),
  channel: z.object({ id: z.string().min(1).max(64) }),
  message: z.object({ ts: z.string() }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().max(2000).optional(),
      }),
    )
    .min(1),
});

const sawShape = z.object({
  finding: z.string().min(1).max(200),
  episode: z.int().min(1),
  planHash: z.string().max(128).nullable(),
  severity: z.enum(SEVERITIES),
}) satisfies z.ZodType<Pressed>;

/** Null for what decides nothing: links are buttons too. Throws a ZodError for what is no interaction. */
export function readPress(body: string): Press | null {
  const payload = payloadShape.parse(JSON.parse(new URLSearchParams(body).get('payload') ?? '{}'));
  const action = payload.actions.find(({ action_id: id }) => isDeciding(id));
  if (action === undefined) return null;
  const { user, channel, message } = payload;
  const { action_id: actionId, action_ts: at, value = '' } = action;
  const identity = JSON.stringify([user.id, channel.id, message.ts, actionId, at, value]);
  return {
    id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    user: user.id,
    channel: channel.id,
    update: UPDATES[actionId] ?? 'recheck',
    saw: sawShape.parse(JSON.parse(value)),
  };
}

const UPDATES: Readonly<Record<string, Press['update']>> = {
  'closeloop-approve': 'approve',
  'closeloop-reject': 'reject',
  'closeloop-recheck': 'recheck',
};

function isDeciding(id: string): boolean {
  return DECIDING.some((known) => known === id);
}
