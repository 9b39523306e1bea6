import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf' });

const K = 'S3.MissingKmsEncryption';

const A = (acl: string, extra = '') =>
  `variable "acl" {\n  type = string\n}\nvariable "other" {\n  type = string\n}\nresource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n\nresource "aws_s3_bucket_acl" "data" {\n  bucket = aws_s3_bucket.data.id\n  acl    = ${acl}\n}\n${extra}`;
const PAB = `\nresource "aws_s3_bucket_public_access_block" "data" {\n  bucket                  = aws_s3_bucket.data.id\n  block_public_acls       = true\n  block_public_policy     = true\n  ignore_public_acls      = true\n  restrict_public_buckets = true\n}\n`;
const PA = 'S3.PublicAccess';
fix('acl var', [PA, A('var.acl'), A('var.acl', PAB)], 'right');
fix('acl hard', [PA, A('var.acl'), A('"private"', PAB)], 'wrong');
fix('acl other var', [PA, A('var.acl'), A('var.other', PAB)], 'wrong');
fix('acl public', [PA, A('"public-read"'), A('"private"', PAB)], 'right');
fix('acl to var', [PA, A('"public-read"'), A('var.other', PAB)], 'wrong');
// encryption strictness
const E = (rule: string) =>
  `variable "on" {\n  default = true\n}\nresource "aws_kms_key" "k" {\n  description = "k"\n}\nresource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n\nresource "aws_s3_bucket_server_side_encryption_configuration" "data" {\n  bucket = aws_s3_bucket.data.id\n  rule {\n${rule}  }\n}\n`;
const alg = (a: string, k = '') =>
  `    apply_server_side_encryption_by_default {\n      sse_algorithm = "${a}"\n${k}    }\n`;
fix(
  'enc kept',
  [
    K,
    E('    bucket_key_enabled = true\n' + alg('AES256')),
    E('    bucket_key_enabled = true\n' + alg('aws:kms')),
  ],
  'right',
);
fix(
  'enc bucket key off',
  [
    K,
    E('    bucket_key_enabled = true\n' + alg('AES256')),
    E('    bucket_key_enabled = false\n' + alg('aws:kms')),
  ],
  'wrong',
);
fix(
  'enc bucket key dropped',
  [K, E('    bucket_key_enabled = true\n' + alg('AES256')), E(alg('aws:kms'))],
  'wrong',
);
fix(
  'enc bucket key var',
  [
    K,
    E('    bucket_key_enabled = var.on\n' + alg('AES256')),
    E('    bucket_key_enabled = true\n' + alg('aws:kms')),
  ],
  'right',
);
fix(
  'enc bucket key var off',
  [
    K,
    E('    bucket_key_enabled = var.on\n' + alg('AES256')),
    E('    bucket_key_enabled = false\n' + alg('aws:kms')),
  ],
  'wrong',
);
fix(
  'enc blocked shrinks',
  [
    K,
    E('    blocked_encryption_types = ["SSE-C"]\n' + alg('AES256')),
    E('    blocked_encryption_types = ["NONE"]\n' + alg('aws:kms')),
  ],
  'wrong',
);
fix(
  'enc blocked added',
  [K, E(alg('AES256')), E('    blocked_encryption_types = ["SSE-C"]\n' + alg('aws:kms'))],
  'right',
);
fix(
  'enc blocked NONE added',
  [K, E(alg('AES256')), E('    blocked_encryption_types = ["NONE"]\n' + alg('aws:kms'))],
  'wrong',
);
// hostile names
for (const label of ['sam)ples', '(a+)+', 'a.b', '$$', 'x y'])
  fix(
    'the label ' + label,
    [
      'S3.MissingVersioning',
      `resource "aws_s3_bucket" "${label}" {\n  bucket = "acme-data"\n}\n`,
      `resource "aws_s3_bucket" "${label}" {\n  bucket = "acme-data"\n}\n\nresource "aws_s3_bucket_versioning" "v" {\n  bucket = "acme-data"\n  versioning_configuration {\n    status = "Enabled"\n  }\n}\n`,
    ],
    'wrong',
  );
