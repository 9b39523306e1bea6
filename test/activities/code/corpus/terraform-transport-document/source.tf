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

data "aws_iam_policy_document" "logs" {
  statement {
    sid     = "Read"
    effect  = "Allow"
    actions = ["s3:GetObject"]
    resources = [
      aws_s3_bucket.logs.arn,
      "${aws_s3_bucket.logs.arn}/*",
    ]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/reader"]
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json
}
