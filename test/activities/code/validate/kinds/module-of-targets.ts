/** A module with one of each kind of log bucket and key, and names for them. */
export const TF = `variable "env" {
  type = string
}

variable "log_bucket_names" {
  type = map(string)
}

variable "buckets" {
  type = list(string)
}

variable "log_bucket_arn" {
  type = string
}

variable "log_bucket" {
  type    = string
  default = null
}

variable "log_bucket_region" {
  type = string
}

variable "kms_key_alias_prefix" {
  type = string
}

variable "kms_key_policy" {
  type = string
}

variable "kms_key_deletion_window" {
  type = number
}

variable "kms_enabled_key" {
  type = bool
}

locals {
  log_arn = aws_s3_bucket.access.arn
  names = {
    logs = aws_s3_bucket.access.id
    arn  = aws_s3_bucket.access.arn
  }
  list = [aws_s3_bucket.access.id, aws_s3_bucket.data.id]
  key  = try(aws_kms_key.maybe[0].arn, null)
  empty = ""
  nul = null
  a = local.b
  b = local.a
  cond = var.env == "prod" ? aws_s3_bucket.access.id : ""
  tpl = "\${aws_s3_bucket.access.id}-x"
}

resource "aws_s3_bucket" "data" {
  bucket = "acme-data"
}

resource "aws_s3_bucket" "access" {
  bucket = "acme-access-logs"
}

resource "aws_s3_bucket" "replica" {
  provider = aws.us
  bucket   = "acme-replica"
}

resource "aws_s3_bucket" "open" {
  bucket = "acme-open"
}

resource "aws_s3_bucket_acl" "open" {
  bucket = aws_s3_bucket.open.id
  acl    = "public-read"
}

resource "aws_s3_bucket" "granted" {
  bucket = "acme-granted"
}

resource "aws_s3_bucket_acl" "granted" {
  bucket = aws_s3_bucket.granted.id
  access_control_policy {
    grant {
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
      permission = "READ"
    }
    owner {
      id = "x"
    }
  }
}

resource "aws_s3_bucket" "pol" {
  bucket = "acme-pol"
}

data "aws_iam_policy_document" "pol" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["\${aws_s3_bucket.pol.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "pol" {
  bucket = aws_s3_bucket.pol.id
  policy = data.aws_iam_policy_document.pol.json
}

resource "aws_s3_bucket" "site" {
  bucket = "acme-site"
}

resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.bucket
  index_document {
    suffix = "index.html"
  }
}

resource "aws_s3_bucket" "off" {
  count  = 0
  bucket = "acme-off"
}

resource "aws_s3_bucket" "ring" {
  bucket = "acme-ring"
}

resource "aws_s3_bucket_logging" "ring" {
  bucket        = aws_s3_bucket.ring.id
  target_bucket = "acme-data"
  target_prefix = "x"
}

resource "aws_s3_bucket" "ring2" {
  bucket = "acme-ring2"
  logging {
    target_bucket = aws_s3_bucket.ring.id
  }
}

resource "aws_s3_directory_bucket" "dir" {
  bucket = "acme-dir--euw1-az1--x-s3"
}

resource "aws_s3_access_point" "ap" {
  bucket = aws_s3_bucket.access.id
  name   = "ap"
}

resource "aws_s3_object" "o" {
  bucket = aws_s3_bucket.access.id
  key    = "x"
}

resource "aws_kms_key" "main" {
  description = "main"
}

resource "aws_kms_key" "maybe" {
  count = var.env == "prod" ? 1 : 0
}

resource "aws_kms_key" "usp" {
  provider = aws.us
}

resource "aws_kms_key" "hmac" {
  key_usage                = "GENERATE_VERIFY_MAC"
  customer_master_key_spec = "HMAC_256"
}

resource "aws_kms_key" "spec" {
  key_spec = "RSA_4096"
}

resource "aws_kms_key" "each" {
  for_each = toset(["a", "b"])
}

resource "aws_kms_key" "del" {
  is_enabled = var.kms_enabled_key
}

resource "aws_kms_alias" "sign" {
  name          = "alias/sign"
  target_key_id = aws_kms_key.hmac.key_id
}

resource "aws_kms_alias" "main" {
  name          = "alias/acme"
  target_key_id = aws_kms_key.main.key_id
}

resource "aws_kms_grant" "g" {
  key_id = aws_kms_key.main.id
}

resource "aws_kms_ciphertext" "c" {
  key_id = aws_kms_key.main.id
  plaintext = "x"
}

data "aws_kms_key" "given" {
  key_id = "alias/given"
}

data "aws_caller_identity" "me" {}

data "aws_canonical_user_id" "me" {}

data "aws_ssm_parameter" "logs" {
  name = "/logs"
}

data "terraform_remote_state" "net" {
  backend = "s3"
}

data "aws_s3_bucket" "shared" {
  bucket = "acme-shared-logs"
}

data "aws_s3_bucket" "mine" {
  bucket = "acme-data"
}

module "net" {
  source = "./net"
}
`;
