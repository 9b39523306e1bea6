provider "aws" {
  alias  = "eu"
  region = "eu-central-1"
}

resource "aws_s3_bucket" "logs" {
  provider = aws.eu
  bucket   = "payments-logs"
}
