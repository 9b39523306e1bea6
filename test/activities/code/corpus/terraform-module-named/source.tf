module "s3_bucket" {
  source = "terraform-aws-modules/s3-bucket/aws"

  bucket                  = "payments-logs"
  block_public_acls       = false
}
