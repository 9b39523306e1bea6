import { createHash } from 'node:crypto';

import { z } from 'zod';

import { compileFilters } from './filter.ts';
import type { Finding } from './finding.ts';
import { invalidInput, parseInput } from './invalid-input.ts';

const RequestSchema = z.object({
  Filters: z.unknown().optional(),
  SortCriteria: z
    .array(
      z.object({
        Field: z.literal('CreatedAt', { error: 'the sandbox sorts findings by CreatedAt only' }),
        SortOrder: z.enum(['asc', 'desc']).default('asc'),
      }),
    )
    .max(1)
    .default([]),
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(1).max(100).default(100),
});

/** One page of the findings a caller may see. A token is good only for the query that it came from. */
export function getFindings(input: unknown, visible: readonly Finding[]): Record<string, unknown> {
  const { Filters, SortCriteria, NextToken, MaxResults } = parseInput(RequestSchema, input);
  const [sort] = SortCriteria;
  const found = visible.filter(compileFilters(Filters));
  const matched = sort === undefined ? found : found.toSorted(byCreation);
  if (sort?.SortOrder === 'desc') matched.reverse();
  const query = createHash('sha256')
    .update(JSON.stringify(Filters ?? null))
    .digest('hex');
  const start = NextToken === undefined ? 0 : offsetOf(NextToken, query);
  const end = start + MaxResults;
  const page = matched.slice(start, end);
  if (end >= matched.length) return { Findings: page };
  return { Findings: page, NextToken: Buffer.from(`${query}:${end}`).toString('base64') };
}

function byCreation(a: Finding, b: Finding): number {
  return Date.parse(a.CreatedAt) - Date.parse(b.CreatedAt);
}

function offsetOf(token: string, query: string): number {
  const [of, offset] = Buffer.from(token, 'base64').toString('utf8').split(':');
  if (of === query && /^\d+$/.test(offset ?? '')) return Number(offset);
  throw invalidInput('NextToken does not belong to this query');
}
