/** Calls of the modules of Cloud Posse, and of keys. */
import { declareFixes } from './judge.ts';
import {
  PUBLIC,
  VERSIONS,
  KMS,
  TLS,
  LOGS,
  ROTATION,
  FLAGS,
  off,
  TARGET,
  DOCUMENT,
} from './module-samples.ts';

const fix = declareFixes({ path: 'main.tf' });

// cloudposse/s3-bucket/aws and cloudposse/s3-log-storage/aws.
const posse = (lines: string, version = '4.2.0', module = 's3-bucket') => `module "data" {
  source  = "cloudposse/${module}/aws"
  version = "${version}"

  bucket_name = "acme-data"
${lines}}
`;
for (const module of ['s3-bucket', 's3-log-storage']) {
  const version = module === 's3-bucket' ? '4.2.0' : '1.4.3';
  for (const [what, control, before, after, right] of [
    ['four flags', PUBLIC, off(FLAGS), FLAGS, true],
    ['flags that are on by default', PUBLIC, '', FLAGS, false],
    [
      'versioning',
      VERSIONS,
      '  versioning_enabled = false\n',
      '  versioning_enabled = true\n',
      true,
    ],
    ['versioning by default', VERSIONS, '', '  versioning_enabled = true\n', false],
    [
      'versioning by a misspelt input',
      VERSIONS,
      '  versioning_enabled = false\n',
      '  versioning = true\n',
      false,
    ],
    ['a KMS algorithm', KMS, '', '  sse_algorithm = "aws:kms"\n', true],
    ['a KMS key without the algorithm', KMS, '', '  kms_master_key_arn = "alias/aws/s3"\n', false],
    [
      'TLS only',
      TLS,
      '  allow_ssl_requests_only = false\n',
      '  allow_ssl_requests_only = true\n',
      true,
    ],
    [
      'TLS only beside documents that may replace it',
      TLS,
      '  allow_ssl_requests_only = false\n  source_policy_documents = [var.policy]\n',
      '  allow_ssl_requests_only = true\n  source_policy_documents = [var.policy]\n',
      false,
    ],
    [
      'TLS only beside a known document',
      TLS,
      '  allow_ssl_requests_only = false\n  source_policy_documents = [data.aws_iam_policy_document.data.json]\n',
      '  allow_ssl_requests_only = true\n  source_policy_documents = [data.aws_iam_policy_document.data.json]\n',
      true,
    ],
  ] as const) {
    const head = `${DOCUMENT}variable "policy" {\n  type = string\n}\n\n`;
    fix(
      `${what} of cloudposse/${module}`,
      [control, head + posse(before, version, module), head + posse(after, version, module)],
      right ? 'right' : 'wrong',
    );
  }
}
for (const [version, lines, right] of [
  [
    '4.2.0',
    '  logging = [{\n    bucket_name = aws_s3_bucket.logs.id\n    prefix      = "data/"\n  }]\n',
    true,
  ],
  [
    '4.2.0',
    '  logging = {\n    bucket_name = aws_s3_bucket.logs.id\n    prefix      = "data/"\n  }\n',
    false,
  ],
  [
    '3.1.2',
    '  logging = {\n    bucket_name = aws_s3_bucket.logs.id\n    prefix      = "data/"\n  }\n',
    true,
  ],
  [
    '3.1.2',
    '  logging = [{\n    bucket_name = aws_s3_bucket.logs.id\n    prefix      = "data/"\n  }]\n',
    false,
  ],
  [
    '>= 3.0, < 5.0',
    '  logging = [{\n    bucket_name = aws_s3_bucket.logs.id\n    prefix      = "data/"\n  }]\n',
    false,
  ],
] as const) {
  fix(
    `logging of cloudposse/s3-bucket ${version} as ${lines.includes('[') ? 'a list' : 'an object'}`,
    [LOGS, TARGET + posse('', version), TARGET + posse(lines, version)],
    right ? 'right' : 'wrong',
  );
}
// Names that a label makes.
const label = (head: string, lines: string) =>
  `module "data" {\n  source  = "cloudposse/s3-bucket/aws"\n  version = "4.2.0"\n\n${head}\n${lines}}\n`;
for (const [what, head, right] of [
  ['parts that make the name', '  namespace = "acme"\n  name      = "data"\n', true],
  [
    'parts that make another name',
    '  namespace = "acme"\n  stage     = "prod"\n  name      = "data"\n',
    false,
  ],
  ['parts in capitals', '  namespace = "ACME"\n  name      = "Data"\n', true],
  ['a context', '  name    = "data"\n  context = module.this.context\n', true],
  ['a context and another name', '  name    = "logs"\n  context = module.this.context\n', false],
] as const) {
  const [before, after] = ['  versioning_enabled = false\n', '  versioning_enabled = true\n'].map(
    (one) => label(head, one),
  );
  fix(`a call with ${what}`, [VERSIONS, before ?? '', after ?? ''], right ? 'right' : 'wrong');
}

// Keys.
const key = (lines: string, [source, version] = ['terraform-aws-modules/kms/aws', '2.1.0']) =>
  `module "key" {\n  source  = "${source}"\n  version = "${version}"\n\n  description = "data"\n${lines}}\n`;
const POSSE_KEY: [string, string] = ['cloudposse/kms-key/aws', '0.12.2'];
const ROTATED = '  enable_key_rotation = true\n';
for (const [what, before, after, right] of [
  ['rotation that was off', key(off(ROTATED)), key(ROTATED), true],
  ['rotation by default', key(''), key(ROTATED), false],
  [
    'rotation of an external key',
    key(`  create_external = true\n${off(ROTATED)}`),
    key(`  create_external = true\n${ROTATED}`),
    false,
  ],
  [
    'rotation of an asymmetric key',
    key(`  customer_master_key_spec = "RSA_2048"\n${off(ROTATED)}`),
    key(`  customer_master_key_spec = "RSA_2048"\n${ROTATED}`),
    false,
  ],
  [
    'rotation every seven years',
    key(off(ROTATED), ['terraform-aws-modules/kms/aws', '3.1.0']),
    key(`${ROTATED}  rotation_period_in_days = 2560\n`, ['terraform-aws-modules/kms/aws', '3.1.0']),
    false,
  ],
  ['rotation of cloudposse/kms-key', key(off(ROTATED), POSSE_KEY), key(ROTATED, POSSE_KEY), true],
  [
    'rotation in quotes',
    key(off(ROTATED), POSSE_KEY),
    key('  enable_key_rotation = "true"\n', POSSE_KEY),
    true,
  ],
  [
    'rotation and a shorter deletion window',
    key(off(ROTATED), POSSE_KEY),
    key(`${ROTATED}  deletion_window_in_days = 7\n`, POSSE_KEY),
    false,
  ],
  [
    'rotation of one of two keys',
    `${key(off(ROTATED))}${key('').replace('"key"', '"other"')}`,
    `${key(ROTATED)}${key('').replace('"key"', '"other"')}`,
    false,
  ],
] as const) {
  fix(what, [ROTATION, before, after], right ? 'right' : 'wrong', {
    resource: '0a1b2c3d-0000-4000-8000-000000000001',
  });
}

// Buckets for trails and flow logs, which call cloudposse/s3-log-storage/aws.
const trail = (lines: string) =>
  `module "data" {\n  source  = "cloudposse/cloudtrail-s3-bucket/aws"\n  version = "0.26.4"\n\n  namespace = "acme"\n  name      = "data"\n${lines}}\n`;
const flows = (lines: string) => posse(lines, '1.3.1', 'vpc-flow-logs-s3-bucket');
for (const [what, control, call, before, after, expected] of [
  ['versioning', VERSIONS, trail, '', '  versioning_enabled = true\n', 'right'],
  ['flags that are on by default', PUBLIC, trail, '', FLAGS, 'wrong'],
  ['four flags', PUBLIC, trail, off(FLAGS), FLAGS, 'right'],
  ['a KMS algorithm', KMS, trail, '', '  sse_algorithm = "aws:kms"\n', 'right'],
  [
    'a second bucket',
    VERSIONS,
    trail,
    '  create_access_log_bucket = true\n',
    '  create_access_log_bucket = true\n  versioning_enabled = true\n',
    'people',
  ],
  [
    'a name that it does not take',
    VERSIONS,
    trail,
    '',
    '  bucket_name = "acme-data"\n  versioning_enabled = true\n',
    'wrong',
  ],
  ['versioning', VERSIONS, flows, '', '  versioning_enabled = true\n', 'right'],
  ['versioning off', VERSIONS, flows, '', '  versioning_enabled = false\n', 'wrong'],
  [
    'TLS only',
    TLS,
    flows,
    '  allow_ssl_requests_only = false\n',
    '  allow_ssl_requests_only = true\n',
    'right',
  ],
  ['flags that it has no inputs for', PUBLIC, flows, '', FLAGS, 'wrong'],
  [
    'a bucket key that is switched off',
    VERSIONS,
    flows,
    '',
    '  versioning_enabled = true\n  bucket_key_enabled = false\n',
    'wrong',
  ],
] as const) {
  const module = call === trail ? 'a trail' : 'flow logs';
  fix(`${what} in a call for ${module}`, [control, call(before), call(after)], expected);
}
for (const [what, call] of [
  ['a trail', trail],
  ['flow logs', flows],
] as const) {
  const [before, after] = ['', '  access_log_bucket_name = aws_s3_bucket.logs.id\n'];
  fix(
    `access logs in a call for ${what}`,
    [LOGS, TARGET + call(before), TARGET + call(after)],
    'right',
  );
}
