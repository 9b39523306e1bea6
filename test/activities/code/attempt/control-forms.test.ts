/** A control writes the form that the versions of a folder know, and inputs of module calls in either syntax. */
import assert from 'node:assert/strict';

import type { SiblingFile } from '../../../../activities/code/validate/language.ts';
import { written } from './written.ts';

const BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const COUNTED = BUCKET.replace('{', '{\n  count  = 2').replace('-logs"', '-${count.index}"');
const OLD: SiblingFile = {
  path: 'versions.tf',
  text: 'terraform {\n  required_providers {\n    aws = "~> 3.27"\n  }\n}\n',
};
const LOCKED: SiblingFile = {
  path: '.terraform.lock.hcl',
  text: 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "3.60.0"\n}\n',
};
const OLDEST: SiblingFile = {
  path: 'versions.tf',
  text: 'terraform {\n  required_version = "~> 0.11.15"\n}\n',
};
const VERSIONED = '  bucket = "payments-logs"\n\n  versioning {\n    enabled = true\n  }\n}\n';
const CALL = {
  source: 'terraform-aws-modules/s3-bucket/aws',
  version: '4.1.2',
  bucket: 'payments-logs',
};
const call = (inputs: Readonly<Record<string, unknown>>) =>
  `${JSON.stringify({ module: { logs: { ...CALL, ...inputs } } }, null, 2)}\n`;
const json = (bucket: Readonly<Record<string, unknown>>) =>
  `${JSON.stringify({ resource: { aws_s3_bucket: { logs: { bucket: 'payments-logs', ...bucket } } } }, null, 2)}\n`;

const writtenTo = async (
  path: string,
  control: string,
  text: string,
  siblings: readonly SiblingFile[],
) => {
  const address = text.includes('"module"') ? 'module.logs' : 'aws_s3_bucket.logs';
  return (await written(control, { path, text, address, siblings })) ?? 'nothing';
};

describe('a control writes', () => {
  for (const [what, control, text, siblings, expected] of [
    ['versioning inside of a bucket', 'S3.MissingVersioning', BUCKET, [OLD], VERSIONED],
    ['it for the provider of a lock file', 'S3.MissingVersioning', BUCKET, [LOCKED], VERSIONED],
    ['it for Terraform 0.11', 'S3.MissingVersioning', BUCKET, [OLDEST], VERSIONED],
    [
      'it into a counted bucket',
      'S3.MissingVersioning',
      COUNTED,
      [OLD],
      '\n  versioning {\n    enabled = true\n  }\n}\n',
    ],
    [
      'encryption inside of a bucket',
      'S3.MissingEncryption',
      BUCKET,
      [OLD],
      '  server_side_encryption_configuration {\n    rule {\n      apply_server_side_encryption_by_default {\n        sse_algorithm = "AES256"\n',
    ],
    [
      'an access block beside a bucket of an old provider',
      'S3.PublicAccess',
      BUCKET,
      [OLD],
      '  bucket = aws_s3_bucket.logs.id\n',
    ],
    [
      'a reference in quotes for Terraform 0.11',
      'S3.PublicAccess',
      BUCKET,
      [OLDEST],
      '  bucket = "${aws_s3_bucket.logs.id}"\n',
    ],
    [
      'a provider in quotes where the bucket has it so',
      'S3.PublicAccess',
      BUCKET.replace('{', '{\n  provider = "aws.west"'),
      [OLDEST],
      '  provider = "aws.west"\n\n  bucket = "${aws_s3_bucket.logs.id}"\n',
    ],
    [
      'nothing for counted buckets of Terraform 0.11',
      'S3.PublicAccess',
      COUNTED,
      [OLDEST],
      'nothing',
    ],
  ] as const) {
    it(`${what} for ${control}, and the validator accepts it`, async () => {
      const after = await writtenTo('main.tf', control, text, siblings);

      assert.ok(after.includes(expected), after);
    });
  }

  for (const [what, control, text, siblings, expected] of [
    [
      'versioning inside of a bucket',
      'S3.MissingVersioning',
      json({}),
      [OLD],
      '"versioning": {\n          "enabled": true',
    ],
    [
      'a companion under the bucket’s provider',
      'S3.MissingVersioning',
      json({ provider: 'aws.west' }),
      [],
      '"provider": "aws.west",\n        "bucket": "${aws_s3_bucket.logs.id}"',
    ],
    [
      'a map as an input',
      'S3.MissingVersioning',
      call({}),
      [],
      '"versioning": {\n        "enabled": true\n      }',
    ],
    [
      'flags over other flags',
      'S3.PublicAccess',
      call({ block_public_acls: false, ignore_public_acls: 'false' }),
      [],
      '"block_public_acls": true,\n      "ignore_public_acls": true,',
    ],
    [
      'a switch as an input',
      'S3.InsecureTransport',
      call({}),
      [],
      '"attach_deny_insecure_transport_policy": true',
    ],
    [
      'nothing over an expression',
      'S3.PublicAccess',
      call({ block_public_acls: '${var.on}' }),
      [],
      'nothing',
    ],
    [
      'nothing over another map',
      'S3.MissingVersioning',
      call({ versioning: { enabled: false } }),
      [],
      'nothing',
    ],
  ] as const) {
    it(`${what} into Terraform's JSON for ${control}, and the validator accepts it`, async () => {
      const after = await writtenTo('main.tf.json', control, text, siblings);

      assert.ok(after.includes(expected), after);
    });
  }
});
