import { z } from 'zod';

import type { Control } from '../control.ts';
import { bucketParameters, ownRunbook, undoParameters } from '../runbook.ts';
import { changes } from './live-change.ts';
import { verify } from './verify.ts';

/** A bucket that is open has one rule, with AES256. */
const rule = z.object({
  ApplyServerSideEncryptionByDefault: z.object({ SSEAlgorithm: z.literal('AES256') }),
  // A bucket key has no meaning without KMS, and the undo leaves it off.
  BucketKeyEnabled: z.literal(false).optional(),
});

const undo = undoParameters(
  {
    control: 'S3.MissingKmsEncryption',
    schema: z.object({ rules: z.array(rule).length(1) }),
    fault: 'the recorded pre-state is not one rule with AES256',
  },
  bucketParameters,
);

export const s3MissingKmsEncryption: Control = {
  id: 'S3.MissingKmsEncryption',
  title: 'S3 bucket is not encrypted with KMS by default',
  why: 'With AES256, S3 holds the key: who may read an object may decrypt it, and no log says so. With KMS, decrypting needs a permission of its own, CloudTrail records it, and a key can be taken away.',
  resourceType: 'AwsS3Bucket',
  covers: {
    // https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-17
    securityHub: ['S3.17'],
    configRules: ['s3-default-encryption-kms'],
    findingTypes: [],
    titles: [],
    prowler: ['s3_bucket_kms_encryption'],
    checkov: ['CKV_AWS_145'],
  },
  reversible: true,
  settleSeconds: 300,
  permissions: {
    verify: ['s3:GetEncryptionConfiguration', 's3:ListAllMyBuckets', 'sts:GetCallerIdentity'],
    automation: ['s3:PutEncryptionConfiguration'],
  },
  // Other accounts cannot read what the account's aws/s3 key encrypts: policies/remediation.yaml asks people first.
  runbook: ownRunbook('Closeloop-S3MissingKmsEncryption', bucketParameters, undo),
  verify,
  changes,
};
