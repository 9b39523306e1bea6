/** Settings of access logs, encryption and keys that may stay or get stricter. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf', target: 'aws_s3_bucket.data' });

const K = 'S3.MissingKmsEncryption';
const L = 'S3.MissingAccessLogs';
const R = 'KMS.RotationDisabled';
const B = `variable "vpc" {\n  type    = string\n  default = "vpc-1"\n}\n\nvariable "extra" {\n  type    = string\n  default = ""\n}\n\nlocals {\n  arn  = aws_s3_bucket.data.arn\n  arns = [aws_s3_bucket.data.arn, "\${aws_s3_bucket.data.arn}/*"]\n  tls  = "false"\n}\n\nresource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n\nresource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n\n`;
const LG = (o: string) =>
  B + `resource "aws_s3_bucket_logging" "data" {\n  bucket = aws_s3_bucket.data.id\n${o}}\n`;
const inlog = (s: string) =>
  B.replace('bucket = "acme-data"\n', `bucket = "acme-data"\n\n  logging {\n${s}  }\n`);
for (const [w, a, b, r] of [
  [
    'prefix dropped inline',
    inlog('    target_bucket = ""\n    target_prefix = "d/"\n'),
    inlog('    target_bucket = aws_s3_bucket.logs.id\n'),
    0,
  ],
  [
    'prefix kept inline',
    inlog('    target_bucket = ""\n    target_prefix = "d/"\n'),
    inlog('    target_bucket = aws_s3_bucket.logs.id\n    target_prefix = "d/"\n'),
    1,
  ],
  [
    'prefix empty',
    LG('  target_bucket = ""\n  target_prefix = "d/"\n'),
    LG('  target_bucket = aws_s3_bucket.logs.id\n  target_prefix = ""\n'),
    0,
  ],
  [
    'prefix other',
    LG('  target_bucket = ""\n  target_prefix = "d/"\n'),
    LG('  target_bucket = aws_s3_bucket.logs.id\n  target_prefix = "e/"\n'),
    0,
  ],
  ['no prefix', B, LG('  target_bucket = aws_s3_bucket.logs.id\n'), 0],
  [
    'grant',
    B,
    LG(
      '  target_bucket = aws_s3_bucket.logs.id\n  target_prefix = ""\n  target_grant {\n    permission = "READ"\n    grantee {\n      type = "Group"\n      uri  = "http://acs.amazonaws.com/groups/global/AllUsers"\n    }\n  }\n',
    ),
    0,
  ],
  [
    'owner',
    LG('  target_bucket = ""\n  target_prefix = "d/"\n  expected_bucket_owner = "111122223333"\n'),
    LG('  target_bucket = aws_s3_bucket.logs.id\n  target_prefix = "d/"\n'),
    0,
  ],
  [
    'two inline',
    inlog('    target_bucket = ""\n'),
    inlog(
      '    target_bucket = aws_s3_bucket.logs.id\n  }\n  logging {\n    target_bucket = aws_s3_bucket.data.id\n',
    ),
    0,
  ],
] as const)
  fix('logging ' + w, [L, a, b], r === 1 ? 'right' : 'wrong');
const EN = (o: string, top = '') =>
  B +
  `resource "aws_kms_key" "k" {\n  description = "k"\n}\n\nresource "aws_kms_key" "k2" {\n  description = "k2"\n}\n\nresource "aws_s3_bucket_server_side_encryption_configuration" "data" {\n  bucket = aws_s3_bucket.data.id\n${top}  rule {\n${o}  }\n}\n`;
const D = (a: string, key = '') =>
  `    apply_server_side_encryption_by_default {\n      sse_algorithm = ${a}\n${key ? `      kms_master_key_id = ${key}\n` : ''}    }\n`;
for (const [w, a, b, r] of [
  [
    'key changed',
    EN(D('"AES256"', 'aws_kms_key.k.arn')),
    EN(D('"aws:kms"', 'aws_kms_key.k2.arn')),
    0,
  ],
  ['key kept', EN(D('"AES256"', 'aws_kms_key.k.arn')), EN(D('"aws:kms"', 'aws_kms_key.k.arn')), 1],
  ['key dropped', EN(D('"AES256"', 'aws_kms_key.k.arn')), EN(D('"aws:kms"')), 0],
  ['dsse', EN(D('"AES256"')), EN(D('"aws:kms:dsse"', 'aws_kms_key.k.arn')), 1],
  ['fsx', EN(D('"AES256"')), EN(D('"aws:fsx"')), 0],
  ['upper', EN(D('"AES256"')), EN(D('"AWS:KMS"', 'aws_kms_key.k.arn')), 0],
  [
    'bucket key on',
    EN(D('"AES256"')),
    EN(D('"aws:kms"', 'aws_kms_key.k.arn') + '    bucket_key_enabled = true\n'),
    1,
  ],
  [
    'bucket key off new',
    EN(D('"AES256"')),
    EN(D('"aws:kms"', 'aws_kms_key.k.arn') + '    bucket_key_enabled = false\n'),
    1,
  ],
  ['two rules', EN(D('"AES256"')), EN(D('"aws:kms"') + '  }\n  rule {\n' + D('"AES256"')), 0],
  ['outside rule', EN(D('"AES256"')), EN(D('"aws:kms"'), '  bucket_key_enabled = true\n'), 0],
  ['misspelt', EN(D('"AES256"')), EN(D('"aws:kms"') + '    bucket_key_enable = true\n'), 0],
  ['var', EN(D('"AES256"')), EN(D('var.extra')), 0],
  [
    'blocked lost',
    EN(D('"AES256"') + '    blocked_encryption_types = ["SSE-C"]\n'),
    EN(D('"aws:kms"')),
    0,
  ],
  [
    'blocked empty',
    EN(D('"AES256"') + '    blocked_encryption_types = ["SSE-C"]\n'),
    EN(D('"aws:kms"') + '    blocked_encryption_types = []\n'),
    0,
  ],
  [
    'context',
    EN(D('"AES256"')),
    EN(D('"aws:kms"').replace('sse_algorithm', 'kms_encryption_context = {}\n      sse_algorithm')),
    0,
  ],
] as const)
  fix('encryption with ' + w, [K, a, b], r === 1 ? 'right' : 'wrong');
const KM = (o: string) =>
  `variable "on" {\n  default = true\n}\n\nresource "aws_kms_key" "k" {\n  description = "k"\n${o}}\n`;
for (const [w, a, b, r] of [
  ['on', '', '  enable_key_rotation = true\n', 1],
  ['var', '', '  enable_key_rotation = var.on\n', 1],
  [
    'asym',
    '  customer_master_key_spec = "RSA_2048"\n',
    '  customer_master_key_spec = "RSA_2048"\n  enable_key_rotation = true\n',
    0,
  ],
  [
    'spec changed',
    '  customer_master_key_spec = "RSA_2048"\n',
    '  enable_key_rotation = true\n',
    0,
  ],
  ['disabled', '', '  enable_key_rotation = true\n  is_enabled = false\n', 0],
  ['deletion', '', '  enable_key_rotation = true\n  deletion_window_in_days = 7\n', 0],
  ['policy', '', '  enable_key_rotation = true\n  policy = "{}"\n', 0],
  [
    'period longer',
    '  rotation_period_in_days = 90\n',
    '  rotation_period_in_days = 365\n  enable_key_rotation = true\n',
    0,
  ],
  [
    'period shorter',
    '  rotation_period_in_days = 180\n',
    '  rotation_period_in_days = 90\n  enable_key_rotation = true\n',
    1,
  ],
  ['period dropped', '  rotation_period_in_days = 90\n', '  enable_key_rotation = true\n', 0],
  ['period 30', '', '  rotation_period_in_days = 30\n  enable_key_rotation = true\n', 0],
  ['period 91.5', '', '  rotation_period_in_days = 91.5\n  enable_key_rotation = true\n', 0],
  ['period string', '', '  rotation_period_in_days = "180"\n  enable_key_rotation = true\n', 1],
  [
    'mac',
    '  key_usage = "GENERATE_VERIFY_MAC"\n',
    '  key_usage = "GENERATE_VERIFY_MAC"\n  enable_key_rotation = true\n',
    0,
  ],
  [
    'ignore',
    '  lifecycle {\n    ignore_changes = [enable_key_rotation]\n  }\n',
    '  enable_key_rotation = true\n  lifecycle {\n    ignore_changes = [enable_key_rotation]\n  }\n',
    0,
  ],
  [
    'custom store',
    '  custom_key_store_id = "cks-1"\n',
    '  custom_key_store_id = "cks-1"\n  enable_key_rotation = true\n',
    0,
  ],
  ['xks', '  xks_key_id = "x"\n', '  xks_key_id = "x"\n  enable_key_rotation = true\n', 0],
  ['count 0', '  count = 0\n', '  count = 0\n  enable_key_rotation = true\n', 0],
  [
    'count flag',
    '  count = var.on ? 1 : 0\n',
    '  count = var.on ? 1 : 0\n  enable_key_rotation = true\n',
    1,
  ],
] as const)
  fix('rotation with ' + w, [R, KM(a), KM(b)], r === 1 ? 'right' : 'wrong', {
    target: 'aws_kms_key.k',
    resource: 'k',
  });
