import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openLanguages } from '../../../activities/code/validate/languages.ts';
import { CliError } from '../../../console/cli/cli-error.ts';
import { fixPropose } from '../../../console/commands/fix-propose.ts';
import { MODEL } from '../../activities/code/attempt/questions.ts';
import { findingOf } from '../../activities/code/finding.ts';
import { scriptedModel } from '../../activities/code/run-fix.ts';

const BUCKET = { control: 'S3.8', type: 'AwsS3Bucket', id: 'arn:aws:s3:::payments-logs' };
const CALL = 'module "logs" {\n  source = "./bucket"\n  name   = "payments-logs"\n}\n';
const MODULE =
  'variable "name" {\n  type = string\n}\n\nresource "aws_s3_bucket" "logs" {\n  bucket = var.name\n}\n';

describe('closeloop fix propose with the folder of the source', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'closeloop-propose-'));
    mkdirSync(join(folder, 'bucket'));
    write('finding.json', JSON.stringify(findingOf(BUCKET)));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): void {
    writeFileSync(join(folder, name), text);
  }

  async function propose(path = 'infra/main.tf') {
    const { prompts, bedrock } = scriptedModel({ fault: null });
    const reply = await fixPropose({
      languages: openLanguages(),
      bedrock,
      model: MODEL,
      finding: join(folder, 'finding.json'),
      source: join(folder, 'main.tf'),
      path,
      target: null,
      siblings: folder,
    });
    return { json: JSON.stringify(reply.json), failed: reply.failed, prompts };
  }

  it('the model is not asked where a neighbour cannot be parsed', async () => {
    write('main.tf', 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n');
    write('broken.tf', 'resource {');
    const { json, failed, prompts } = await propose();

    assert.deepEqual([failed, prompts.length], [true, 0]);
    assert.match(json, /broken\.tf in the same folder does not parse/);
  });

  it('the model is asked about the file of the module that the source calls', async () => {
    write('main.tf', CALL);
    write('bucket/main.tf', MODULE);
    const { json, failed, prompts } = await propose();

    assert.equal(failed, false, json);
    assert.match(prompts[0] ?? '', /infra\/bucket\/main\.tf/);
    assert.match(json, /\+\+\+ b\/infra\/bucket\/main\.tf/);
  });

  it('a module that was not given is an error that says what to name', async () => {
    write('main.tf', CALL.replace('./bucket', '../bucket'));

    await assert.rejects(propose(), (error) => {
      assert.ok(error instanceof CliError);
      assert.match(error.message, /calls bucket, which was not given/);
      return true;
    });
  });
});
