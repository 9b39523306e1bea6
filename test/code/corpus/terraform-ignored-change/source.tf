resource "aws_s3_bucket" "logs" {
  bucket = "payments-logs"

  versioning {
    enabled = false
  }

  lifecycle {
    ignore_changes = [versioning]
  }
}

resource "aws_s3_bucket" "audit" {
  bucket = "payments-audit"
}
