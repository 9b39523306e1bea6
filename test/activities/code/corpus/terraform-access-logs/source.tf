variable "key" {
  type = string
}

variable "log_bucket" {
  type = string
}

resource "aws_kms_key" "s3" {
  enable_key_rotation = true
}

resource "aws_s3_bucket" "logs" {
  bucket = "payments-logs"
}

resource "aws_s3_bucket" "audit" {
  bucket = "payments-audit"
}
