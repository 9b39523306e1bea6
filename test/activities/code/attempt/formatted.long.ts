/** HashiCorp's own formatter, with which `terraform fmt` formats, leaves alone what a control writes into a formatted file. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { applyPatch } from 'diff';

import { writeChange } from '../../../../activities/code/attempt/write-change.ts';
import { openReaders } from '../../../../activities/code/validate/readers.ts';
import { hclfmt } from '../../../../sandbox/tools/hclfmt.ts';

const KEY = (inside: string) => `resource "aws_kms_key" "x" {\n${inside}}\n`;
const BUCKET = (inside: string) => `resource "aws_s3_bucket" "x" {\n${inside}}\n`;
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

describe('a fix that a control writes', () => {
  const readers = openReaders();
  let formatter = '';
  before(async () => {
    formatter = await hclfmt(() => {});
  });
  after(() => readers.close());

  const isFormatted = (text: string) =>
    execFileSync(formatter, { input: text, encoding: 'utf8' }) === text;

  for (const [control, sources] of [
    ['KMS.RotationDisabled', META.flatMap((meta) => INSIDE.map((one) => KEY(meta + one)))],
    ['S3.MissingVersioning', META.map((meta) => BUCKET(`${meta}  bucket = "x"\n`))],
    ['S3.PublicAccess', META.map((meta) => BUCKET(`${meta}  bucket = "x"\n`))],
    ['S3.MissingEncryption', META.map((meta) => BUCKET(`${meta}  bucket = "x"\n`))],
  ] as const) {
    it(`for ${control} leaves a file as the formatter would`, async () => {
      let judged = 0;
      for (const before of sources) {
        if (!isFormatted(before)) continue;
        const address = before
          .split('"')
          .slice(1, 4)
          .filter((_, at) => at !== 1)
          .join('.');
        const target = { address, resourceName: 'x', tags: new Map<string, string>() };
        const about = { control, path: 'main.tf', source: Buffer.from(before), target };
        const diff = await writeChange(readers, about);
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
