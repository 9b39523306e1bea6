/** HashiCorp's own formatter, with which `terraform fmt` formats, leaves alone what a control writes into a formatted file. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { applyPatch } from 'diff';

import { writeChange } from '../../../../activities/code/attempt/write-change.ts';
import { openReaders } from '../../../../activities/code/validate/readers.ts';
import { goWitness } from '../../../../sandbox/tools/go-witness.ts';

const KEY = (inside: string) => `resource "aws_kms_key" "x" {\n${inside}}\n`;
const BUCKET = (inside: string) => `resource "aws_s3_bucket" "x" {\n${inside}}\n`;
const OLD = [
  '',
  'terraform {\n  required_providers {\n    aws = "~> 3.0"\n  }\n}\n\n',
  'terraform {\n  required_version = "~> 0.11.15"\n}\n\n',
];
const META = ['', '  count = 2\n\n', '  for_each = toset(["a"])\n\n', '  provider = aws.west\n\n'];
const INSIDE = [
  '',
  '  description = "logs"\n',
  '  deletion_window_in_days = 7\n  description             = "logs"\n',
  '  description = "logs" # a comment\n',
  '  # only a comment\n',
  '  tags = {\n    Name = "logs"\n  }\n',
  '  policy = <<EOT\n{}\nEOT\n',
  '  description = "logs"\n\n  lifecycle {\n    prevent_destroy = true\n  }\n',
];

const BUCKETS = OLD.flatMap((head) =>
  META.map((meta) => `${head}${BUCKET(`${meta}  bucket = "x"\n`)}`),
);

describe('a fix that a control writes', () => {
  const readers = openReaders();
  let formatter = '';
  before(async () => {
    formatter = await goWitness('hclfmt', () => {});
  });
  after(() => readers.close());

  const isFormatted = (text: string) =>
    execFileSync(formatter, { input: text, encoding: 'utf8' }) === text;

  for (const [control, sources] of [
    ['KMS.RotationDisabled', META.flatMap((meta) => INSIDE.map((one) => KEY(meta + one)))],
    ['S3.MissingVersioning', BUCKETS],
    ['S3.PublicAccess', BUCKETS],
    ['S3.MissingEncryption', BUCKETS],
  ] as const) {
    it(`for ${control} leaves a file as the formatter would`, async () => {
      let judged = 0;
      for (const before of sources) {
        if (!isFormatted(before)) continue;
        const address = control === 'KMS.RotationDisabled' ? 'aws_kms_key.x' : 'aws_s3_bucket.x';
        const target = { address, resourceName: 'x', tags: new Map<string, string>() };
        const about = { control, path: 'main.tf', source: Buffer.from(before), target };
        const diff = await writeChange(readers, about);
        // Terraform 0.11 cannot count what is made in the same run.
        if (diff === null && /"~> 0\.11/.test(before)) continue;
        assert.ok(diff !== null, before);
        const after = applyPatch(before, diff);
        assert.ok(after !== false && after !== before);
        assert.ok(isFormatted(after), after);
        judged += 1;
      }
      assert.ok(judged >= META.length, `${judged} of ${sources.length} were formatted before`);
    });
  }
});
