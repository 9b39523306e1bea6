import { z } from 'zod';

import { notImplemented } from '../gateway/aws-error.ts';
import type { Finding } from './finding.ts';
import { invalidInput } from './invalid-input.ts';

export type Matcher = (finding: Finding) => boolean;

/** The filters that the sandbox knows, each with its dotted path; arrays on the way are searched through. */
const PATHS: Readonly<Record<string, string>> = {
  ProductArn: 'ProductArn',
  AwsAccountId: 'AwsAccountId',
  Id: 'Id',
  GeneratorId: 'GeneratorId',
  Region: 'Region',
  Title: 'Title',
  ProductName: 'ProductName',
  RecordState: 'RecordState',
  Type: 'Types',
  SeverityLabel: 'Severity.Label',
  ResourceType: 'Resources.Type',
  ResourceId: 'Resources.Id',
  ComplianceStatus: 'Compliance.Status',
  ComplianceSecurityControlId: 'Compliance.SecurityControlId',
  WorkflowStatus: 'Workflow.Status',
  NoteText: 'Note.Text',
  NoteUpdatedBy: 'Note.UpdatedBy',
};

const FiltersSchema = z.record(z.string(), z.array(z.unknown()));
const StringFilter = z.object({
  Value: z.string(),
  Comparison: z.enum(['EQUALS', 'PREFIX', 'NOT_EQUALS', 'PREFIX_NOT_EQUALS']).default('EQUALS'),
});
type StringFilter = z.output<typeof StringFilter>;

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

/**
 * EQUALS and PREFIX are joined by OR, their negations by AND, and PREFIX comes before negations:
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_StringFilter.html
 */
function compileOne(name: string, conditions: readonly unknown[]): Matcher {
  if (conditions.length > 20) throw invalidInput(`Filters.${name} accepts at most 20 values`);
  if (name === 'CreatedAt') return createdWithin(conditions);
  const path = PATHS[name];
  if (path === undefined) throw notImplemented(`the GetFindings filter "${name}"`);
  const parsed = z.array(StringFilter).safeParse(conditions);
  if (!parsed.success) throw invalidInput(`Filters.${name}: ${z.prettifyError(parsed.error)}`);
  const isNegated = ({ Comparison }: StringFilter) => Comparison.endsWith('NOT_EQUALS');
  const wanted = parsed.data.filter((one) => !isNegated(one));
  const unwanted = parsed.data.filter(isNegated);
  if (unwanted.length > 0 && wanted.some(({ Comparison }) => Comparison === 'EQUALS'))
    throw invalidInput(`Filters.${name} combines EQUALS with a negated comparison`);
  return (finding) => {
    const values = valuesAt(finding, path);
    const hasOneOf = (filters: readonly StringFilter[]) =>
      values.some((value) => filters.some((filter) => isHit(value, filter)));
    return (wanted.length === 0 || hasOneOf(wanted)) && !hasOneOf(unwanted);
  };
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DateFilter.html */
const DateFilter = z.object({
  Start: z.iso.datetime({ offset: true }),
  End: z.iso.datetime({ offset: true }),
});

function createdWithin(conditions: readonly unknown[]): Matcher {
  const parsed = z.array(DateFilter).safeParse(conditions);
  if (!parsed.success) throw invalidInput(`Filters.CreatedAt: ${z.prettifyError(parsed.error)}`);
  return ({ CreatedAt }) => {
    const at = Date.parse(CreatedAt);
    return parsed.data.some(({ Start, End }) => Date.parse(Start) <= at && at <= Date.parse(End));
  };
}

function isHit(value: unknown, { Comparison, Value }: StringFilter): boolean {
  if (typeof value !== 'string') return false;
  return Comparison.startsWith('PREFIX') ? value.startsWith(Value) : value === Value;
}

/** All values at a dotted path; arrays on the way, and at the end, are searched through. */
function valuesAt(value: unknown, path: string): readonly unknown[] {
  let values: readonly unknown[] = [value];
  for (const step of path.split('.')) {
    values = values.flat().flatMap((inner) => {
      const has = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step);
      return has ? [Reflect.get(inner, step)] : [];
    });
  }
  return values.flat();
}
