/** Cases: states of a resource, as data, with the control's verdict. Tests and sandbox seeds create them. */
import { z } from 'zod';

import { VERDICTS } from '../domain/verdict.ts';
import type { Covers } from './control.ts';

const flagsSchema = z.strictObject({
  BlockPublicAcls: z.boolean(),
  IgnorePublicAcls: z.boolean(),
  BlockPublicPolicy: z.boolean(),
  RestrictPublicBuckets: z.boolean(),
});

/** An absent member means "not configured", as on a new bucket. */
const bucketStateSchema = z.strictObject({
  publicAccessBlock: flagsSchema.optional(),
  /** Grants besides the owner's FULL_CONTROL; `to` is a group's last word or a canonical user id. */
  acl: z.array(z.strictObject({ to: z.string(), permission: z.string() })).optional(),
  ownership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']).optional(),
  /**
   * `public` lets everybody read objects, `public-write` write them; `denies-insecure` denies requests without TLS, `denies-insecure-reads`
   * some of them; `public-and-denies-insecure` does both.
   */
  policy: z
    .enum([
      'public',
      'public-write',
      'denies-insecure',
      'denies-insecure-reads',
      'public-and-denies-insecure',
    ])
    .optional(),
  /** The bucket that receives the access logs. */
  logging: z.string().optional(),
  encryption: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']).optional(),
  versioning: z.enum(['Enabled', 'Suspended']).optional(),
  deleted: z.boolean().optional(),
  /** How AWS fails or refuses; an emulated account cannot show these. */
  fault: z
    .enum(['denied', 'redirected', 'owned-by-another', 'listed-but-absent', 'throttled'])
    .optional(),
});

const keyStateSchema = z.strictObject({
  rotation: z.boolean(),
  /** Absent for a symmetric key of one Region whose material KMS made; an emulated account makes no others. */
  kind: z.enum(['hmac', 'imported', 'cloudhsm', 'external-store', 'replica', 'primary']).optional(),
  deleted: z.boolean().optional(),
  /** How AWS fails or refuses; an emulated account cannot show these. */
  fault: z
    .enum(['denied', 'unsupported', 'undescribed', 'listed-but-absent', 'throttled'])
    .optional(),
});

const caseSchema = z.strictObject({
  /** The state in words, read after "A bucket" or "A key". */
  name: z.string().min(1),
  bucket: bucketStateSchema.default({}),
  /** For controls on KMS keys, in place of `bucket`. */
  key: keyStateSchema.optional(),
  verdict: z.enum(VERDICTS),
  /** Keys (`coverKeys`) of the reports about this state, whether or not a control covers them. */
  reportedBy: z.array(z.string()).default([]),
});

export type BucketState = z.infer<typeof bucketStateSchema>;
export type KeyState = z.infer<typeof keyStateSchema>;
export type Case = z.infer<typeof caseSchema>;
/** As a control's `cases.ts` writes it. */
export type CaseInput = z.input<typeof caseSchema>;

/** The cases of a control, read from its folder. Throws naming the file if it has none or a malformed one. */
export async function casesOf(id: string, folder = import.meta.dirname): Promise<readonly Case[]> {
  const file = `${folder}/${id}/cases.ts`;
  const loaded: unknown = await import(file);
  const parsed = z.object({ CASES: z.array(caseSchema).min(1) }).safeParse(loaded);
  if (parsed.success) return parsed.data.CASES;
  throw new Error(`${file}: expected CASES, a list of cases.\n${z.prettifyError(parsed.error)}`);
}

/** One key for each thing a control covers, for example `securityHub:S3.2`. */
export function coverKeys(covers: Covers): readonly string[] {
  return [
    ...covers.securityHub.map((id) => `securityHub:${id}`),
    ...covers.configRules.map((rule) => `configRule:${rule}`),
    ...covers.findingTypes.map((type) => `findingType:${type}`),
    ...covers.titles.map(({ product, title }) => `title:${product}:${title}`),
    ...covers.prowler.map((check) => `prowler:${check}`),
    ...covers.checkov.map((id) => `checkov:${id}`),
  ];
}
