/** Names of log buckets and keys, right and wrong, in a module with one of each kind. */
import { declareFixes } from './judge.ts';
import { TF } from './module-of-targets.ts';

const fix = declareFixes({ path: 'main.tf', target: 'aws_s3_bucket.data' });

const L = 'S3.MissingAccessLogs';
const K = 'S3.MissingKmsEncryption';
const log = (v: string) => `${TF}
resource "aws_s3_bucket_logging" "data" {
  bucket        = aws_s3_bucket.data.id
  target_bucket = ${v}
  target_prefix = "data/"
}
`;
const inside = (v: string) =>
  TF.replace(
    'bucket = "acme-data"\n}',
    `bucket = "acme-data"\n\n  logging {\n    target_bucket = ${v}\n  }\n}`,
  );
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
const WRONG_LOGS = [
  'aws_s3_bucket.replica.id',
  '"acme-replica"',
  'aws_s3_bucket.open.id',
  '"acme-open"',
  'aws_s3_bucket.granted.id',
  'aws_s3_bucket.pol.id',
  'aws_s3_bucket.site.id',
  'aws_s3_bucket.off[0].id',
  'aws_s3_bucket.ring.id',
  'aws_s3_bucket.ring2.id',
  'aws_s3_directory_bucket.dir.id',
  'aws_s3_directory_bucket.dir.bucket',
  'aws_s3_access_point.ap.id',
  'aws_s3_access_point.ap.bucket',
  'aws_s3_object.o.bucket',
  'aws_s3_object.o.id',
  'data.aws_ssm_parameter.logs.value',
  'data.terraform_remote_state.net.outputs.log_bucket',
  'data.aws_s3_bucket.mine.id',
  'data.aws_s3_bucket.shared.arn',
  'data.aws_s3_bucket.shared.bucket_domain_name',
  'data.aws_caller_identity.me.account_id',
  'module.net.log_bucket_id',
  'local.log_arn',
  'local.names["arn"]',
  'local.names.arn',
  'local.list[1]',
  'local.empty',
  'local.nul',
  'local.a',
  'local.cond',
  'local.tpl',
  'var.log_bucket',
  'var.log_bucket_arn',
  'var.log_bucket_region',
  'var.buckets[0]',
  'var.log_bucket_names["x"]',
  'var.log_bucket_names.x',
  'element(local.list, 1)',
  'coalesce(null, aws_s3_bucket.data.id)',
  'try(local.nope, aws_s3_bucket.data.id)',
  'nonsensitive(aws_s3_bucket.data.id)',
  'tostring(null)',
  'aws_s3_bucket.access.*.arn',
  'one(aws_s3_bucket.access[*].arn)',
  '"${aws_s3_bucket.access.id} "',
  '"${aws_s3_bucket.access.id}/"',
  '" acme-access-logs"',
  '"ACME-ACCESS-LOGS"',
  'self.id',
  'aws_s3_bucket.data.bucket',
  '"${aws_s3_bucket.data.id}"',
  'aws_s3_bucket_acl.open.bucket',
  'aws_s3_bucket_logging.ring.bucket',
  'aws_s3_bucket_website_configuration.site.bucket',
  'aws_s3_bucket_policy.pol.id',
  'resource.aws_s3_bucket.data.id',
  'aws_s3_bucket.access["id"]',
  'aws_s3_bucket.access',
  '[aws_s3_bucket.access.id]',
  '{ a = aws_s3_bucket.access.id }',
  'aws_s3_bucket.access.id == "" ? aws_s3_bucket.data.id : aws_s3_bucket.data.id',
  'aws_s3_bucket.access.id != "" ? null : aws_s3_bucket.access.id',
  '(aws_s3_bucket.data.id)',
  '<<EOT\nacme-data\nEOT',
  '"%{ if true }acme-data%{ endif }"',
  '"acme-${"data"}"',
  '"acme-$${x}"',
  'each.value',
  'count.index',
  'path.module',
  'terraform.workspace',
  '"my-bucket-logs"',
  '"example-logs"',
  '"s3://acme-access-logs"',
  '"acme-access-logs.s3.amazonaws.com"',
  'aws_s3_bucket.access.region',
  'upper(aws_s3_bucket.access.id)',
  '0',
  'true',
  'aws_s3_bucket.access.id...',
];
for (const v of WRONG_LOGS) {
  fix('the log bucket ' + v, [L, TF, log(v)], 'wrong');
  fix('the log bucket inside ' + v, [L, TF, inside(v)], 'wrong');
}
for (const v of [
  'aws_s3_bucket.access.id',
  'aws_s3_bucket.access.bucket',
  'data.aws_s3_bucket.shared.id',
  'data.aws_s3_bucket.shared.bucket',
  '"${aws_s3_bucket.access.bucket}"',
  'local.names.logs',
  'local.names["logs"]',
  'local.list[0]',
  '"acme-shared-logs"',
  '(aws_s3_bucket.access.id)',
])
  fix('the log bucket ' + v, [L, TF, log(v)], 'right');
const WRONG_KEYS = [
  'aws_kms_key.maybe[0].arn',
  'aws_kms_key.maybe.arn',
  'one(aws_kms_key.maybe[*].arn)',
  'aws_kms_key.usp.arn',
  'aws_kms_key.hmac.arn',
  'aws_kms_key.spec.arn',
  'aws_kms_key.each["c"].arn',
  'aws_kms_key.each.arn',
  'aws_kms_key.each[0].arn',
  'aws_kms_key.del.arn',
  'aws_kms_alias.sign.arn',
  'aws_kms_alias.sign.name',
  '"alias/sign"',
  'aws_kms_alias.main.id_x',
  'aws_kms_grant.g.key_id',
  'aws_kms_ciphertext.c.key_id',
  'aws_kms_grant.g.id',
  'data.aws_kms_key.given.key_usage',
  'data.aws_kms_key.given.key_state',
  'local.key',
  'aws_kms_key.main.key_arn',
  'aws_kms_key.main.tags["arn"]',
  '"${aws_kms_key.main.arn}/x"',
  '"arn:aws:kms:eu-west-1:${data.aws_caller_identity.me.account_id}:alias/nope"',
  '"arn:aws:kms:us-east-1:111122223333:alias/acme"',
  '"acme"',
  'var.kms_key_alias_prefix',
  'var.kms_key_policy',
  'var.kms_key_deletion_window',
  'var.ssh_key',
  'var.api_key_arn',
  'var.kms_enabled_key',
  'module.net.kms_key_arn',
  'data.terraform_remote_state.net.outputs.kms_key_arn',
  '"alias/"',
  '"alias/ACME"',
  '"arn:aws:kms:eu-west-1:111122223333:key/*"',
  '"*"',
  '"key/main"',
  'aws_kms_key.main.multi_region',
  'aws_s3_bucket.access.id',
  'aws_kms_key.main',
  '[aws_kms_key.main.arn]',
  '""',
  'tostring("")',
  'var.env == "prod" ? aws_kms_key.maybe[0].arn : null',
  '"alias/my-key"',
  '"alias/<name>"',
  '"00000000-0000-0000-0000-000000000000"',
  '"12345678-abcd-1234-abcd-123456789012"',
];
for (const v of WRONG_KEYS) fix('the key ' + v, [K, TF, key(v)], 'wrong');
for (const v of [
  'aws_kms_key.each["a"].arn',
  'aws_kms_key.main.id',
  'aws_kms_alias.main.target_key_arn',
  'data.aws_kms_key.given.id',
  '(aws_kms_key.main.arn)',
  'data.aws_kms_key.given.arn',
  'var.env == "prod" ? aws_kms_key.main.arn : aws_kms_key.each["a"].arn',
])
  fix('the key ' + v, [K, TF, key(v)], 'right');
