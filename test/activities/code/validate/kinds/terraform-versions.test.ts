/** What the versions that a folder requires, or has locked, know. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf', target: 'aws_s3_bucket.logs' });

const W = 'S3.MissingVersioning';
const PA = 'S3.PublicAccess';
const B = 'resource "aws_s3_bucket" "logs" {\n  bucket = "acme-data"\n}\n';
const INLINE = B.replace(/\}\n$/, '\n  versioning {\n    enabled = true\n  }\n}\n');
const NEW = `
resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Enabled"
  }
}
`;
const OPEN = `
resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`;
const quoted = (block: string) =>
  block.replace('aws_s3_bucket.logs.id', '"${aws_s3_bucket.logs.id}"');
for (const [v, r] of [
  ['~> 3.27', false],
  ['3.50.0', false],
  ['= 3.50.0', false],
  ['>= 3.0, < 4.0', false],
  ['>= 3.0', true],
  ['~> 4.0', true],
  ['~> 5.31', true],
  ['~> 3.76', true],
  ['< 4.0.0', false],
  ['<= 3.74', false],
  ['~> 2.0', false],
  ['>= 4.9, < 6.0', true],
  ['~> 3.27.0', false],
  ['>= 3.75, < 4', true],
] as const) {
  const tf = `terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "${v}"\n    }\n  }\n}\n\n`;
  fix('provider version ' + v, [W, tf + B, tf + B + NEW], r ? 'right' : 'wrong');
  fix('provider version in a sibling ' + v, [W, B, B + NEW], r ? 'right' : 'wrong', {
    siblings: [{ path: 'versions.tf', text: tf }],
  });
}
fix(
  'a provider version in its short form',
  [
    W,
    'terraform {\n  required_providers {\n    aws = "~> 3.0"\n  }\n}\n' + B,
    'terraform {\n  required_providers {\n    aws = "~> 3.0"\n  }\n}\n' + B + NEW,
  ],
  'wrong',
);
fix(
  'an old version in the provider block',
  [
    W,
    'provider "aws" {\n  version = "~> 2.7"\n}\n' + B,
    'provider "aws" {\n  version = "~> 2.7"\n}\n' + B + NEW,
  ],
  'wrong',
);
for (const [v, r] of [
  ['~> 0.11.15', false],
  ['< 0.12', false],
  ['>= 0.11', true],
  ['>= 0.12', true],
  ['~> 1.5', true],
  ['0.11.14', false],
  ['~> 0.11', false],
  ['>= 0.11, < 0.13', false],
  ['>= 0.11, < 0.12', false],
] as const) {
  const tf = `terraform {\n  required_version = "${v}"\n}\n\n`;
  fix('Terraform version ' + v, [W, tf + B, tf + B + NEW], r ? 'right' : 'wrong');
  if (r) continue;
  // The last provider for Terraform 0.11 is 2.70.
  const only = !/^~> 0\.11$|0\.13/.test(v);
  fix(
    'a quoted reference, Terraform ' + v,
    [W, tf + B, tf + B + quoted(NEW)],
    only ? 'wrong' : 'right',
  );
  fix('a quoted reference, Terraform ' + v, [PA, tf + B, tf + B + quoted(OPEN)], 'right');
  fix('versioning inside, Terraform ' + v, [W, tf + B, tf + INLINE], 'right');
}

// The lock file names one version.
const LOCK = (version: string, host = 'registry.terraform.io') => ({
  path: '.terraform.lock.hcl',
  text: `# This file is maintained automatically by "terraform init".\n\nprovider "${host}/hashicorp/aws" {\n  version     = "${version}"\n  constraints = ">= 3.0.0"\n  hashes = [\n    "h1:x=",\n  ]\n}\n\nprovider "${host}/hashicorp/random" {\n  version = "3.1.0"\n}\n`,
});
for (const [lock, r] of [
  [LOCK('3.74.3'), false],
  [LOCK('3.75.0'), true],
  [LOCK('3.76.1'), true],
  [LOCK('2.70.0'), false],
  [LOCK('5.31.0'), true],
  [LOCK('3.60.0', 'registry.opentofu.org'), false],
  [{ path: '.terraform.lock.hcl', text: '' }, true],
] as const) {
  const version = /version\s*= "([^"]*)"/.exec(lock.text)?.[1] ?? 'nothing';
  fix(`a lock of ${version}`, [W, B, B + NEW], r ? 'right' : 'wrong', { siblings: [lock] });
  const required = 'terraform {\n  required_providers {\n    aws = ">= 3.0"\n  }\n}\n\n';
  fix(
    `a lock of ${version} beside an open constraint`,
    [W, required + B, required + B + NEW],
    r ? 'right' : 'wrong',
    { siblings: [lock] },
  );
}

// Arguments of a bucket were computed only from 4.0 to 4.8.
const provider = (v: string) =>
  `provider "aws" {\n  region  = "eu-west-1"\n  version = "${v}"\n}\n\n`;
for (const [v, r] of [
  ['~> 2.7', true],
  ['~> 3.27', true],
  ['~> 4.0.0', false],
  ['4.8.0', false],
  ['>= 4.1, < 4.9', false],
  ['~> 4.8', true],
  ['4.9.0', true],
  ['~> 5.0', true],
] as const) {
  fix(
    `versioning inside, provider ${v}`,
    [W, provider(v) + B, provider(v) + INLINE],
    r ? 'right' : 'wrong',
  );
}
fix(
  'an access block, provider 1.40',
  [PA, provider('1.40.0') + B, provider('1.40.0') + B + OPEN],
  'wrong',
);

// Arguments and functions that came later.
const KEY = (inside: string) => `resource "aws_kms_key" "k" {\n  description = "k"\n${inside}}\n`;
const LOGS = 'resource "aws_s3_bucket" "access" {\n  bucket = "acme-access"\n}\n\n';
const LOGGING = (format: string) =>
  `\nresource "aws_s3_bucket_logging" "logs" {\n  bucket        = aws_s3_bucket.logs.id\n  target_bucket = aws_s3_bucket.access.id\n  target_prefix = "logs/"\n${format}}\n`;
const DATED =
  '\n  target_object_key_format {\n    partitioned_prefix {\n      partition_date_source = "EventTime"\n    }\n  }\n';
const SSE = (more: string) =>
  `\nresource "aws_s3_bucket_server_side_encryption_configuration" "logs" {\n  bucket = aws_s3_bucket.logs.id\n  rule {\n${more}    apply_server_side_encryption_by_default {\n      sse_algorithm = "AES256"\n    }\n  }\n}\n`;
for (const [v, r] of [
  ['~> 4.0', false],
  ['~> 5.60', true],
] as const) {
  const [off, on] = ['', '  enable_key_rotation     = true\n  rotation_period_in_days = 180\n'].map(
    KEY,
  );
  fix(
    `a rotation period, provider ${v}`,
    ['KMS.RotationDisabled', provider(v) + (off ?? ''), provider(v) + (on ?? '')],
    r ? 'right' : 'wrong',
    { target: 'aws_kms_key.k', resource: 'k' },
  );
  const before = provider(v) + LOGS + B;
  fix(
    `dated names of logs, provider ${v}`,
    ['S3.MissingAccessLogs', before, before + LOGGING(DATED)],
    r ? 'right' : 'wrong',
  );
  fix(
    `usual names of logs, provider ${v}`,
    ['S3.MissingAccessLogs', before, before + LOGGING('')],
    'right',
  );
  fix(
    `blocked types of encryption, provider ${v}`,
    ['S3.MissingEncryption', before, before + SSE('    blocked_encryption_types = ["SSE-C"]\n')],
    'wrong',
  );
}
for (const [v, link, count, r] of [
  ['~> 0.13.0', 'one(aws_s3_bucket.many[*].id)', 'var.on ? 1 : 0', false],
  ['~> 0.15.0', 'one(aws_s3_bucket.many[*].id)', 'var.on ? 1 : 0', true],
  ['0.12.10', 'try(aws_s3_bucket.many[0].id, "")', 'var.on ? 1 : 0', false],
  ['~> 0.12.5', 'try(aws_s3_bucket.many[0].id, "")', 'var.on ? 1 : 0', true],
  ['~> 0.13.0', 'try(aws_s3_bucket.many[0].id, "")', 'var.on ? 1 : 0', true],
  ['~> 0.12.0', 'aws_s3_bucket.many[0].id', 'var.on ? 1 : 0', true],
] as const) {
  const head = `terraform {\n  required_version = "${v}"\n}\n\nvariable "on" {\n  type = bool\n}\n\n`;
  const many = `${head}resource "aws_s3_bucket" "many" {\n  count  = ${count}\n  bucket = "acme-data"\n}\n`;
  const block = OPEN.replace('aws_s3_bucket.logs.id', link).replace(
    'bucket   ',
    `count                   = ${count}\n  bucket   `,
  );
  fix(`${link}, Terraform ${v}`, [PA, many, many + block], r ? 'right' : 'wrong', {
    target: 'aws_s3_bucket.many',
  });
}
