module "tags" {
  source = "./tags"
}

variable "lifecycle_rules" {
  type    = list(object({ id = string, days = number }))
  default = []
}

resource "aws_s3_bucket" "this" {
  for_each = toset(["payments-logs", "payments-data"])
  provider = aws.eu
  bucket   = each.value
  tags     = module.tags.all
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = aws_s3_bucket.this
  provider = aws.eu
  bucket   = each.value.id

  dynamic "rule" {
    for_each = var.lifecycle_rules
    content {
      id     = rule.value.id
      status = "Enabled"
      expiration {
        days = rule.value.days
      }
    }
  }
}
