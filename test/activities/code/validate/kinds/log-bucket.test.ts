/** Buckets into which S3 delivers no access logs, and formats that it does not take. */
import { declareFixes } from './judge.ts';

const LOGS = 'S3.MissingAccessLogs';
const terraform = declareFixes({ path: 'main.tf' });
const template = declareFixes({ path: 't.yaml' });

const LOG_BUCKET = (inside = '') =>
  `resource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n${inside}}\n\n`;
const DATA = 'resource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n';
const BESIDE = (type: string, inside: string) =>
  `resource "aws_s3_bucket_${type}" "logs" {\n  bucket = aws_s3_bucket.logs.id\n${inside}}\n\n`;
const LOGGING = (more = '') =>
  `\nresource "aws_s3_bucket_logging" "data" {\n  bucket = aws_s3_bucket.data.id\n\n  target_bucket = aws_s3_bucket.logs.id\n  target_prefix = "data/"\n${more}}\n`;
const SSE = (algorithm: string) =>
  `  rule {\n    apply_server_side_encryption_by_default {\n      sse_algorithm = "${algorithm}"\n    }\n  }\n`;

const TARGETS = [
  ['a plain bucket', LOG_BUCKET(), true],
  ['a bucket with Object Lock', LOG_BUCKET('  object_lock_enabled = true\n'), false],
  ['a bucket without Object Lock', LOG_BUCKET('  object_lock_enabled = false\n'), true],
  [
    'a bucket whose retention is beside it',
    LOG_BUCKET() +
      BESIDE(
        'object_lock_configuration',
        '  rule {\n    default_retention {\n      mode = "GOVERNANCE"\n      days = 1\n    }\n  }\n',
      ),
    false,
  ],
  [
    'a bucket with SSE-KMS',
    LOG_BUCKET() + BESIDE('server_side_encryption_configuration', SSE('aws:kms')),
    false,
  ],
  [
    'a bucket with SSE-S3',
    LOG_BUCKET() + BESIDE('server_side_encryption_configuration', SSE('AES256')),
    true,
  ],
  [
    'a bucket with SSE-KMS inside',
    LOG_BUCKET(
      `\n  server_side_encryption_configuration {\n  ${SSE('aws:kms').replaceAll('\n', '\n  ')}}\n`,
    ),
    false,
  ],
  [
    'a bucket that requesters pay',
    LOG_BUCKET() + BESIDE('request_payment_configuration', '  payer = "Requester"\n'),
    false,
  ],
  [
    'a bucket that its owner pays',
    LOG_BUCKET() + BESIDE('request_payment_configuration', '  payer = "BucketOwner"\n'),
    true,
  ],
] as const;
for (const [what, before, right] of TARGETS) {
  terraform(
    `logs to ${what}`,
    [LOGS, before + DATA, before + DATA + LOGGING()],
    right ? 'right' : 'wrong',
  );
}

const FORMAT = (inside: string) => `\n  target_object_key_format {\n${inside}  }\n`;
const PARTITIONED = (date: string) =>
  `    partitioned_prefix {\n      partition_date_source = "${date}"\n    }\n`;
for (const [what, format, right] of [
  ['partitions by the time of the event', FORMAT(PARTITIONED('EventTime')), true],
  ['a simple prefix', FORMAT('    simple_prefix {}\n'), true],
  ['two formats at once', FORMAT(`    simple_prefix {}\n${PARTITIONED('EventTime')}`), false],
  ['no format in its block', FORMAT(''), false],
  ['a date that S3 does not know', FORMAT(PARTITIONED('Yesterday')), false],
] as const) {
  const before = LOG_BUCKET() + DATA;
  terraform(
    `logs with ${what}`,
    [LOGS, before, before + LOGGING(format)],
    right ? 'right' : 'wrong',
  );
}

const T = (logs: string, properties = '') =>
  `Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: acme-logs\n${logs}  Data:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: acme-data\n${properties}`;
const TO_LOGS = (more = '') =>
  `      LoggingConfiguration:\n        DestinationBucketName: !Ref Logs\n        LogFilePrefix: data/\n${more}`;
const ENCRYPTED = (algorithm: string) =>
  `      BucketEncryption:\n        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: ${algorithm}\n`;
for (const [what, logs, right] of [
  ['a plain bucket', '', true],
  ['a bucket with SSE-S3', ENCRYPTED('AES256'), true],
  ['a bucket with SSE-KMS', ENCRYPTED('aws:kms'), false],
  ['a bucket with Object Lock', '      ObjectLockEnabled: true\n', false],
] as const) {
  template(
    `logs of a template to ${what}`,
    [LOGS, T(logs), T(logs, TO_LOGS())],
    right ? 'right' : 'wrong',
  );
}
for (const [what, inside, right] of [
  [
    'partitions',
    '          PartitionedPrefix:\n            PartitionDateSource: DeliveryTime\n',
    true,
  ],
  [
    'an unknown date',
    '          PartitionedPrefix:\n            PartitionDateSource: Yesterday\n',
    false,
  ],
  [
    'two formats',
    '          SimplePrefix: {}\n          PartitionedPrefix:\n            PartitionDateSource: EventTime\n',
    false,
  ],
] as const) {
  const format = `        TargetObjectKeyFormat:\n${inside}`;
  template(
    `logs of a template with ${what}`,
    [LOGS, T(''), T('', TO_LOGS(format))],
    right ? 'right' : 'wrong',
  );
}
