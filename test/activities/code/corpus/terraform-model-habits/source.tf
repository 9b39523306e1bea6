resource "aws_s3_bucket" "ledger" {
  bucket = "payments-ledger"

  tags = {
    Team = "payments"
  }
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
