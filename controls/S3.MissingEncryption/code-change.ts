import { bucketEncryption } from '../bucket-encryption.ts';
import type { CodeChange } from '../code-change.ts';

// CKV_AWS_19 passes every bucket.
const rules = bucketEncryption(['AES256', 'aws:kms', 'aws:kms:dsse'], []);

const RULE = [
  'rule {',
  '  apply_server_side_encryption_by_default {',
  '    sse_algorithm = "AES256"',
  '  }',
  '}',
];

export const s3MissingEncryption: CodeChange = {
  control: 'S3.MissingEncryption',
  guidance:
    'Give the bucket a default encryption rule with AES256, or with aws:kms and a key that the file names already. Change nothing else.',
  terraform: {
    ...rules.terraform,
    // Which key is somebody's decision; that there is one of S3's own is S3's default.
    mechanical: {
      companion: { type: 'aws_s3_bucket_server_side_encryption_configuration', link: 'bucket' },
      lines: RULE,
      unless: ['server_side_encryption_configuration'],
      inline: {
        companion: null,
        lines: ['server_side_encryption_configuration {', ...RULE.map((line) => `  ${line}`), '}'],
      },
    },
  },
  cloudformation: {
    ...rules.cloudformation,
    mechanical: {
      companion: null,
      lines: [
        'BucketEncryption:',
        '  ServerSideEncryptionConfiguration:',
        '    - ServerSideEncryptionByDefault:',
        '        SSEAlgorithm: AES256',
      ],
      unless: ['BucketEncryption'],
    },
  },
};
