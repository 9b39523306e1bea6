resource "aws_s3_bucket" "logs" {
  count  = 3
  bucket = "payments-logs-${count.index}"
}
