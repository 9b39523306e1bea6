terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

variable "environment" {
  type    = string
  default = "prod"
}

locals {
  name = "payments-${var.environment}-logs"
  tags = {
    Team = "payments"
  }
}

# Access logs of all buckets.
resource "aws_s3_bucket" "access" {
  bucket = "payments-${var.environment}-access"
}

/* Primary storage. */
resource "aws_s3_bucket" "logs" {
  bucket        = local.name
  force_destroy = false

  tags = merge(local.tags, {
    Name = local.name # shown in the bill
  })
}

resource "aws_kms_key" "main" {
  description         = "payments"
  enable_key_rotation = true
}

resource "aws_kms_alias" "main" {
  name          = "alias/payments"
  target_key_id = aws_kms_key.main.key_id
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

output "bucket_arn" {
  value = aws_s3_bucket.logs.arn
}
