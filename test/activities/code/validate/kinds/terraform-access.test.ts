/** Access blocks of a bucket, nearly right ones, and ACLs beside them. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf', target: 'aws_s3_bucket.data' });

const PA = 'S3.PublicAccess';
const B = () =>
  'variable "on" {\n  type    = bool\n  default = true\n}\n\nresource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n\n';
const PAB = (o: Readonly<Record<string, string>> = {}) =>
  `resource "aws_s3_bucket_public_access_block" "new" {\n${o['meta'] ?? ''}  bucket                  = ${o['bucket'] ?? 'aws_s3_bucket.data.id'}\n  block_public_acls       = ${o['a'] ?? 'true'}\n  block_public_policy     = ${o['b'] ?? 'true'}\n  ignore_public_acls      = ${o['c'] ?? 'true'}\n  restrict_public_buckets = ${o['d'] ?? 'true'}\n${o['more'] ?? ''}}\n`;
for (const [w, o, r] of [
  ['all', {}, 1],
  ['quoted', { a: '"true"' }, 1],
  ['false', { a: 'false' }, 0],
  ['null', { b: 'null' }, 0],
  ['number', { c: '1' }, 0],
  ['word', { c: '"yes"' }, 0],
  ['var default true', { d: 'var.on' }, 1],
  ['var no default', { d: 'var.no' }, 0],
  ['cond', { d: 'var.on ? true : false' }, 0],
  ['tobool', { d: 'tobool("true")' }, 0],
  ['local', { d: 'local.t' }, 0],
  ['string TRUE', { d: '"TRUE"' }, 0],
  ['skip_destroy', { more: '  skip_destroy = true\n' }, 0],
  ['comment', { a: 'true # checkov:skip=CKV_AWS_53' }, 0],
  ['comment2', { a: 'true // tfsec:ignore:aws-s3' }, 0],
] as const)
  fix('an access block with ' + w, [PA, B(), B() + PAB(o)], r === 1 ? 'right' : 'wrong');
fix(
  'an access block of account',
  [
    PA,
    B(),
    B() +
      PAB()
        .replace('aws_s3_bucket_public_access_block', 'aws_s3_account_public_access_block')
        .replace(/  bucket .*\n/, ''),
  ],
  'wrong',
);
fix('an access block of three', [PA, B(), B() + PAB().replace(/  ignore.*\n/, '')], 'wrong');
fix(
  'an access block of dup',
  [PA, B(), B() + PAB({ more: '  block_public_acls = false\n' })],
  'wrong',
);
for (const a of [
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'log-delivery-write',
  'bucket-owner-full-control',
  'bucket-owner-read',
  'private',
]) {
  const acl = `resource "aws_s3_bucket_acl" "a" {\n  bucket = aws_s3_bucket.data.id\n  acl    = "${a}"\n}\n`;
  const priv = acl.replace(a, 'private');
  const pub = ['public-read', 'public-read-write', 'authenticated-read'].includes(a);
  fix(
    'an access block beside the ACL ' + a,
    [PA, B() + acl, B() + acl + PAB()],
    pub ? 'wrong' : 'right',
  );
  if (a !== 'private')
    fix(
      'private in place of the ACL ' + a,
      [PA, B() + acl, B() + priv + PAB()],
      pub ? 'right' : 'wrong',
    );
  fix(
    'a public ACL changed to ' + a,
    [PA, B() + acl.replace(a, 'public-read'), B() + acl + PAB()],
    a === 'private' ? 'right' : 'wrong',
  );
  fix('an added ACL ' + a, [PA, B(), B() + acl + PAB()], a === 'private' ? 'right' : 'wrong');
}
