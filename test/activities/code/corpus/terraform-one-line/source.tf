resource "aws_s3_bucket" "b" { bucket = "payments-logs" }
