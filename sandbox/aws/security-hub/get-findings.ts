import { createHash } from 'node:crypto';

import { z } from 'zod';

import { notImplemented } from '../gateway/aws-error.ts';
import { filterField } from './filter-fields.ts';
import { compileFilters } from './filter.ts';
import type { Finding } from './finding.ts';
import { invalidInput } from './invalid-input.ts';
import { valuesAt } from './values.ts';

const RequestSchema = z.object({
  Filters: z.unknown().optional(),
  SortCriteria: z
    .array(z.object({ Field: z.string(), SortOrder: z.enum(['asc', 'desc']).default('asc') }))
    .optional(),
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(1).max(100).default(100),
});

/** One page of the findings a caller may see. A token is good only for the query that it came from. */
export function getFindings(input: unknown, visible: readonly Finding[]): Record<string, unknown> {
  const parsed = RequestSchema.safeParse(input);
  if (!parsed.success) throw invalidInput(z.prettifyError(parsed.error));
  const { Filters, SortCriteria = [], NextToken, MaxResults } = parsed.data;
  const matched = visible.filter(compileFilters(Filters));
  const sorted = SortCriteria.length === 0 ? matched : matched.toSorted(comparing(SortCriteria));
  const query = createHash('sha256')
    .update(JSON.stringify([Filters, SortCriteria]))
    .digest('hex');
  const start = NextToken === undefined ? 0 : offsetOf(NextToken, query);
  const end = start + MaxResults;
  const page = sorted.slice(start, end);
  if (end >= sorted.length) return { Findings: page };
  return { Findings: page, NextToken: Buffer.from(`${query}:${end}`).toString('base64') };
}

interface Criterion {
  readonly Field: string;
  readonly SortOrder: 'asc' | 'desc';
}

function comparing(criteria: readonly Criterion[]): (a: Finding, b: Finding) => number {
  const keys = criteria.map(({ Field, SortOrder }) => {
    const field = filterField(Field);
    if (!field) throw notImplemented(`the GetFindings sort field "${Field}"`);
    return { path: field.path, sign: SortOrder === 'desc' ? -1 : 1 };
  });
  return (a, b) => {
    for (const { path, sign } of keys) {
      const order = compare(valuesAt(a, path)[0], valuesAt(b, path)[0]);
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [asText(a), asText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function offsetOf(token: string, query: string): number {
  const [of, offset] = Buffer.from(token, 'base64').toString('utf8').split(':');
  if (of === query && /^\d+$/.test(offset ?? '')) return Number(offset);
  throw invalidInput('NextToken does not belong to this query');
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
