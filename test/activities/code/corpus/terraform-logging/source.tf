resource "aws_s3_bucket" "logs" {
  bucket = "payments-logs"
}

resource "aws_s3_bucket" "access" {
  bucket = "payments-access"
}
