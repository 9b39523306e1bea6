resource "aws_s3_bucket" "logs" {
  bucket = "payments-logs"

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }
}

resource "aws_kms_key" "main" {
  enable_key_rotation = true
}
