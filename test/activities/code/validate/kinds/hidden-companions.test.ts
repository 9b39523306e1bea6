/** Companions whose bucket is put together, so that a second one may be for the same bucket. */
import { declareFixes } from './judge.ts';

const VERSIONS = 'S3.MissingVersioning';
const TLS = 'S3.InsecureTransport';
const PUBLIC = 'S3.PublicAccess';
const terraform = declareFixes({ path: 'main.tf' });
const template = declareFixes({ path: 't.yaml' });

const BUCKET = 'resource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n';
const VERSIONING = (bucket: string, name: string, status: string, head = '') =>
  `\nresource "aws_s3_bucket_versioning" "${name}" {\n${head}  bucket = ${bucket}\n\n  versioning_configuration {\n    status = "${status}"\n  }\n}\n`;
const VARIABLE = (name: string) => `\nvariable "${name}" {\n  type = string\n}\n`;

for (const [what, bucket, head, right] of [
  ['a function of its name', 'replace("acme_data", "_", "-")', '', false],
  ['a part of a text', 'substr("x-acme-data", 2, 9)', '', false],
  ['a text without its end', 'trimsuffix("acme-data-x", "-x")', '', false],
  ['a pattern that fits', '"${var.prefix}-data"', VARIABLE('prefix'), false],
  ['a pattern that does not fit', '"${var.prefix}-logs"', VARIABLE('prefix'), true],
  ['a variable', 'var.other', VARIABLE('other'), true],
  [
    'the same pattern as another bucket',
    '"${var.prefix}-data"',
    `${VARIABLE('prefix')}\nresource "aws_s3_bucket" "other" {\n  bucket = "\${var.prefix}-data"\n}\n`,
    true,
  ],
  [
    'another bucket',
    'aws_s3_bucket.other.id',
    '\nresource "aws_s3_bucket" "other" {\n  bucket = "acme-other"\n}\n',
    true,
  ],
  [
    'a function of another bucket',
    'lower(aws_s3_bucket.other.id)',
    '\nresource "aws_s3_bucket" "other" {\n  bucket = "acme-other"\n}\n',
    true,
  ],
] as const) {
  const before = BUCKET + head + VERSIONING(bucket, 'old', 'Suspended');
  const after = before + VERSIONING('aws_s3_bucket.data.id', 'data', 'Enabled');
  terraform(
    `a new block beside one of ${what}`,
    [VERSIONS, before, after],
    right ? 'right' : 'wrong',
  );
}
for (const [keys, right] of [
  ['"data", "logs"', false],
  ['"logs", "temp"', true],
] as const) {
  const each = `  for_each = toset([${keys}])\n`;
  const before = BUCKET + VERSIONING('"acme-${each.key}"', 'all', 'Suspended', each);
  const after = before + VERSIONING('aws_s3_bucket.data.id', 'data', 'Enabled');
  terraform(
    `a new block beside those of ${keys}`,
    [VERSIONS, before, after],
    right ? 'right' : 'wrong',
  );
}

const NAMED = `${VARIABLE('name')}\nresource "aws_s3_bucket" "data" {\n  bucket = var.name\n}\n`;
for (const [what, bucket, right] of [
  ['a function of the variable that names it', 'lower(var.name)', false],
  ['a function of another variable', 'lower(var.other)', true],
] as const) {
  const before = NAMED + VARIABLE('other') + VERSIONING(bucket, 'old', 'Suspended');
  const after = before + VERSIONING('aws_s3_bucket.data.id', 'data', 'Enabled');
  terraform(
    `a new block beside one of ${what}`,
    [VERSIONS, before, after],
    right ? 'right' : 'wrong',
  );
}

const FLAGS = (value: string, lifecycle: string) =>
  `\nresource "aws_s3_bucket_public_access_block" "data" {\n  bucket = aws_s3_bucket.data.id\n\n  block_public_acls       = ${value}\n  block_public_policy     = ${value}\n  ignore_public_acls      = ${value}\n  restrict_public_buckets = ${value}\n${lifecycle}}\n`;
for (const [enabled, right] of [
  ['true', true],
  ['false', false],
  ['var.on', false],
] as const) {
  const lifecycle = `\n  lifecycle {\n    enabled = ${enabled}\n  }\n`;
  const [before, after] = ['false', 'true'].map((value) => BUCKET + FLAGS(value, lifecycle));
  terraform(
    `an access block that is there if ${enabled}`,
    [PUBLIC, before ?? '', after ?? ''],
    right ? 'right' : 'wrong',
  );
}

const T = (more: string, head = '') =>
  `${head}Resources:\n  Data:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: acme-data\n${more}`;
const POLICY = (name: string, bucket: string, statement: string) =>
  `  ${name}:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: ${bucket}\n      PolicyDocument:\n        Statement:\n${statement}`;
const READ =
  '          - {Effect: Allow, Principal: {AWS: 111122223333}, Action: s3:ListBucket, Resource: !GetAtt Data.Arn}\n';
const DENY = POLICY(
  'Tls',
  '!Ref Data',
  '          - Effect: Deny\n            Principal: "*"\n            Action: s3:*\n            Resource: [!GetAtt Data.Arn, !Sub "${Data.Arn}/*"]\n            Condition: {Bool: {aws:SecureTransport: "false"}}\n',
);
const ENV = 'Parameters:\n  Env:\n    Type: String\n';
const LOOP = (type: string) =>
  `  Fn::ForEach::Each:\n    - Name\n    - [Data]\n    - "\${Name}Extra":\n        Type: ${type}\n        Properties: {}\n`;
for (const [what, beside, right] of [
  ['a policy for a pattern that fits', POLICY('Old', '!Sub "${Env}-data"', READ), false],
  ['a policy for a pattern that does not fit', POLICY('Old', '!Sub "${Env}-logs"', READ), true],
  ['a loop that makes policies', LOOP('AWS::S3::BucketPolicy'), false],
  ['a loop that makes queues', LOOP('AWS::SQS::Queue'), true],
] as const) {
  template(
    `a new policy beside ${what}`,
    [TLS, T(beside, ENV), T(beside + DENY, ENV)],
    right ? 'right' : 'wrong',
  );
}
