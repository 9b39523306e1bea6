resource "aws_kms_key" "data" {
  description             = "Payments data"
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "data" {
  name          = "alias/payments-data"
  target_key_id = aws_kms_key.data.key_id
}
