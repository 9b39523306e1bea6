locals {
  buckets = {
    logs = "payments-logs"
    data = "payments-data"
  }
}

resource "aws_s3_bucket" "team" {
  for_each = local.buckets
  bucket   = each.value
}
