variable "env" {
  type    = string
  default = "dev"
}

resource "aws_s3_bucket" "logs" {
  bucket = "${var.env}-payments-logs"
}

resource "aws_s3_bucket" "data" {
  bucket = "${var.env}-payments-data"
}
