module "settings" {
  source = "../settings"
  bucket = aws_s3_bucket.ledger.id
}
