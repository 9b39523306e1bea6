/** A control changes settings that the file has already, where they are literals; everything else a model has to read. */
import assert from 'node:assert/strict';

import { written } from './written.ts';

const BUCKET = `resource "aws_s3_bucket" "archive" {
  bucket = "payments-archive"
  acl    = "private"
}
`;
const BLOCK = `
resource "aws_s3_bucket_public_access_block" "archive" {
  bucket = aws_s3_bucket.archive.id

  block_public_acls   = true
  block_public_policy = false
}
`;
const SUSPENDED = `
resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.id

  versioning_configuration {
    status     = "Suspended"
    mfa_delete = "Disabled"
  }
}
`;
const INLINE = `resource "aws_s3_bucket" "archive" {
  bucket = "payments-archive"

  versioning {
    enabled = false
  }
}
`;
const KEY = `resource "aws_kms_key" "archive" {
  description         = "archive"
  enable_key_rotation = false
}
`;
const CALL = `module "archive" {
  source  = "terraform-aws-modules/s3-bucket/aws"
  version = "4.1.2"

  bucket = "payments-archive"

  versioning = {
    enabled = false
  }
}
`;
const LOG_BUCKET = `Resources:
  Archive:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: payments-archive
      AccessControl: LogDeliveryWrite
`;

const TEMPLATE = `Resources:
  Archive:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: payments-archive
      PublicAccessBlockConfiguration:
        # as it was in 2019
        BlockPublicAcls: false
        IgnorePublicAcls: 'false'
      VersioningConfiguration: { Status: Suspended }
`;
const JSON_TEMPLATE = `{
  "Resources": {
    "Archive": {
      "Type": "AWS::S3::Bucket",
      "Properties": {
        "BucketName": "payments-archive",
        "VersioningConfiguration": { "Status": "Suspended" },
        "PublicAccessBlockConfiguration": {
          "BlockPublicAcls": true,
          "BlockPublicPolicy": false
        }
      }
    }
  }
}
`;

const ADDRESSES = { key: 'aws_kms_key.archive', bucket: 'aws_s3_bucket.archive' };

function addressIn(text: string): string {
  if (text.startsWith('module')) return 'module.archive';
  if (/^(?:Resources|\{)/.test(text)) return 'Archive';
  return text.includes('aws_kms_key') ? ADDRESSES.key : ADDRESSES.bucket;
}

async function changed(control: string, text: string, path: string): Promise<string | null> {
  const resourceName = 'payments-archive';
  return await written(control, { path, text, address: addressIn(text), resourceName });
}

describe('a control’s change of what the file has', () => {
  for (const [what, control, text, expected] of [
    [
      'turns on the flags of an access block that are off or missing',
      'S3.PublicAccess',
      BUCKET + BLOCK,
      BUCKET +
        BLOCK.replace('policy = false\n', 'policy = true\n').replace(
          /\}\n$/,
          '\n  ignore_public_acls      = true\n  restrict_public_buckets = true\n}\n',
        ),
    ],
    [
      'resumes versioning and leaves MFA delete as it is',
      'S3.MissingVersioning',
      BUCKET + SUSPENDED,
      BUCKET + SUSPENDED.replace('"Suspended"', '"Enabled"'),
    ],
    [
      'enables versioning inside of the bucket where it is switched off there',
      'S3.MissingVersioning',
      INLINE,
      INLINE.replace('false', 'true'),
    ],
    [
      'enables rotation that is switched off',
      'KMS.RotationDisabled',
      KEY,
      KEY.replace('false', 'true'),
    ],
    [
      'sets a key inside of the map that a module call gets',
      'S3.MissingVersioning',
      CALL,
      CALL.replace('false', 'true'),
    ],
  ] as const) {
    it(`${what}, and the validator accepts it`, async () => {
      assert.equal(await changed(control, text, 's3.tf'), expected);
    });
  }

  for (const [what, control, text, path, expected] of [
    [
      'turns on what a template switches off, and adds what is missing',
      'S3.PublicAccess',
      TEMPLATE,
      'stack.yaml',
      TEMPLATE.replace(
        "BlockPublicAcls: false\n        IgnorePublicAcls: 'false'",
        'BlockPublicPolicy: true\n        RestrictPublicBuckets: true\n        BlockPublicAcls: true\n        IgnorePublicAcls: true',
      ),
    ],
    [
      'resumes versioning in a map on one line',
      'S3.MissingVersioning',
      TEMPLATE,
      'stack.yaml',
      TEMPLATE.replace('Suspended', 'Enabled'),
    ],
    [
      'resumes versioning in JSON',
      'S3.MissingVersioning',
      JSON_TEMPLATE,
      'stack.json',
      JSON_TEMPLATE.replace('Suspended', 'Enabled'),
    ],
    [
      'adds to a map of JSON',
      'S3.PublicAccess',
      JSON_TEMPLATE,
      'stack.json',
      JSON_TEMPLATE.replace(
        '"BlockPublicAcls": true',
        '"IgnorePublicAcls": true,\n          "RestrictPublicBuckets": true,\n          "BlockPublicAcls": true',
      ).replace('"BlockPublicPolicy": false', '"BlockPublicPolicy": true'),
    ],
  ] as const) {
    it(`${what}, and the validator accepts it`, async () => {
      assert.equal(await changed(control, text, path), expected);
    });
  }

  it('a control’s own change adds a companion beside blocks that are generated for something else', async () => {
    const text = BUCKET.replace(
      '}',
      '\n  dynamic "cors_rule" {\n    for_each = var.rules\n    content {\n      allowed_methods = ["GET"]\n    }\n  }\n}',
    );
    const after = await changed('S3.MissingVersioning', text, 's3.tf');

    assert.match(after ?? '', /status = "Enabled"/);
  });

  it('a control’s own change adds an access block beside an ACL that is not public, in Terraform and in a template', async () => {
    const terraform = await changed('S3.PublicAccess', BUCKET, 's3.tf');
    const template = await changed('S3.PublicAccess', LOG_BUCKET, 'stack.yaml');

    assert.match(terraform ?? '', /acl {4}= "private"[^]*restrict_public_buckets = true\n\}\n$/);
    assert.match(template ?? '', /RestrictPublicBuckets: true[^]*AccessControl: LogDeliveryWrite/);
  });

  it('a control’s own change adds an access block to a bucket that stands on one line', async () => {
    const text = 'resource "aws_s3_bucket" "archive" { bucket = "payments-archive" }\n';
    const after = await changed('S3.PublicAccess', text, 's3.tf');

    assert.ok(
      after?.startsWith(`${text}\nresource "aws_s3_bucket_public_access_block"`),
      `${after}`,
    );
  });

  it('a control’s own change opens an empty block for an argument', async () => {
    const after = await changed(
      'KMS.RotationDisabled',
      'resource "aws_kms_key" "archive" {}\n',
      'k.tf',
    );

    assert.equal(after, 'resource "aws_kms_key" "archive" {\n  enable_key_rotation = true\n}\n');
  });

  for (const [what, control, text] of [
    ['a public ACL', 'S3.PublicAccess', BUCKET.replace('"private"', '"public-read"')],
    [
      'a public ACL of a separate block',
      'S3.PublicAccess',
      `${INLINE}\nresource "aws_s3_bucket_acl" "archive" {\n  bucket = aws_s3_bucket.archive.id\n  acl    = "public-read"\n}\n`,
    ],
    [
      'a flag that a variable gives',
      'S3.PublicAccess',
      BUCKET + BLOCK.replace('false', 'var.block_policy'),
    ],
    [
      'a flag with a comment behind it',
      'S3.PublicAccess',
      BUCKET + BLOCK.replace('false', 'false # the site needs it'),
    ],
    [
      'an access block of several buckets',
      'S3.PublicAccess',
      BUCKET +
        BLOCK.replace(
          'bucket = aws_s3_bucket.archive.id',
          'for_each = toset([aws_s3_bucket.archive.id, "other"])\n  bucket   = each.value',
        ),
    ],
    [
      'two versioning blocks inside of a bucket',
      'S3.MissingVersioning',
      INLINE.replace(
        '  versioning {',
        '  versioning {\n    enabled = false\n  }\n\n  versioning {',
      ),
    ],
    [
      'a public ACL of a template',
      'S3.PublicAccess',
      LOG_BUCKET.replace('LogDeliveryWrite', 'PublicRead'),
    ],
  ] as const) {
    it(`a control’s own change leaves ${what} to a model`, async () => {
      assert.equal(await changed(control, text, text.startsWith('R') ? 's.yaml' : 's3.tf'), null);
    });
  }
});
