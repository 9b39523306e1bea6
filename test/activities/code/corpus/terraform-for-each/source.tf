resource "aws_s3_bucket" "team" {
  for_each = toset(["payments-logs", "payments-data"])
  bucket   = each.key
}
