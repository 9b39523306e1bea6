import { z } from 'zod';

import { parseArn } from '../../domain/arn.ts';
import type { Severity } from '../../domain/finding.ts';
import { productOf } from '../../domain/product.ts';
import { key, oneOf, optionalText, text } from './fields.ts';
import type { Finding, ParsedFinding } from './finding.ts';
import { readResource, resourceEntry } from './resource-entry.ts';
import { higherSeverity, instant, severityOf } from './values.ts';

/**
 * One finding in the AWS Security Finding Format. Strict about types, lenient about what AWS leaves out or adds:
 * a missing account is `null`, a missing or unknown RecordState is ACTIVE.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
 */
export function parseFinding(raw: unknown): ParsedFinding {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) return broken(raw, parsed.error.issues[0]);
  const { data } = parsed;
  const shown = severityOf(data.Severity);
  const provided = severityOf(data.FindingProviderFields?.Severity);
  const severity = higherSeverity(shown, provided);
  if (severity === null) {
    const message = 'expected a Label (INFORMATIONAL to CRITICAL) or Normalized (0 to 100)';
    return { ok: false, broken: { id: data.Id, field: 'Severity', message } };
  }
  const changes = [
    severityChange({ shown, provided, severity }),
    typesChange(data.Types ?? [], data.FindingProviderFields?.Types ?? []),
  ].filter((change) => change !== null);
  return { ok: true, finding: { ...fields(data), severity, changes, raw } };
}

const severityShape = z.object({
  Label: z.unknown().optional(),
  Normalized: z.unknown().optional(),
});
const types = z
  .array(text)
  .transform((all) => all.slice(0, 100))
  .nullish();

/** Bytes: of an event of at most 256 KB, so that what the ledger keeps of a finding always fits. */
const LONGEST_NAME = 100_000;

const schema = z.object({
  // Security Hub accepts 512 characters today. It is queried by the whole id, so a longer one is kept to the letter.
  Id: key(LONGEST_NAME),
  ProductArn: key(LONGEST_NAME),
  ProductName: optionalText,
  GeneratorId: optionalText,
  Title: optionalText,
  AwsAccountId: optionalText.refine(
    (value) => value === null || /^\d{12}$/.test(value),
    'expected 12 digits',
  ),
  Region: optionalText,
  Types: types,
  Severity: severityShape.nullish(),
  RecordState: oneOf(['ACTIVE', 'ARCHIVED'], 'ACTIVE'),
  Workflow: z
    .object({ Status: oneOf(['NEW', 'NOTIFIED', 'SUPPRESSED', 'RESOLVED'], 'NEW') })
    .nullish(),
  Compliance: z
    .object({
      Status: oneOf(['PASSED', 'FAILED', 'WARNING', 'NOT_AVAILABLE'], null),
      SecurityControlId: optionalText,
    })
    .nullish(),
  ProductFields: z.record(z.string(), z.unknown()).nullish(),
  Vulnerabilities: z.array(z.object({ Id: text.nullish() })).nullish(),
  // Security Hub accepts 32 today; the size of an event is the limit, so that no later one loses a finding.
  Resources: z.array(resourceEntry).min(1, 'expected at least one resource'),
  Sample: z.boolean().nullish(),
  UpdatedAt: optionalText,
  Note: z.object({ UpdatedBy: optionalText, UpdatedAt: optionalText }).nullish(),
  // Only the provider writes these; every principal with BatchUpdateFindings can write those above.
  // https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
  FindingProviderFields: z.object({ Severity: severityShape.nullish(), Types: types }).nullish(),
});
type Data = z.output<typeof schema>;

function fields(data: Data): Omit<Finding, 'severity' | 'changes' | 'raw'> {
  const productFields = texts(data.ProductFields ?? {});
  const provided = data.FindingProviderFields?.Types ?? [];
  return {
    id: data.Id,
    productArn: data.ProductArn,
    productName: data.ProductName ?? productFields.get('aws/securityhub/ProductName') ?? '',
    generatorId: data.GeneratorId ?? '',
    title: data.Title ?? '',
    account: ownerAccount(data.ProductArn, productFields) ?? data.AwsAccountId,
    // Security Hub itself makes the ProductArn, in the Region where the finding was imported.
    region: data.Region?.toLowerCase() ?? (parseArn(data.ProductArn)?.region || null),
    types: provided.length > 0 ? provided : (data.Types ?? []),
    recordState: data.RecordState,
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

/**
 * An organization's analyzer reports under the account of the delegated administrator and names the resource's account
 * beside it. https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-securityhub-integration.html
 */
function ownerAccount(
  productArn: string,
  productFields: ReadonlyMap<string, string>,
): string | null {
  const owner = productFields.get('ResourceOwnerAccount') ?? '';
  return productOf(productArn).aws && /^\d{12}$/.test(owner) ? owner : null;
}

function severityChange(given: {
  readonly shown: Severity | null;
  readonly provided: Severity | null;
  readonly severity: Severity;
}): string | null {
  const { shown, provided, severity } = given;
  if (shown === null || provided === null || shown === provided) return null;
  return `its provider says ${provided} and Security Hub shows ${shown}: ${severity} counts`;
}

function typesChange(shown: readonly string[], provided: readonly string[]): string | null {
  if (shown.length === 0 || provided.length === 0) return null;
  const same = comparable(shown) === comparable(provided);
  return same ? null : 'its types were changed in Security Hub: those of its provider count';
}

function comparable(all: readonly string[]): string {
  return JSON.stringify(all.map((type) => type.trim().toLowerCase()).toSorted());
}

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
      id: id.data?.Id.toWellFormed().slice(0, 2048) ?? null,
      field: field.slice(0, 100),
      message,
    },
  };
}
