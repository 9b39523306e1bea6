locals {
  buckets = {
    logs = { versioned = false }
    data = { versioned = true }
  }
}

resource "aws_s3_bucket" "this" {
  for_each = local.buckets
  bucket   = "payments-${each.key}"

  tags = {
    Name = each.key
  }
}
