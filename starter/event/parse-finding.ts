import { z } from 'zod';

import { parseArn } from '../../domain/arn.ts';
import type { Finding, FindingResource, ParsedFinding } from './finding.ts';
import { readTags } from './tags.ts';
import { instant, severityOf } from './values.ts';

/**
 * One finding in the AWS Security Finding Format. Strict about types, lenient about what AWS leaves out:
 * a missing account is `null`, a missing RecordState is ACTIVE.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
 */
export function parseFinding(raw: unknown): ParsedFinding {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) return broken(raw, parsed.error.issues[0]);
  const { data } = parsed;
  const severity = severityOf(data.Severity ?? data.FindingProviderFields?.Severity);
  if (severity === null) {
    const message = 'expected a Label (INFORMATIONAL to CRITICAL) or Normalized (0 to 100)';
    return { ok: false, broken: { id: data.Id, field: 'Severity', message } };
  }
  return { ok: true, finding: { ...fields(data), severity, raw } };
}

// Security Hub's own limits are lower. What is longer is no finding of its, and reading it costs everybody's time.
const text = z
  .string()
  .max(1024)
  .transform((value) => value.toWellFormed());
/** What names something: kept to the letter, because Security Hub is asked by it and S3 compares it so. */
const key = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/\S/, 'expected text that is not empty')
    .refine((value) => value.isWellFormed(), 'expected well-formed Unicode');
const maybe = text.nullish().transform((value) => (value?.trim() ? value.trim() : null));
const oneOf = <const T extends string>(values: readonly T[]) => z.enum(values).nullish();
const label = z.object({ Label: z.unknown().optional(), Normalized: z.unknown().optional() });

const resource = z.object({
  Type: text.nullish(),
  Id: key(2048),
  Region: maybe,
  Partition: maybe,
  Tags: z.unknown().optional(),
  Details: z.unknown().optional(),
});

const schema = z.object({
  // The longest id that Security Hub accepts.
  Id: key(512),
  ProductArn: key(1024),
  ProductName: maybe,
  GeneratorId: maybe,
  Title: maybe,
  AwsAccountId: maybe.refine(
    (value) => value === null || /^\d{12}$/.test(value),
    'expected 12 digits',
  ),
  Region: maybe,
  Types: z.array(text).max(100).nullish(),
  Severity: label.nullish(),
  RecordState: oneOf(['ACTIVE', 'ARCHIVED']),
  Workflow: z.object({ Status: oneOf(['NEW', 'NOTIFIED', 'SUPPRESSED', 'RESOLVED']) }).nullish(),
  Compliance: z
    .object({
      Status: oneOf(['PASSED', 'FAILED', 'WARNING', 'NOT_AVAILABLE']),
      SecurityControlId: maybe,
    })
    .nullish(),
  ProductFields: z.record(z.string(), z.unknown()).nullish(),
  Vulnerabilities: z.array(z.object({ Id: text.nullish() })).nullish(),
  // At least one and at most 32, as Security Hub accepts them.
  Resources: z.array(resource).min(1, 'expected at least one resource').max(32),
  Sample: z.boolean().nullish(),
  UpdatedAt: maybe,
  Note: z.object({ UpdatedBy: maybe, UpdatedAt: maybe }).nullish(),
  FindingProviderFields: z
    .object({ Severity: label.nullish(), Types: z.array(text).max(100).nullish() })
    .nullish(),
});
type Data = z.output<typeof schema>;

function fields(data: Data): Omit<Finding, 'severity' | 'raw'> {
  const productFields = texts(data.ProductFields ?? {});
  return {
    id: data.Id,
    productArn: data.ProductArn,
    productName: data.ProductName ?? productFields.get('aws/securityhub/ProductName') ?? '',
    generatorId: data.GeneratorId ?? '',
    title: data.Title ?? '',
    account: data.AwsAccountId,
    // Security Hub itself makes the ProductArn, in the Region where the finding was imported.
    region: data.Region?.toLowerCase() ?? (parseArn(data.ProductArn)?.region || null),
    types: data.Types ?? data.FindingProviderFields?.Types ?? [],
    recordState: data.RecordState ?? 'ACTIVE',
    workflow: data.Workflow?.Status ?? 'NEW',
    compliance: data.Compliance?.Status ?? null,
    securityControlId: data.Compliance?.SecurityControlId ?? null,
    productFields,
    vulnerabilities: (data.Vulnerabilities ?? []).flatMap(({ Id }) => (Id ? [Id.trim()] : [])),
    resources: data.Resources.map(readResource),
    sample: data.Sample ?? false,
    updatedAt: instant(data.UpdatedAt),
    note: data.Note?.UpdatedBy
      ? { by: data.Note.UpdatedBy, at: instant(data.Note.UpdatedAt) }
      : null,
  };
}

function readResource(data: z.output<typeof resource>): FindingResource {
  return {
    type: data.Type?.trim() || 'Other',
    id: data.Id,
    region: data.Region?.toLowerCase() ?? null,
    partition: data.Partition?.toLowerCase() ?? null,
    tags: readTags(data.Tags),
    owner: ownerIn(data.Details),
  };
}

/** Other products put anything into Details: only an account id counts. */
function ownerIn(details: unknown): string | null {
  const parsed = s3Details.safeParse(details);
  return parsed.success ? parsed.data.AwsS3Bucket.OwnerAccountId : null;
}

const s3Details = z.object({
  AwsS3Bucket: z.object({ OwnerAccountId: z.string().regex(/^\d{12}$/) }),
});

function texts(fieldsOfProduct: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const entries = Object.entries(fieldsOfProduct);
  return new Map(
    entries.flatMap(([name, value]) =>
      typeof value === 'string' && value.length <= 2048 ? [[name, value.toWellFormed()]] : [],
    ),
  );
}

function broken(raw: unknown, issue: z.core.$ZodIssue | undefined): ParsedFinding {
  const id = z.object({ Id: z.string() }).safeParse(raw);
  const field = issue?.path.map(String).join('.') || '(the finding itself)';
  const message = (issue?.message ?? 'not a finding').slice(0, 300);
  return {
    ok: false,
    broken: {
      id: id.data?.Id.toWellFormed().slice(0, 512) ?? null,
      field: field.slice(0, 100),
      message,
    },
  };
}
