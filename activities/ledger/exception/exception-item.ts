/** The item of `<prefix>-exceptions`: docs/ledger.md. */
import { z } from 'zod';

import { SEVERITIES } from '../../../domain/finding.ts';
import { SCOPED_ENDS } from '../../../domain/scoped-exception/state.ts';
import type { ScopedRow } from '../../../domain/scoped-exception/state.ts';
import { versioned } from '../dynamodb/read-item.ts';
import { count, instant, line, text } from '../dynamodb/shapes.ts';

const number = z.int().min(0);

const scope = z.object({
  control: text,
  account: text.nullable(),
  tag: z.object({ key: text, value: text }).nullable(),
});

const matched = z.object({
  count: number,
  unread: number,
  rows: z
    .array(
      z.object({
        workflowId: text,
        resource: z.string(),
        account: z.string(),
        severity: z.enum(SEVERITIES),
      }),
    )
    .readonly(),
});

const request = z.object({
  kind: z.enum(['ask', 'extend']),
  by: text,
  why: z.string(),
  until: text,
  hash: text,
  deadline: instant,
});

const grant = z.object({
  by: text,
  confirmedBy: text,
  why: z.string(),
  since: instant,
  until: instant,
  hash: text,
});

export const exceptionRow = z.object({
  scope,
  phase: z.enum(['NEW', 'ASKED', 'ACTIVE', 'ENDED']),
  how: z.enum(SCOPED_ENDS).nullable(),
  waitsFor: z.string(),
  nextDeadline: instant.nullable(),
  request: request.nullable(),
  grant: grant.nullable(),
  matched: matched.nullable(),
}) satisfies z.ZodType<ScopedRow>;

export const exceptionItem = z.object({
  ...versioned,
  control: text,
  id: text,
  /** The run that was asked first. */
  opener: text,
  episode: count,
  /** The last story line that the row shows. */
  cursor: line,
  updatedAt: instant,
  row: exceptionRow,
});
export type ExceptionItem = z.infer<typeof exceptionItem>;
