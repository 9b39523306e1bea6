import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { findingOf } from '../../activities/code/finding.ts';
import { isForPeople } from '../cli.ts';
import { closeloop } from '../shared-process.ts';

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
    const files = ['finding=finding.json', 'source=infra/main.tf', 'diff=answer.diff'];
    const words = files.flatMap((one) => {
      const [name = '', file = ''] = one.split('=');
      return more.includes(`--${name}`) ? [] : [`--${name}`, join(folder, file)];
    });
    return closeloop(['fix', 'check', ...words, ...more]);
  }

  async function judge(...more: readonly string[]) {
    const { code, stdout } = await run('--json', ...more);
    return { ...verdictSchema.parse(JSON.parse(stdout)), code };
  }

  it('fix check exits 0 for an answer that may be committed', async () => {
    const { code, accepted, check } = await judge('--path', 'infra/main.tf');

    assert.deepEqual({ code, accepted, check }, { code: 0, accepted: true, check: null });
  });

  it("fix check accepts the end of the source file's path when no path is given", async () => {
    assert.equal((await judge()).code, 0);
  });

  it('fix check exits 1 for a rejected answer, and names the check', async () => {
    const { code, accepted, check } = await judge('--path', 'other/main.tf');

    assert.deepEqual({ code, accepted, check }, { code: 1, accepted: false, check: 'file-scope' });
  });

  it('fix check exits 1 with a smaller limit of changed lines', async () => {
    const { code, check } = await judge('--max-changed-lines', '7');

    assert.deepEqual({ code, check }, { code: 1, check: 'size' });
  });

  it('fix check exits 2 when the source does not parse', async () => {
    const { code, judged } = await judge('--source', write('infra/main.tf', `${SOURCE}}\n`));

    assert.deepEqual({ code, judged }, { code: 2, judged: false });
  });

  it('fix check exits 2 when the source is too large', async () => {
    const large = `${SOURCE}# ${'x'.repeat(600_000)}\n`;
    const { code, judged, reason } = await judge('--source', write('infra/main.tf', large));

    assert.deepEqual({ code, judged }, { code: 2, judged: false });
    assert.match(reason, /bytes/);
  });

  it('fix check exits 2 when the target is not in the source', async () => {
    const { code, reason } = await judge('--target', 'aws_s3_bucket.nothing');

    assert.equal(code, 2);
    assert.match(reason, /aws_s3_bucket\.nothing/);
  });

  it('fix check exits 2 when no control covers the finding', async () => {
    const other = write('other.json', JSON.stringify(findingOf({ ...BUCKET, control: 'S3.99' })));

    assert.equal((await judge('--finding', other)).code, 2);
  });

  for (const [what, words] of [
    ['a file that does not exist', ['--diff', '/nowhere/answer.diff']],
    ['a finding that is no JSON', ['--finding', import.meta.filename]],
    ['an unknown option', ['--nothing']],
    ['a limit that is no number', ['--max-changed-lines', 'many']],
  ] as const) {
    it(`fix check exits 2 for ${what}, and says what to do`, async () => {
      const ran = await run('--json', ...words);

      assert.equal(ran.code, 2);
      assert.ok(isForPeople(ran), ran.stderr);
      assert.match(ran.stdout, /^\{"error":\{/);
    });
  }

  it('fix check accepts an event that carries the finding', async () => {
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

  it('fix check judges many cases in one call, one line each', async () => {
    const facts = { source: 'infra/main.tf', path: 'infra/main.tf' };
    write('case.json', JSON.stringify(facts));
    const { code, stdout } = await closeloop(['fix', 'check', folder, folder, '--json']);

    assert.equal(code, 0);
    assert.equal(stdout.trimEnd().split('\n').length, 2);
  });

  it('fix check judges the other cases of a call when one cannot be used, and exits 2', async () => {
    write('case.json', JSON.stringify({ source: 'infra/main.tf', path: 'infra/main.tf' }));
    const words = ['fix', 'check', '/nowhere', folder, '--json'];
    const { code, stdout } = await closeloop(words);
    const verdicts = stdout
      .trimEnd()
      .split('\n')
      .map((line) => verdictSchema.parse(JSON.parse(line)));

    assert.equal(code, 2);
    assert.deepEqual(
      verdicts.map(({ accepted, judged }) => [accepted, judged]),
      [
        [false, false],
        [true, true],
      ],
    );
    assert.match(verdicts[0]?.reason ?? '', /\/nowhere\/case\.json/);
  });

  it('fix check reads the neighbours of the source from --siblings', async () => {
    write('infra/other.tf', 'module "settings" {\n  source = "../x"\n  bucket = "payments-logs"\n');
    const words = ['--path', 'infra/main.tf', '--siblings', join(folder, 'infra')];

    const { code, judged, reason } = await judge(...words);

    assert.deepEqual({ code, judged }, { code: 2, judged: false });
    assert.match(reason, /other\.tf in the same folder does not parse/);
  });

  it('fix check reads the folder siblings of a case', async () => {
    write('case.json', JSON.stringify({ source: 'infra/main.tf', path: 'infra/main.tf' }));
    write('siblings/broken.tf', 'module "settings" {\n');

    const { code } = await closeloop(['fix', 'check', folder, '--json']);

    assert.equal(code, 2);
  });

  it('fix check needs files or folders', async () => {
    const ran = await closeloop(['fix', 'check']);

    assert.equal(ran.code, 2);
    assert.ok(isForPeople(ran), ran.stderr);
  });

  it('fix check shows the offending line and the hint for the model', async () => {
    const wrong = DIFF.replace(
      '+  block_public_acls       = true',
      '+  block_public_acls       = false',
    );
    const { code, stdout: out } = await run('--diff', write('wrong.diff', wrong));

    assert.equal(code, 1);
    assert.match(out, /rejected by effect \(NOT_FIXED\)/);
    assert.match(out, /Next attempt: /);
  });

  it('fix check shows no control characters of an answer', async () => {
    const { stdout } = await run('--diff', write('escape.diff', `\u001b[31m${DIFF}`));

    assert.match(stdout, /CONTROL_CHARACTER/);
    assert.ok(!stdout.includes('\u001b'));
  });

  it('fix check shows no control sequences of a source', async () => {
    const comment = '# \u001b]0;evil\u0007 \u202Eold';
    write('infra/main.tf', `${comment}\n${SOURCE}`);
    const diff = DIFF.replace('@@ -3,1 +3,9 @@', '@@ -1,4 +1,12 @@').replace(
      '\n }\n',
      `\n ${comment}\n${SOURCE.trimEnd().replaceAll(/^/gm, ' ')}\n`,
    );
    const text = await run('--diff', write('same.diff', diff));
    const zero = await run('--diff', write('zero.diff', DIFF.replace('-3,1 +3', '-4,1 +4')));

    for (const { stdout } of [text, zero]) {
      assert.doesNotMatch(stdout, /[^\P{Cc}\n]|\p{Cf}/u);
    }
    assert.deepEqual([text.code, zero.code], [1, 0]);
  });
});
