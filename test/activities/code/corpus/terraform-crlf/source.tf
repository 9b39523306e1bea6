terraform {
  required_version = ">= 1.6"
}

provider "aws" {
  region = "eu-west-1"
}

variable "open" {
  type    = bool
  default = false
}

locals {
  closed = true
}

# Access logs of the payments service.
resource "aws_s3_bucket" "logs" {
  bucket = "payments-logs"

  tags = {
    Team = "payments"
  }
}

resource "aws_s3_bucket" "archive" {
  bucket        = "payments-archive"
  force_destroy = false
}

# Nobody deletes the archive.
resource "aws_s3_bucket_public_access_block" "archive" {
  bucket                  = aws_s3_bucket.archive.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_caller_identity" "current" {}

output "bucket" {
  value = aws_s3_bucket.logs.arn
}
