/** What changed a finding, and who: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindingHistory.html */
import { z } from 'zod';

import type { Finding, HistoryRecord, Stored } from './finding.ts';
import { invalidInput, parseInput } from './invalid-input.ts';

/** The history with what changed between two states; the same history where nothing did. */
export function withChange(
  history: readonly HistoryRecord[],
  { before, after }: { readonly before: Finding | null; readonly after: Finding },
  source: HistoryRecord['UpdateSource'],
): readonly HistoryRecord[] {
  const old = valuesOf(before ?? {});
  const Updates = Object.entries(valuesOf(after))
    .filter(([field, value]) => old[field] !== value)
    .map(([UpdatedField, NewValue]) => ({
      UpdatedField,
      OldValue: old[UpdatedField] ?? '',
      NewValue,
    }));
  if (before !== null && Updates.length === 0) return history;
  // AWS lists no fields of a finding that is new.
  const record = { FindingCreated: before === null, Updates: before === null ? [] : Updates };
  const all = [
    { UpdateTime: new Date().toISOString(), UpdateSource: source, ...record },
    ...history,
  ];
  return all.filter(({ UpdateTime }) => Date.parse(UpdateTime) > Date.now() - KEPT_MS);
}

const KEPT_MS = 90 * 24 * 3_600_000;
/** Changes of times are not part of the history. */
const TIMES = ['CreatedAt', 'UpdatedAt', 'ProcessedAt', 'FirstObservedAt', 'LastObservedAt'];

/** By dotted path, as texts; what is deeper than two levels as JSON. */
function valuesOf(finding: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const entries = Object.entries(finding).flatMap(([name, value]) => {
    if (TIMES.includes(name)) return [];
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [[name, textOf(value)] as const];
    return Object.entries(value)
      .filter(([inner]) => !TIMES.includes(inner))
      .map(([inner, one]) => [`${name}.${inner}`, textOf(one)] as const);
  });
  return Object.fromEntries(entries);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

const RequestSchema = z.object({
  FindingIdentifier: z.object({ Id: z.string().min(1), ProductArn: z.string().min(1) }),
  StartTime: z.iso.datetime({ offset: true }).optional(),
  EndTime: z.iso.datetime({ offset: true }).optional(),
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(1).max(100).default(100),
});

/** One page of what changed a finding that the caller may see, the newest change first. */
export function getFindingHistory(input: unknown, visible: readonly Stored[]): unknown {
  const request = parseInput(RequestSchema, input);
  const { FindingIdentifier, StartTime, EndTime, NextToken, MaxResults } = request;
  const { Id, ProductArn } = FindingIdentifier;
  const stored = visible.find(
    ({ finding }) => finding.Id === Id && finding.ProductArn === ProductArn,
  );
  if (stored === undefined) throw invalidInput(`No finding ${Id} of ${ProductArn}`);
  const from = StartTime === undefined ? 0 : Date.parse(StartTime);
  const to = EndTime === undefined ? Number.POSITIVE_INFINITY : Date.parse(EndTime);
  const within = stored.history.filter(({ UpdateTime }) => {
    const at = Date.parse(UpdateTime);
    return at >= from && at <= to;
  });
  const start = NextToken === undefined ? 0 : Number(NextToken);
  if (!Number.isInteger(start)) throw invalidInput('NextToken is no token of this list');
  const end = start + MaxResults;
  const Records = within.slice(start, end).map((record) => ({ FindingIdentifier, ...record }));
  return end >= within.length ? { Records } : { Records, NextToken: String(end) };
}
