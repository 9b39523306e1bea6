data "aws_s3_bucket" "logs" {
  bucket = "payments-logs"
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = data.aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Enabled"
  }
}
