/** Calls of public modules beside other blocks, and repeated ones. */
import { declareFixes } from './judge.ts';
import { VERSIONS, bucket, VERSIONED } from './module-samples.ts';

const fix = declareFixes({ path: 'main.tf' });

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
  ['another bucket', 'resource "aws_s3_bucket" "other" {\n  bucket = "acme-other"\n}\n'],
  ['an unrelated call', bucket('', '4.1.2', '"acme-else"').replace('"data" {', '"else" {')],
] as const) {
  fix(`an input beside ${what}`, [VERSIONS, bucket('') + text, bucket(VERSIONED) + text], 'right');
}
fix('an override file that changes the call', [VERSIONS, bucket(''), bucket(VERSIONED)], 'wrong', {
  siblings: [{ path: 'main_override.tf', text: 'module "data" {\n  versioning = {}\n}\n' }],
});

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
