# Data of the site.
resource "aws_s3_bucket" "logs" {
  bucket = "payments-logs"
  acl    = "public-read"

  website {
    index_document = "index.html"
  }
}
