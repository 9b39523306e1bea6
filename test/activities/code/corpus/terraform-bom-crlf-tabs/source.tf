# BOM, tabs and CRLF.
resource "aws_s3_bucket" "logs" {
	bucket = "payments-logs"
}

resource "aws_s3_bucket_public_access_block" "logs" {
	bucket                  = aws_s3_bucket.logs.id
	block_public_acls       = false # TODO
	block_public_policy     = true
	ignore_public_acls      = var.ignore
}

variable "ignore" {
	default = false
}