/** Calls of public modules beside other blocks, and repeated ones. */
import { declareFixes } from './judge.ts';
import { AES, bucket, DENIED, KMS, LOGS, SSE, TLS, VERSIONED, VERSIONS } from './module-samples.ts';

const fix = declareFixes({ path: 'main.tf' });

// Modules that configure no bucket, in versions that somebody read; and what is not known to be one of those.
const HARMLESS = [
  ['a key', 'terraform-aws-modules/kms/aws', '~> 3.1'],
  ['a policy', 'terraform-aws-modules/iam/aws//modules/iam-policy', '5.60.0'],
  ['a distribution', 'terraform-aws-modules/cloudfront/aws', '3.4.0'],
  ['a function', 'registry.terraform.io/terraform-aws-modules/lambda/aws', '>= 7.0, < 8.0'],
  ['a trail', 'cloudposse/cloudtrail/aws', '0.24.0'],
] as const;
const HARMFUL = [
  ['a key without a version', 'terraform-aws-modules/kms/aws', ''],
  ['a key in a version that nobody read', 'terraform-aws-modules/kms/aws', '>= 3.1'],
  ['a copy of a module', 'git::https://github.com/terraform-aws-modules/terraform-aws-kms', ''],
  ['another registry', 'registry.acme.test/terraform-aws-modules/kms/aws', '3.1.0'],
  ['a folder of a module', 'terraform-aws-modules/cloudfront/aws//modules/x', '3.4.0'],
  ['an old balancer, which makes a bucket', 'terraform-aws-modules/alb/aws', '2.5.0'],
] as const;

// Two places for one setting, and two calls for one bucket.
const BESIDE: readonly (readonly [string, string])[] = [
  [
    'a versioning block of its own',
    'resource "aws_s3_bucket_versioning" "data" {\n  bucket = module.data.s3_bucket_id\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
  ],
  [
    'a versioning block with its name',
    'resource "aws_s3_bucket_versioning" "data" {\n  bucket = "acme-data"\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
  ],
  ['a second call of that name', bucket('').replace('"data" {', '"again" {')],
  ['a bucket of that name', 'resource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n'],
  ...HARMFUL.map(([which, source, version]): readonly [string, string] => [
    `a call of ${which} that gets the bucket`,
    `module "user" {\n  source = "${source}"\n${version === '' ? '' : `  version = "${version}"\n`}  bucket = module.data.s3_bucket_id\n}\n`,
  ]),
  [
    'a module that gets the bucket',
    'module "setup" {\n  source = "../setup"\n  bucket = module.data.s3_bucket_id\n}\n',
  ],
];
for (const [what, text] of BESIDE) {
  fix(`an input beside ${what}`, [VERSIONS, bucket('') + text, bucket(VERSIONED) + text], 'wrong');
  fix(
    `an input and, in another file, ${what}`,
    [VERSIONS, bucket(''), bucket(VERSIONED)],
    'wrong',
    {
      siblings: [{ path: 'other.tf', text }],
    },
  );
}
for (const [what, text] of [
  [
    'an access block of its own',
    'resource "aws_s3_bucket_public_access_block" "data" {\n  bucket = module.data.s3_bucket_id\n  block_public_acls = true\n}\n',
  ],
  [
    'a module that gets its ARN',
    'module "reader" {\n  source = "../reader"\n  arn    = module.data.s3_bucket_arn\n}\n',
  ],
  [
    'notifications of it',
    'module "events" {\n  source  = "terraform-aws-modules/s3-bucket/aws//modules/notification"\n  version = "~> 4.0"\n  bucket  = module.data.s3_bucket_id\n}\n',
  ],
  ...HARMLESS.map(
    ([which, source, version]) =>
      [
        `a call of ${which} that gets its name`,
        `module "user" {\n  source  = "${source}"\n  version = "${version}"\n  bucket  = module.data.s3_bucket_id\n}\n`,
      ] as const,
  ),
  ['another bucket', 'resource "aws_s3_bucket" "other" {\n  bucket = "acme-other"\n}\n'],
  ['an unrelated call', bucket('', '4.1.2', '"acme-else"').replace('"data" {', '"else" {')],
] as const) {
  fix(`an input beside ${what}`, [VERSIONS, bucket('') + text, bucket(VERSIONED) + text], 'right');
}
fix('an override file that changes the call', [VERSIONS, bucket(''), bucket(VERSIONED)], 'wrong', {
  siblings: [{ path: 'main_override.tf', text: 'module "data" {\n  versioning = {}\n}\n' }],
});

// A name with a reference inside of a reference.
const NESTED = '"acme-${trimprefix(terraform.workspace, "${var.app}-")}-data"';
for (const [resource, right] of [
  ['acme-live-data', true],
  ['acme-live-logs', false],
] as const) {
  const text = (lines: string) => bucket(lines, '4.1.2', NESTED);
  fix(
    `an input of a call whose name is put together, for ${resource}`,
    [VERSIONS, text(''), text(VERSIONED)],
    right ? 'right' : 'wrong',
    { resource, target: 'module.data' },
  );
}

// Repeated calls.
for (const [meta, name, right] of [
  ['count = 1', '"acme-data"', true],
  ['count = 0', '"acme-data"', false],
  ['count = local.none', '"acme-data"', false],
  ['create_bucket = false', '"acme-data"', false],
  ['for_each = toset(["data", "logs"])', '"acme-${each.key}"', true],
  ['for_each = toset(["logs"])', '"acme-${each.key}"', false],
  ['for_each = {}', '"acme-data"', false],
  ['is_directory_bucket = true', '"acme-data"', false],
] as const) {
  const text = (lines: string) =>
    `locals {\n  none = 0\n}\n\n${bucket(`  ${meta}\n${lines}`, '4.6.0', name)}`;
  fix(
    `an input of a call with ${meta}`,
    [VERSIONS, text(''), text(VERSIONED)],
    right ? 'right' : 'wrong',
  );
}

// What stands beside a call that makes none of its kind is the place to change.
const POLICY = (statements: string) => `resource "aws_s3_bucket_policy" "data" {
  bucket = module.data.s3_bucket_id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
${statements}    ]
  })
}
`;
const READ = `      {
        Sid       = "Read"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "s3:GetObject"
        Resource  = "\${module.data.s3_bucket_arn}/*"
      },
`;
const DENY = (arn: string) => `      {
        Sid       = "DenyHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [${arn}, "\${${arn}}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
`;
const arn = 'module.data.s3_bucket_arn';
for (const [what, after, right] of [
  ['a denial in the policy', bucket('') + POLICY(READ + DENY(arn)), true],
  [
    'a denial for another bucket',
    bucket('') + POLICY(READ + DENY('module.other.s3_bucket_arn')),
    false,
  ],
  ['a denial for its name', bucket('') + POLICY(READ + DENY('module.data.s3_bucket_id')), false],
  ['a denial in place of a statement', bucket('') + POLICY(DENY(arn)), false],
  ['the input', bucket(DENIED) + POLICY(READ), false],
] as const) {
  fix(
    `${what} beside a module call with a policy of its own`,
    [TLS, bucket('') + POLICY(READ), after],
    right ? 'right' : 'wrong',
  );
}
const SEPARATE = (status: string, of = 'module.data.s3_bucket_id', head = '') => `
resource "aws_s3_bucket_versioning" "data" {
  ${head}bucket = ${of}
  versioning_configuration {
    status = "${status}"
  }
}
`;
for (const [what, before, after, right] of [
  ['that is enabled', bucket('') + SEPARATE('Suspended'), bucket('') + SEPARATE('Enabled'), true],
  [
    'of another call',
    bucket('') + SEPARATE('Suspended', 'module.other.s3_bucket_id'),
    bucket('') + SEPARATE('Enabled', 'module.other.s3_bucket_id'),
    false,
  ],
  [
    'that may not exist',
    bucket('') + SEPARATE('Suspended', undefined, 'count = var.n\n  '),
    bucket('') + SEPARATE('Enabled', undefined, 'count = var.n\n  '),
    false,
  ],
  [
    'where the module makes one',
    bucket(VERSIONED.replace('true', 'false')) + SEPARATE('Suspended'),
    bucket(VERSIONED.replace('true', 'false')) + SEPARATE('Enabled'),
    false,
  ],
  ['that is new', bucket(''), bucket('') + SEPARATE('Enabled'), false],
  [
    'bound by an output that is no name',
    bucket('') + SEPARATE('Suspended', 'module.data.s3_bucket_arn'),
    bucket('') + SEPARATE('Enabled', 'module.data.s3_bucket_arn'),
    false,
  ],
] as const) {
  fix(
    `a separate versioning block ${what}, beside a module call`,
    [VERSIONS, before, after],
    right ? 'right' : 'wrong',
  );
}

// Outputs of other calls as log bucket and key.
const LOG_CALL = (lines = '') =>
  bucket(lines, '4.1.2', '"acme-logs"').replace('"data" {', '"logs" {');
const LOGGED = (to: string) =>
  bucket(`  logging = {\n    target_bucket = ${to}\n    target_prefix = "data/"\n  }\n`);
for (const [what, call, to, right] of [
  ['the bucket of another call', LOG_CALL(), 'module.logs.s3_bucket_id', true],
  ['the name of the bucket of another call', LOG_CALL(), '"acme-logs"', true],
  ['the ARN of the bucket of another call', LOG_CALL(), 'module.logs.s3_bucket_arn', false],
  [
    'a public bucket of another call',
    LOG_CALL('  acl = "public-read"\n'),
    'module.logs.s3_bucket_id',
    false,
  ],
  [
    'the bucket of a call that is off',
    LOG_CALL('  create_bucket = false\n'),
    'module.logs.s3_bucket_id',
    false,
  ],
  [
    'the bucket of a call with count',
    LOG_CALL('  count = var.n\n'),
    'module.logs[0].s3_bucket_id',
    false,
  ],
  ['an output that no module has', LOG_CALL(), 'module.logs.id', false],
  ['the key of another call', LOG_CALL().replace('s3-bucket', 'kms'), 'module.logs.key_id', false],
] as const) {
  fix(
    `a call that logs to ${what}`,
    [LOGS, call + bucket(''), call + LOGGED(to)],
    right ? 'right' : 'wrong',
  );
}
const KEY_CALL = (lines = '') =>
  `module "key" {\n  source  = "terraform-aws-modules/kms/aws"\n  version = "~> 3.0"\n${lines}}\n\n`;
const WITH_KEY = (key: string) =>
  bucket(SSE(`        sse_algorithm     = "aws:kms"\n        kms_master_key_id = ${key}`));
for (const [what, call, to, right] of [
  ['the key of another call', KEY_CALL(), 'module.key.key_arn', true],
  [
    'an asymmetric key of another call',
    KEY_CALL('  customer_master_key_spec = "RSA_2048"\n'),
    'module.key.key_arn',
    false,
  ],
  [
    'a disabled key of another call',
    KEY_CALL('  is_enabled = false\n'),
    'module.key.key_arn',
    false,
  ],
  ['the policy of a key of another call', KEY_CALL(), 'module.key.key_policy', false],
] as const) {
  fix(
    `a call encrypted by ${what}`,
    [KMS, call + bucket(AES), call + WITH_KEY(to)],
    right ? 'right' : 'wrong',
  );
}
