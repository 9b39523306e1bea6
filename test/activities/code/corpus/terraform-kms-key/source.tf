resource "aws_kms_key" "data" {
  description             = "Data at rest"
  deletion_window_in_days = 30
  enable_key_rotation     = false
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" }]
  })
}
