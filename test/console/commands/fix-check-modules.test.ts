/** `fix check` follows a call of a local module to the module's own file. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { findingOf } from '../../activities/code/finding.ts';
import { closeloop } from '../shared-process.ts';

const BUCKET = { control: 'S3.8', type: 'AwsS3Bucket', id: 'arn:aws:s3:::payments-logs' };
const CALL = 'module "logs" {\n  source = "./modules/bucket"\n  name   = "payments-logs"\n}\n';
const MODULE =
  'variable "name" {\n  type = string\n}\n\nresource "aws_s3_bucket" "logs" {\n  bucket = var.name\n}\n';
const IN_MODULE = `--- a/infra/modules/bucket/main.tf
+++ b/infra/modules/bucket/main.tf
@@ -7,1 +7,9 @@
 }
+
+resource "aws_s3_bucket_public_access_block" "logs" {
+  bucket                  = aws_s3_bucket.logs.id
+  block_public_acls       = true
+  block_public_policy     = true
+  ignore_public_acls      = true
+  restrict_public_buckets = true
+}
`;
const verdictSchema = z.object({ check: z.string().nullable(), reason: z.string() });

describe('closeloop fix check of a source that calls a module by its path', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'closeloop-fix-'));
    write('finding.json', JSON.stringify(findingOf(BUCKET)));
    write('answer.diff', IN_MODULE);
    write('infra/main.tf', CALL);
    write('infra/modules/bucket/main.tf', MODULE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  async function judge(path: readonly string[] = ['--path', 'infra/main.tf']) {
    const [finding, source] = [join(folder, 'finding.json'), join(folder, 'infra/main.tf')];
    const files = ['--finding', finding, '--source', source, '--diff', join(folder, 'answer.diff')];
    const words = [
      'fix',
      'check',
      ...files,
      '--siblings',
      join(folder, 'infra'),
      ...path,
      '--json',
    ];
    const { code, stdout } = await closeloop(words);
    return { ...verdictSchema.parse(JSON.parse(stdout)), code };
  }

  it('fix check accepts a change of the module’s own file within the folder of --siblings', async () => {
    const { code, reason } = await judge();

    assert.equal(code, 0, reason);
    assert.match(reason, /aws_s3_bucket\.logs is fixed/);
  });

  it('fix check knows the module’s file by the end of its path where no path is given', async () => {
    write('answer.diff', IN_MODULE.replaceAll('infra/modules', 'modules'));

    const { code, reason } = await judge([]);

    assert.equal(code, 0, reason);
  });

  it('fix check refuses a change of the file with the call', async () => {
    write('answer.diff', IN_MODULE.replaceAll('infra/modules/bucket/main.tf', 'infra/main.tf'));

    const { code, check } = await judge();

    assert.deepEqual([code, check], [1, 'file-scope']);
  });

  it('fix check leaves a module that is called twice to people, and names the callers', async () => {
    write('infra/other.tf', CALL.replace('"logs"', '"other"').replace('payments-logs', 'other'));

    const { code, reason } = await judge();

    assert.equal(code, 2);
    assert.match(
      reason,
      /called 2 times, in infra\/main\.tf, infra\/other\.tf|infra\/other\.tf, infra/,
    );
  });

  it('fix check does not judge a module that was not given', async () => {
    write('infra/main.tf', CALL.replace('./modules', '../modules'));

    const { code, reason } = await judge();

    assert.equal(code, 2);
    assert.match(reason, /calls modules\/bucket, which was not given/);
  });

  it('fix check does not judge a module of which a file is a link', async () => {
    symlinkSync(write('elsewhere.tf', ''), join(folder, 'infra/modules/bucket/more.tf'));

    const { code, reason } = await judge();

    assert.equal(code, 2);
    assert.match(reason, /more\.tf is no file/);
  });
});
