import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { runFixCheck } from '../../console/fix.ts';
import { findingOf } from '../code/finding.ts';

const SOURCE = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const BLOCK = `
resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`;
const DIFF = `--- a/infra/main.tf\n+++ b/infra/main.tf\n@@ -3,1 +3,9 @@\n }\n${BLOCK.trimEnd()
  .split('\n')
  .map((line) => `+${line}\n`)
  .join('')}`;
const BUCKET = { control: 'S3.8', type: 'AwsS3Bucket', id: 'arn:aws:s3:::payments-logs' };

const verdictSchema = z.object({
  accepted: z.boolean(),
  judged: z.boolean(),
  check: z.string().nullable(),
  code: z.string().nullable(),
  reason: z.string(),
});

describe('closeloop fix check', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'closeloop-fix-'));
    write('infra/main.tf', SOURCE);
    write('answer.diff', DIFF);
    write('finding.json', JSON.stringify(findingOf(BUCKET)));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  async function run(...more: readonly string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const files = ['finding=finding.json', 'source=infra/main.tf', 'diff=answer.diff'];
    const words = files.flatMap((one) => {
      const [name = '', file = ''] = one.split('=');
      return more.includes(`--${name}`) ? [] : [`--${name}`, join(folder, file)];
    });
    const print = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
    const code = await runFixCheck([...words, ...more], print);
    return { code, out: out.join(''), err: err.join('') };
  }

  async function judge(...more: readonly string[]) {
    const { code, out } = await run('--json', ...more);
    return { ...verdictSchema.parse(JSON.parse(out)), code };
  }

  it('exits 0 for an answer that may be committed', async () => {
    const { code, accepted, check } = await judge('--path', 'infra/main.tf');

    assert.deepEqual({ code, accepted, check }, { code: 0, accepted: true, check: null });
  });

  it('takes the end of the source file as its path when none is given', async () => {
    assert.equal((await judge()).code, 0);
  });

  it('exits 1 for an answer that is rejected, and names the check', async () => {
    const { code, accepted, check } = await judge('--path', 'other/main.tf');

    assert.deepEqual({ code, accepted, check }, { code: 1, accepted: false, check: 'file-scope' });
  });

  it('exits 1 with a smaller limit of changed lines', async () => {
    const { code, check } = await judge('--max-changed-lines', '7');

    assert.deepEqual({ code, check }, { code: 1, check: 'size' });
  });

  it('exits 2 when the source does not parse', async () => {
    const { code, judged } = await judge('--source', write('infra/main.tf', `${SOURCE}}\n`));

    assert.deepEqual({ code, judged }, { code: 2, judged: false });
  });

  it('exits 2 when the source is too large', async () => {
    const large = `${SOURCE}# ${'x'.repeat(600_000)}\n`;
    const { code, judged, reason } = await judge('--source', write('infra/main.tf', large));

    assert.deepEqual({ code, judged }, { code: 2, judged: false });
    assert.match(reason, /bytes/);
  });

  it('exits 2 when the target is not in the source', async () => {
    const { code, reason } = await judge('--target', 'aws_s3_bucket.nothing');

    assert.equal(code, 2);
    assert.match(reason, /aws_s3_bucket\.nothing/);
  });

  it('exits 2 when no control of ours covers the finding', async () => {
    const other = write('other.json', JSON.stringify(findingOf({ ...BUCKET, control: 'S3.99' })));

    assert.equal((await judge('--finding', other)).code, 2);
  });

  for (const [what, words] of [
    ['a file that does not exist', ['--diff', '/nowhere/answer.diff']],
    ['a finding that is no JSON', ['--finding', import.meta.filename]],
    ['an unknown option', ['--nothing']],
    ['a limit that is no number', ['--max-changed-lines', 'many']],
  ] as const) {
    it(`exits 2 for ${what}, and says what to do`, async () => {
      const { code, out, err } = await run('--json', ...words);

      assert.equal(code, 2);
      assert.match(err, /What to do:/);
      assert.match(out, /^\{"error":\{/);
    });
  }

  it('takes an event that carries the finding', async () => {
    const event = {
      version: '0',
      id: '0a1b2c3d-0000-4000-8000-000000000002',
      'detail-type': 'Security Hub Findings - Imported',
      source: 'aws.securityhub',
      account: '222233334444',
      time: '2026-01-01T00:00:00Z',
      region: 'eu-west-1',
      resources: [],
      detail: { findings: [findingOf(BUCKET)] },
    };
    const file = write('event.json', JSON.stringify(event));

    assert.equal((await judge('--finding', file)).code, 0);
  });

  it('judges many cases in one call, one line each', async () => {
    const facts = { source: 'infra/main.tf', path: 'infra/main.tf' };
    write('case.json', JSON.stringify(facts));
    const lines: string[] = [];
    const print = { out: (text: string) => lines.push(text), err: assert.fail };
    const code = await runFixCheck([folder, folder, '--json'], print);

    assert.equal(code, 0);
    assert.equal(lines.length, 2);
  });

  it('shows people the offending line and what the model is told', async () => {
    const wrong = DIFF.replace(
      '+  block_public_acls       = true',
      '+  block_public_acls       = false',
    );
    const { code, out } = await run('--diff', write('wrong.diff', wrong));

    assert.equal(code, 1);
    assert.match(out, /rejected by effect \(NOT_FIXED\)/);
    assert.match(out, /Next attempt: /);
  });

  it('shows no control characters of an answer', async () => {
    const { out } = await run('--diff', write('escape.diff', `\u001b[31m${DIFF}`));

    assert.match(out, /CONTROL_CHARACTER/);
    assert.ok(!out.includes('\u001b[31m'));
  });
});
