data "aws_caller_identity" "current" {}

resource "aws_kms_key" "a" {
  count               = var.create ? 1 : 0
  description         = <<-EOT
    Key of payments.
    enable_key_rotation = true
  EOT
  enable_key_rotation = false
  deletion_window_in_days = 30

  policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"}, "Action": "kms:*", "Resource": "*"}]
}
POLICY
}

variable "create" { default = true }
