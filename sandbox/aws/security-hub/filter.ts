import { z } from 'zod';

import { notImplemented } from '../gateway/aws-error.ts';
import { filterField } from './filter-fields.ts';
import type { Finding } from './finding.ts';
import { invalidInput } from './invalid-input.ts';
import { dateMatches, mapMatches, numberMatches, stringMatches } from './match.ts';
import { valuesAt } from './values.ts';

export type Matcher = (finding: Finding) => boolean;

/**
 * GetFindings' `Filters` as a predicate: filters of different attributes are joined by AND.
 * Throws InvalidInputException for combinations that the service refuses, NotImplemented for an
 * attribute the sandbox does not know: ignoring it would return too many findings.
 */
export function compileFilters(filters: unknown): Matcher {
  const entries = Object.entries(FiltersSchema.parse(filters ?? {}));
  const used = entries.filter(([, conditions]) => conditions.length > 0);
  if (used.length > 10) throw invalidInput('Filters accepts at most 10 finding attributes');
  const matchers = used.map(([name, conditions]) => compileOne(name, conditions));
  return (finding) => matchers.every((matches) => matches(finding));
}

const FiltersSchema = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));

type Conditions = readonly Readonly<Record<string, unknown>>[];

function compileOne(name: string, conditions: Conditions): Matcher {
  if (conditions.length > 20) throw invalidInput(`Filters.${name} accepts at most 20 values`);
  const field = filterField(name);
  if (!field) throw notImplemented(`the GetFindings filter "${name}"`);
  const values = (finding: Finding) => valuesAt(finding, field.path);
  switch (field.kind) {
    case 'string':
      return withValues(values, stringMatches(name, conditions));
    case 'map':
      return withValues(values, mapMatches(name, conditions));
    case 'date':
      return withValues(values, dateMatches(conditions));
    case 'number':
      return withValues(values, numberMatches(conditions));
    case 'boolean':
      return (finding) => conditions.some((wanted) => wanted['Value'] === (finding[name] ?? false));
    case 'keyword':
      return (finding) => conditions.some((wanted) => hasKeyword(finding, wanted['Value']));
  }
}

function withValues(
  values: (finding: Finding) => readonly unknown[],
  matches: (values: readonly unknown[]) => boolean,
): Matcher {
  return (finding) => matches(values(finding));
}

function hasKeyword(finding: Finding, word: unknown): boolean {
  return typeof word === 'string' && JSON.stringify(finding).includes(word);
}
