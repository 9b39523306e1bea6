import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf' });

const TF = `variable "env" {
  type = string
}

variable "log_bucket" {
  type = string
}

variable "empty_log_bucket" {
  type    = string
  default = ""
}

variable "kms_key_arn" {
  type = string
}

locals {
  logs   = aws_s3_bucket.access.id
  self   = aws_s3_bucket.data.id
  secret = "acme-access-logs"
}

resource "aws_s3_bucket" "data" {
  bucket = "acme-data"
}

resource "aws_s3_bucket" "access" {
  bucket = "acme-access-logs"
}

resource "aws_s3_bucket" "many" {
  for_each = toset(["a", "b"])
  bucket   = "acme-\${each.key}"
}

resource "aws_s3_bucket" "maybe" {
  count  = var.env == "prod" ? 1 : 0
  bucket = "acme-maybe"
}

resource "aws_s3_bucket" "two" {
  count  = 2
  bucket = "acme-two-\${count.index}"
}

resource "aws_iam_role" "app" {
  name = "app"
}

resource "aws_kms_key" "main" {
  description = "main"
}

resource "aws_kms_key" "off" {
  is_enabled = false
}

resource "aws_kms_key" "sign" {
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "RSA_2048"
}

resource "aws_kms_alias" "main" {
  name          = "alias/acme"
  target_key_id = aws_kms_key.main.key_id
}

data "aws_kms_key" "given" {
  key_id = "alias/given"
}
`;
const log = (v: string) => `${TF}
resource "aws_s3_bucket_logging" "data" {
  bucket        = aws_s3_bucket.data.id
  target_bucket = ${v}
  target_prefix = "data/"
}
`;
const key = (v: string) => `${TF}
resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = ${v}
    }
  }
}
`;
const L = 'S3.MissingAccessLogs';
const K = 'S3.MissingKmsEncryption';
for (const v of [
  'aws_s3_bucket.access.arn',
  'aws_s3_bucket.access.bucket_domain_name',
  'aws_s3_bucket.access.name',
  'aws_iam_role.app.name',
  'aws_kms_key.main.id',
  '"${aws_s3_bucket.access.arn}"',
  '"arn:aws:s3:::acme-access-logs"',
  'null',
  '""',
  'false ? aws_s3_bucket.access.id : null',
  'true ? null : aws_s3_bucket.access.id',
  'coalesce(null, "")',
  'try(aws_s3_bucket.nope.id, "")',
  'aws_s3_bucket.access[0].id',
  'aws_s3_bucket.access.0.id',
  'module.logs.bucket',
  'data.aws_s3_bucket.x.id',
  'var.nothing',
  '"my-log-bucket"',
  '"<LOG_BUCKET>"',
  '"${var.env}-logs"',
  'format("%s-logs", "acme")',
  'join("-", ["acme", "logs"])',
  'lookup({}, "x", "acme-x")',
  'one([])',
  'local.self',
  'aws_s3_bucket.data.id',
  '"acme-data"',
  'var.env',
  'var.empty_log_bucket',
  'aws_s3_bucket.many.id',
  'aws_s3_bucket.many["c"].id',
  'aws_s3_bucket.maybe[0].id',
  'aws_s3_bucket.maybe.id',
  'one(aws_s3_bucket.maybe[*].id)',
  'try(aws_s3_bucket.maybe[0].id, "")',
  'aws_s3_bucket.two[2].id',
  'aws_s3_bucket.two.id',
  'var.env == "x" ? aws_s3_bucket.access.id : aws_s3_bucket.data.id',
  'var.env == "x" ? aws_s3_bucket.access.id : ""',
  'var.kms_key_arn',
  'local.nothing',
  'each.key',
  '"alias/acme"',
  'trimsuffix("acme-access-logs-x", "-x")',
  'base64decode("YWNtZQ==")',
  'nonsensitive("acme-other")',
  '"acme-two-5"',
])
  fix('the log bucket ' + v, [L, TF, log(v)], 'wrong');
for (const v of [
  'aws_s3_bucket.access.id',
  'aws_s3_bucket.access.bucket',
  '"acme-access-logs"',
  '"${aws_s3_bucket.access.id}"',
  'local.logs',
  'local.secret',
  'var.log_bucket',
  'aws_s3_bucket.many["a"].id',
  'aws_s3_bucket.two[1].id',
  'try(aws_s3_bucket.access.id, "")',
  'var.env == "x" ? aws_s3_bucket.access.id : var.log_bucket',
])
  fix('the log bucket ' + v, [L, TF, log(v)], 'right');
for (const v of [
  'aws_kms_key.main.description',
  'aws_kms_key.main.policy',
  '"alias/nope"',
  '"arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000009"',
  'aws_kms_key.sign.arn',
  'aws_kms_key.off.arn',
  'aws_s3_bucket.access.arn',
  'aws_iam_role.app.arn',
  '"REPLACE_ME"',
  '"your-kms-key"',
  '"TODO"',
  '"changeme"',
  'aws_kms_key.main[0].arn',
  'aws_kms_key.nope.arn',
  'var.env',
  'var.log_bucket',
  'null',
  'join(":", ["arn", "aws", "kms", "eu-west-1", "777766665555", "key/a6c01d72-3f58-4be9-8d04-92e7b5f1c360"])',
  '"arn\\u003aaws:kms:eu-west-1:777766665555:key/a6c01d72-3f58-4be9-8d04-92e7b5f1c360"',
  'replace(aws_kms_key.main.arn, "main", "x")',
  '"arn:aws:kms:eu-west-1:${777766665555}:key/a6c01d72-3f58-4be9-8d04-92e7b5f1c360"',
  '"${"arn:aws:kms:eu-west-1:"}${"777766665555"}:key/x"',
  '"12345678-1234-1234-1234-123456789012"',
  'aws_kms_alias.main.target_key',
  '"${aws_kms_key.main.arn}x"',
  'false ? aws_kms_key.main.arn : "alias/nope"',
  'data.aws_kms_key.none.arn',
  '"aws/s3x"',
])
  fix('the key ' + v, [K, TF, key(v)], v === 'null' ? 'right' : 'wrong');
for (const v of [
  'aws_kms_key.main.arn',
  'aws_kms_key.main.key_id',
  'aws_kms_alias.main.arn',
  'aws_kms_alias.main.name',
  '"alias/acme"',
  '"alias/aws/s3"',
  'data.aws_kms_key.given.arn',
  'var.kms_key_arn',
  '"${aws_kms_key.main.arn}"',
])
  fix('the key ' + v, [K, TF, key(v)], 'right');
