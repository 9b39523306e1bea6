terraform {
  source = "git::https://example.com/modules//s3"
}

inputs = {
  bucket = "payments-logs"
}
