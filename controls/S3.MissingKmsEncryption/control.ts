import type { Control } from '../control.ts';
import { undoParameters } from './undo.ts';
import { verify } from './verify.ts';

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
  runbook: {
    owner: 'closeloop',
    documentName: 'Closeloop-S3MissingKmsEncryption',
    documentVersion: '1',
    file: 'runbook.yaml',
    parameters: (problem, roleArn) => ({
      BucketName: [problem.resource.name],
      AutomationAssumeRole: [roleArn],
    }),
    undo: {
      documentName: 'Closeloop-S3MissingKmsEncryption-Undo',
      documentVersion: '1',
      file: 'undo.yaml',
      parameters: undoParameters,
    },
  },
  verify,
};
