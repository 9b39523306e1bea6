import { z } from 'zod';

import { invalidInput } from './invalid-input.ts';

type Conditions = readonly Readonly<Record<string, unknown>>[];
type Values = (values: readonly unknown[]) => boolean;

const StringCondition = z.object({
  Value: z.string(),
  Comparison: z.enum(['EQUALS', 'PREFIX', 'NOT_EQUALS', 'PREFIX_NOT_EQUALS']).default('EQUALS'),
});
const MapCondition = z.object({
  Key: z.string(),
  Value: z.string(),
  Comparison: z.enum(['EQUALS', 'NOT_EQUALS']).default('EQUALS'),
});

/**
 * EQUALS and PREFIX are joined by OR, their negations by AND, and PREFIX comes before negations:
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_StringFilter.html
 */
export function stringMatches(name: string, conditions: Conditions): Values {
  const parsed = conditions.map((condition) => parse(StringCondition, name, condition));
  const has = (comparison: string) => parsed.some((one) => one.Comparison === comparison);
  if (has('EQUALS') && (has('NOT_EQUALS') || has('PREFIX_NOT_EQUALS'))) {
    throw invalidInput(`Filters.${name} combines EQUALS with a negated comparison`);
  }
  const [wanted, unwanted] = split(parsed);
  const hit = (value: unknown, { Comparison, Value }: (typeof parsed)[number]) =>
    typeof value === 'string' &&
    (Comparison.startsWith('PREFIX') ? value.startsWith(Value) : value === Value);
  return (values) =>
    (wanted.length === 0 || values.some((value) => wanted.some((one) => hit(value, one)))) &&
    !values.some((value) => unwanted.some((one) => hit(value, one)));
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_MapFilter.html */
export function mapMatches(name: string, conditions: Conditions): Values {
  const parsed = conditions.map((condition) => parse(MapCondition, name, condition));
  const [wanted, unwanted] = split(parsed);
  if (wanted.length > 0 && unwanted.length > 0) {
    throw invalidInput(`Filters.${name} combines EQUALS with NOT_EQUALS`);
  }
  const hit = (map: unknown, { Key, Value }: (typeof parsed)[number]) =>
    typeof map === 'object' &&
    map !== null &&
    Object.hasOwn(map, Key) &&
    Reflect.get(map, Key) === Value;
  return (maps) =>
    (wanted.length === 0 || maps.some((map) => wanted.some((one) => hit(map, one)))) &&
    !maps.some((map) => unwanted.some((one) => hit(map, one)));
}

const DateCondition = z.object({
  Start: z.string().optional(),
  End: z.string().optional(),
  DateRange: z.object({ Value: z.number(), Unit: z.literal('DAYS') }).optional(),
});

const DAY = 86_400_000;

/** Inclusive at both ends; a range in days counts back from now. */
export function dateMatches(conditions: Conditions): Values {
  const parsed = conditions.map((condition) => parse(DateCondition, 'date', condition));
  return (values) =>
    values.some((value) => parsed.some((wanted) => inRange(Date.parse(String(value)), wanted)));
}

const NumberCondition = z.object({
  Eq: z.number().optional(),
  Gte: z.number().optional(),
  Gt: z.number().optional(),
  Lte: z.number().optional(),
  Lt: z.number().optional(),
});

export function numberMatches(conditions: Conditions): Values {
  const parsed = conditions.map((condition) => parse(NumberCondition, 'number', condition));
  const hit = (value: number, { Eq, Gte, Gt, Lte, Lt }: (typeof parsed)[number]) =>
    (Eq === undefined || value === Eq) &&
    (Gte === undefined || value >= Gte) &&
    (Gt === undefined || value > Gt) &&
    (Lte === undefined || value <= Lte) &&
    (Lt === undefined || value < Lt);
  return (values) => values.some((value) => parsed.some((wanted) => hit(Number(value), wanted)));
}

function inRange(time: number, wanted: z.infer<typeof DateCondition>): boolean {
  const { Start, End, DateRange } = wanted;
  const from = DateRange
    ? Date.now() - DateRange.Value * DAY
    : Start
      ? Date.parse(Start)
      : -Infinity;
  const to = DateRange ? Infinity : End ? Date.parse(End) : Infinity;
  return time >= from && time <= to;
}

function split<T extends { readonly Comparison: string }>(all: readonly T[]): readonly [T[], T[]] {
  const negated = (one: T) => one.Comparison.includes('NOT_EQUALS');
  return [all.filter((one) => !negated(one)), all.filter(negated)];
}

function parse<T>(schema: z.ZodType<T>, name: string, condition: unknown): T {
  const parsed = schema.safeParse(condition);
  if (parsed.success) return parsed.data;
  throw invalidInput(`Filters.${name}: ${z.prettifyError(parsed.error)}`);
}
