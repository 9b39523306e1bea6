import { bucketEncryption } from '../bucket-encryption.ts';
import type { CodeChange } from '../code-change.ts';

// CKV_AWS_19 passes every bucket.
const rules = bucketEncryption(['AES256', 'aws:kms', 'aws:kms:dsse'], []);

export const s3MissingEncryption: CodeChange = {
  control: 'S3.MissingEncryption',
  guidance:
    'Give the bucket a default encryption rule with AES256, or with aws:kms and a key that the file names already. Change nothing else.',
  terraform: {
    ...rules.terraform,
    // Which key is somebody's decision; that there is one of S3's own is S3's default.
    mechanical: {
      companion: { type: 'aws_s3_bucket_server_side_encryption_configuration', link: 'bucket' },
      lines: [
        'rule {',
        '  apply_server_side_encryption_by_default {',
        '    sse_algorithm = "AES256"',
        '  }',
        '}',
      ],
      unless: ['server_side_encryption_configuration'],
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
