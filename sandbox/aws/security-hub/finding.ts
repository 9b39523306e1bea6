import { z } from 'zod';

/**
 * The part of the AWS Security Finding Format that the sandbox reads; everything else is kept as sent.
 * Required attributes: https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
 */
export const LABELS = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export const WORKFLOW_STATUSES = ['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED'] as const;

const Timestamp = z.iso.datetime({ offset: true });

const SeveritySchema = z.looseObject({
  Label: z.enum(LABELS).optional(),
  Normalized: z.number().int().min(0).max(100).optional(),
  Original: z.string().optional(),
});

const ResourceSchema = z.looseObject({ Type: z.string().min(1), Id: z.string().min(1) });

export const FindingSchema = z
  .looseObject({
    SchemaVersion: z.literal('2018-10-08'),
    Id: z.string().min(1).max(512),
    ProductArn: z.string().startsWith('arn:'),
    GeneratorId: z.string().min(1).max(512),
    AwsAccountId: z.string().regex(/^\d{12}$/),
    CreatedAt: Timestamp,
    UpdatedAt: Timestamp,
    Title: z.string().min(1).max(256),
    Description: z.string().min(1).max(1024),
    Types: z.array(z.string()).max(50).optional(),
    Severity: SeveritySchema.optional(),
    FindingProviderFields: z
      .looseObject({ Severity: SeveritySchema.optional(), Types: z.array(z.string()).optional() })
      .optional(),
    Resources: z.array(ResourceSchema).min(1).max(32),
    ProductFields: z.record(z.string(), z.string()).optional(),
    Compliance: z
      .looseObject({ Status: z.enum(['PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE']).optional() })
      .optional(),
    RecordState: z.enum(['ACTIVE', 'ARCHIVED']).optional(),
    Workflow: z.looseObject({ Status: z.enum(WORKFLOW_STATUSES).optional() }).optional(),
  })
  .refine((finding) => finding.Severity ?? finding.FindingProviderFields?.Severity, {
    message: "data should have required property 'Severity'",
  })
  .refine((finding) => finding.Types ?? finding.FindingProviderFields?.Types, {
    message: "data should have required property 'Types'",
  });

export type Finding = z.infer<typeof FindingSchema>;

/** What the finding's owner sees: (Id, ProductArn) names it within an account and region. */
export interface Stored {
  readonly account: string;
  readonly region: string;
  readonly finding: Finding;
  /** Fields that BatchUpdateFindings has set: a later import does not overwrite them. */
  readonly customerSet: ReadonlySet<string>;
  /** Newest first. */
  readonly history: readonly HistoryRecord[];
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_FindingHistoryRecord.html */
export interface HistoryRecord {
  readonly UpdateTime: string;
  readonly FindingCreated: boolean;
  readonly UpdateSource: {
    readonly Type: 'BATCH_UPDATE_FINDINGS' | 'BATCH_IMPORT_FINDINGS';
    readonly Identity: string;
  };
  readonly Updates: readonly {
    readonly UpdatedField: string;
    readonly OldValue: string;
    readonly NewValue: string;
  }[];
}

export interface Identifier {
  readonly Id: string;
  readonly ProductArn: string;
}
