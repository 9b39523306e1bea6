/** Calls of public modules in the forms that people write. */
export const PUBLIC = 'S3.PublicAccess';
export const VERSIONS = 'S3.MissingVersioning';
export const ENCRYPTED = 'S3.MissingEncryption';
export const KMS = 'S3.MissingKmsEncryption';
export const TLS = 'S3.InsecureTransport';
export const LOGS = 'S3.MissingAccessLogs';
export const ROTATION = 'KMS.RotationDisabled';

/** A call of terraform-aws-modules/s3-bucket/aws with some more lines. */
export const bucket = (lines: string, version = '4.1.2', name = '"acme-data"') => `module "data" {
  source  = "terraform-aws-modules/s3-bucket/aws"
  version = "${version}"

  bucket = ${name}

${lines}
  tags = {
    Team = "data"
  }
}
`;
export const FLAGS = `  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
`;
export const VERSIONED = '  versioning = {\n    enabled = true\n  }\n';
export const SSE = (inside: string) => `  server_side_encryption_configuration = {
    rule = {
      apply_server_side_encryption_by_default = {
${inside}
      }
    }
  }
`;
export const AES = SSE('        sse_algorithm = "AES256"');
export const DENIED = '  attach_deny_insecure_transport_policy = true\n';

export const off = (lines: string) => lines.replaceAll('true', 'false');
/** A log bucket, and one that everybody can read. */
export const TARGET =
  'resource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n\nresource "aws_s3_bucket" "site" {\n  bucket = "acme-site"\n  acl    = "public-read"\n}\n\n';
export const DOCUMENT =
  'data "aws_iam_policy_document" "data" {\n  statement {\n    sid     = "read"\n    actions = ["s3:GetObject"]\n  }\n}\n\n';
