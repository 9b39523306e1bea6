variable "create" {
  type    = bool
  default = true
}

resource "aws_s3_bucket" "logs" {
  count  = var.create ? 1 : 0
  bucket = "payments-logs"
}
