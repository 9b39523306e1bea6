/** The items of `<prefix>-seals`, in which only closeloop-audit writes. docs/ledger.md. */
import { z } from 'zod';

import { ITEM_SCHEMA, versioned } from '../ledger/dynamodb/read-item.ts';
import { count, instant, text } from '../ledger/dynamodb/shapes.ts';
import type { Item } from '../ledger/dynamodb/store.ts';
import type { Seal } from './chain.ts';

const place = { ...versioned, workflowId: text, item: text, mac: text };
const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const sealShape = z.object({
  ...place,
  number: count,
  at: instant,
  before: digest.nullable(),
  lines: z.record(text, digest),
});

/** A story that differs from its seals, for the people who look for the reason. */
const alarmShape = z.object({
  of: text,
  /** When this was found first, and last. */
  since: instant,
  seen: instant,
  /** When it was found to be over; null until then. */
  over: instant.nullable(),
  /** Whether people were told. */
  told: z.boolean(),
  /** Lines were added, and have a seal of their own since: nothing can be put right any more. */
  settled: z.boolean(),
  /** One sentence each. */
  what: z.array(text),
});
export type Alarm = z.infer<typeof alarmShape>;

/** One pass over all stories. */
const passShape = z.object({
  began: instant,
  /** The last moment that is known of it. */
  at: instant,
  /** Stories that it compared, those of them that differed, and lines that it sealed. */
  checked: z.int().min(0),
  differing: z.int().min(0),
  sealed: z.int().min(0),
});
export type Pass = z.infer<typeof passShape>;

/** How far the sealing has come. No message says where to go on, so none can make it leave a story out. */
const progressShape = z.object({
  /** The pass that goes on, and whose story it compared last; null between two passes. */
  now: z.object({ ...passShape.shape, after: text }).nullable(),
  /** The last pass that came to its end; null before the first has. */
  last: passShape.nullable(),
});
export type Progress = z.infer<typeof progressShape>;

export const SHAPES = {
  alarm: z.object({ ...alarmShape.shape, ...place }),
  progress: z.object({ ...progressShape.shape, ...place }),
} as const;

export const SEAL = 'seal#';
export const ALARM = 'differs#';
export const PROGRESS = 'progress';
/** The partition of what is about all stories: no workflow id begins so. */
export const ALL = '#stories';

export function sealItem(workflowId: string, seal: Seal): Item {
  const item = `${SEAL}${String(seal.number).padStart(8, '0')}`;
  return { schema: ITEM_SCHEMA, workflowId, item, ...seal, lines: { ...seal.lines } };
}
