# ┌─ buckets ─┐
locals {
	name = "payments-logs" // by hand
}

/* Several
   lines */
resource "aws_s3_bucket" "logs" {
	bucket = local.name # from above

	dynamic "cors_rule" {
		for_each = var.rules
		content {
			allowed_methods = ["GET"]
			allowed_origins = [cors_rule.value]
		}
	}

	policy = <<-EOT
		{
		  "Version": "2012-10-17",
		  "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "${var.reader}" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::payments-logs/*" }]
		}
	EOT

	lifecycle {
		prevent_destroy = true
		ignore_changes  = [tags]
	}
} # logs

resource "aws_sns_topic" "x" {
	name = "a}b{c"
	policy = <<EOF
resource "aws_s3_bucket" "logs" {
  bucket = "not a block"
}
EOF
}
