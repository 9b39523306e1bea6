import { z } from 'zod';

import {
  type Finding,
  type Identifier,
  LABELS,
  type Stored,
  WORKFLOW_STATUSES,
} from './finding.ts';
import { completeSeverity } from './normalize.ts';

/** The fields BatchUpdateFindings may set; others are ignored, as the service does not have them. */
export const UpdateSchema = z.object({
  FindingIdentifiers: z
    .array(z.object({ Id: z.string().min(1), ProductArn: z.string().min(1) }))
    .min(1)
    .max(100),
  Note: z
    .object({ Text: z.string().min(1).max(512), UpdatedBy: z.string().min(1).max(512) })
    .optional(),
  Severity: z
    .object({
      Label: z.enum(LABELS).optional(),
      Normalized: z.number().int().min(0).max(100).optional(),
      Product: z.number().optional(),
    })
    .optional(),
  VerificationState: z
    .enum(['UNKNOWN', 'TRUE_POSITIVE', 'FALSE_POSITIVE', 'BENIGN_POSITIVE'])
    .optional(),
  Confidence: z.number().int().min(0).max(100).optional(),
  Criticality: z.number().int().min(0).max(100).optional(),
  Types: z.array(z.string()).max(50).optional(),
  UserDefinedFields: z.record(z.string().max(128), z.string().max(1024)).optional(),
  Workflow: z.object({ Status: z.enum(WORKFLOW_STATUSES) }).optional(),
  RelatedFindings: z
    .array(z.object({ Id: z.string(), ProductArn: z.string() }))
    .max(10)
    .optional(),
});
export type Update = z.infer<typeof UpdateSchema>;

export interface Unprocessed {
  readonly FindingIdentifier: Identifier;
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** Why this identifier cannot be updated; null when it can. Codes: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsUnprocessedFinding.html */
export function refusal(
  identifier: Identifier,
  { found, repeated }: { readonly found: boolean; readonly repeated: boolean },
): Unprocessed | null {
  const refuse = (ErrorCode: string, ErrorMessage: string) => ({
    FindingIdentifier: identifier,
    ErrorCode,
    ErrorMessage,
  });
  if (repeated) return refuse('DuplicatedFindingIdentifier', 'Finding Identifier is duplicated');
  return found ? null : refuse('FindingNotFound', 'Finding Not Found');
}

/** `UpdatedAt` belongs to the finding's provider and stays as it is. */
export function applyUpdate(stored: Stored, update: Update, now: string): Stored {
  const { FindingIdentifiers: _identifiers, Note, Severity, Workflow, ...plain } = update;
  const changes: Record<string, unknown> = defined(plain);
  if (Note) changes['Note'] = { ...Note, UpdatedAt: now };
  if (Workflow) changes['Workflow'] = { ...stored.finding.Workflow, ...Workflow };
  if (Severity) changes['Severity'] = mergedSeverity(stored.finding, Severity);
  return {
    ...stored,
    finding: { ...stored.finding, ...changes, ProcessedAt: now },
    customerSet: new Set([...stored.customerSet, ...Object.keys(changes)]),
  };
}

function mergedSeverity(finding: Finding, update: NonNullable<Update['Severity']>) {
  const { Label: _label, Normalized: _normalized, ...rest } = finding.Severity ?? {};
  return completeSeverity({ ...rest, ...defined(update) });
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
