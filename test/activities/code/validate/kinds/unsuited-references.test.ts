/** Values that look like a key, a log bucket or an ARN of the bucket, and cannot be one. */
import { declareFixes } from './judge.ts';

const KMS = 'S3.MissingKmsEncryption';
const LOGS = 'S3.MissingAccessLogs';
const TLS = 'S3.InsecureTransport';
const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';

const terraform = declareFixes({ path: 'main.tf' });
const template = declareFixes({ path: 't.yaml' });

const BUCKET = 'resource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n';
const RULE = (inside: string) => `
resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    apply_server_side_encryption_by_default {
${inside}    }
  }
}
`;
const AES = RULE('      sse_algorithm = "AES256"\n');
const WITH_KEY = (key: string) =>
  RULE(`      sse_algorithm     = "aws:kms"\n      kms_master_key_id = ${key}\n`);
const TO = (target: string) => `
resource "aws_s3_bucket_logging" "data" {
  bucket = aws_s3_bucket.data.id

  target_bucket = ${target}
  target_prefix = "data/"
}
`;
const DENIAL = (arn: string) => `
resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["${arn}", "${arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
`;

for (const [what, arn, region, right] of [
  ['ARNs of its partition', 'arn:aws:s3:::acme-data', 'eu-west-1', true],
  ['ARNs of the partition of China', 'arn:aws-cn:s3:::acme-data', 'eu-west-1', false],
  ['ARNs of GovCloud', 'arn:aws-us-gov:s3:::acme-data', 'eu-west-1', false],
  ['ARNs of GovCloud in GovCloud', 'arn:aws-us-gov:s3:::acme-data', 'us-gov-west-1', true],
  ['ARNs of AWS in GovCloud', 'arn:aws:s3:::acme-data', 'us-gov-west-1', false],
] as const) {
  terraform(what, [TLS, BUCKET, BUCKET + DENIAL(arn)], right ? 'right' : 'wrong', { region });
}

// AWS managed keys, and keys of other Regions.
for (const [what, head, key, right] of [
  [
    "S3's own key",
    'data "aws_kms_alias" "k" {\n  name = "alias/aws/s3"\n}\n\n',
    'data.aws_kms_alias.k.target_key_arn',
    true,
  ],
  [
    'the key of EBS',
    'data "aws_kms_alias" "k" {\n  name = "alias/aws/ebs"\n}\n\n',
    'data.aws_kms_alias.k.target_key_arn',
    false,
  ],
  [
    'the key of RDS',
    'data "aws_kms_key" "k" {\n  key_id = "alias/aws/rds"\n}\n\n',
    'data.aws_kms_key.k.arn',
    false,
  ],
  [
    'the alias of a key of EBS that the file has',
    'locals {\n  k = "alias/aws/ebs"\n}\n\n',
    'local.k',
    false,
  ],
  [
    'a key of its Region',
    `locals {\n  k = "arn:aws:kms:eu-west-1:111122223333:key/${ID}"\n}\n\n`,
    'local.k',
    true,
  ],
  [
    'a key of another Region',
    `locals {\n  k = "arn:aws:kms:us-east-1:111122223333:key/${ID}"\n}\n\n`,
    'local.k',
    false,
  ],
] as const) {
  const before = head + BUCKET;
  terraform(what, [KMS, before + AES, before + WITH_KEY(key)], right ? 'right' : 'wrong');
}

// Variables whose name or description says what they hold.
const NAMED = [
  [KMS, 'kms_key_arn', '', true],
  [KMS, 's3_kms_key', '', true],
  [KMS, 'kms_key_id_for_s3', '', true],
  [KMS, 'bucket_cmk_arn', '', true],
  [KMS, 'sse_algorithm', '', false],
  [KMS, 'kms_endpoint', '', false],
  [KMS, 'kms_key_type', '', false],
  [KMS, 'kms_context', '', false],
  [KMS, 'use_kms', '', false],
  [KMS, 'kms_key', 'Whether to encrypt with KMS', false],
  [LOGS, 'log_bucket', '', true],
  [LOGS, 'access_logs_bucket_name', '', true],
  [LOGS, 'logging_target', 'Bucket for the logs', true],
  [LOGS, 'log_bucket_encryption', '', false],
  [LOGS, 'log_bucket_size', '', false],
  [LOGS, 'log_bucket_owner', '', false],
  [LOGS, 'log_level', 'Level of the logs about the bucket', false],
  [LOGS, 'log_bucket', 'Enable logging to the bucket', false],
] as const;
for (const [control, name, description, right] of NAMED) {
  const said = description === '' ? '' : `  description = "${description}"\n`;
  const head = `variable "${name}" {\n  type = string\n${said}}\n\n${BUCKET}`;
  const [before, after] =
    control === KMS
      ? [head + AES, head + WITH_KEY(`var.${name}`)]
      : [head, head + TO(`var.${name}`)];
  terraform(
    `the variable ${name}${description === '' ? '' : `, "${description}"`}`,
    [control, before, after],
    right ? 'right' : 'wrong',
  );
}

const T = (properties: string, head = '') =>
  `${head}Resources:\n  Data:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: acme-data\n${properties}`;
const ENCRYPTION = (inside: string) =>
  `      BucketEncryption:\n        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n${inside}`;
const PLAIN = ENCRYPTION('              SSEAlgorithm: AES256\n');
const KEYED = (key: string) =>
  ENCRYPTION(`              SSEAlgorithm: aws:kms\n              KMSMasterKeyID: ${key}\n`);
const METADATA = (text: string) => `Metadata:\n  Key: ${text}\n`;
const OTHER_REGION = `arn:aws:kms:us-east-1:111122223333:key/${ID}`;
for (const [what, key, head, right] of [
  ["S3's own alias", 'alias/aws/s3', '', true],
  ['the alias of EBS', 'alias/aws/ebs', METADATA('alias/aws/ebs'), false],
  ['a key of another Region', OTHER_REGION, METADATA(OTHER_REGION), false],
  [
    'a parameter for a key',
    '!Ref KmsKeyArn',
    'Parameters:\n  KmsKeyArn:\n    Type: String\n',
    true,
  ],
  [
    'a parameter for an algorithm',
    '!Ref SseAlgorithm',
    'Parameters:\n  SseAlgorithm:\n    Type: String\n',
    false,
  ],
  [
    'a parameter that takes yes or no',
    '!Ref KmsKey',
    'Parameters:\n  KmsKey:\n    Type: String\n    AllowedValues: ["yes", "no"]\n',
    false,
  ],
] as const) {
  template(
    `${what} in a template`,
    [KMS, T(PLAIN, head), T(KEYED(key), head)],
    right ? 'right' : 'wrong',
  );
}
for (const [what, name, right] of [
  ['a parameter for a log bucket', 'LogBucketName', true],
  ['a parameter for the owner of a log bucket', 'LogBucketOwner', false],
] as const) {
  const head = `Parameters:\n  ${name}:\n    Type: String\n`;
  const logged = `      LoggingConfiguration:\n        DestinationBucketName: !Ref ${name}\n        LogFilePrefix: data/\n`;
  template(what, [LOGS, T('', head), T(logged, head)], right ? 'right' : 'wrong');
}
