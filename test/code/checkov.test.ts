import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import { startCheckov } from '../../activities/code/checkov/checkov.ts';
import type { Checkov } from '../../activities/code/checkov/checkov.ts';
import { secondOpinion } from '../../activities/code/checkov/second-opinion.ts';
import { openLanguages } from '../../activities/code/validate/languages.ts';
import { isRejection } from '../../activities/code/validate/rejection.ts';
import { validate } from '../../activities/code/validate/validate.ts';
import { checkovPython } from '../../sandbox/tools/index.ts';
import { readCorpus } from './corpus.ts';

const MODULE = new URL('../../activities/code/checkov/checkov.ts', import.meta.url).href;
const UNREAD = { unavailable: "Checkov does not judge Terraform's JSON syntax" };

describe('the second opinion', () => {
  const languages = openLanguages();
  after(() => languages.close());

  const started: Checkov[] = [];
  const start = (python: string) => {
    const checkov = startCheckov(python);
    started.push(checkov);
    return checkov;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((checkov) => checkov.close()));
  });

  it('agrees with every answer of the corpus that the checks accept, but where it is known to err', async () => {
    const checkov = start(await checkovPython());
    const told = new Map<string, string>();
    for (const { id, input, expect } of readCorpus()) {
      if (expect !== 'accepted') continue;
      const result = await validate(input, languages);
      assert.ok('accepted' in result, id);
      const opinion = await secondOpinion(result, checkov);
      if (isRejection(opinion)) told.set(id, opinion.reason);
      else if (result.path.endsWith('.tf.json')) assert.deepEqual(opinion.checkov, UNREAD, id);
      else assert.equal(opinion.checkov, 'agrees', id);
    }

    // It does not know that aws:kms:dsse is KMS, in two layers, nor what !false is.
    const mistaken = [
      'terraform-kms/aes-to-dsse',
      'terraform-rich-kms/dsse',
      'terraform-website/flag-expression',
    ];
    assert.deepEqual([...told.keys()], mistaken);
  });

  it('keeps no process alive that forgets to close it', async () => {
    const program = `
      const { startCheckov } = await import(${JSON.stringify(MODULE)});
      const checkov = startCheckov(${JSON.stringify(await checkovPython())});
      const files = { language: 'terraform', name: 'main.tf', before: '', after: '' };
      console.log(JSON.stringify(await checkov.scan(files)));`;
    const node = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
      timeout: 50_000,
    });

    assert.equal(node.status, 0, node.stderr);
    assert.match(node.stdout, /"before"/);
  });

  it('is unavailable, and no agreement, with a Python that has no Checkov', async () => {
    const checkov = start('/bin/false');
    const files = { language: 'terraform', name: 'main.tf', before: '', after: '' } as const;
    const result = await checkov.scan(files);

    assert.deepEqual(result, { unavailable: "Checkov's process ended with exit code 1" });
  });

  it('is unavailable with a Python that does not exist', async () => {
    const checkov = start('/nowhere/python');
    const files = { language: 'terraform', name: 'main.tf', before: '', after: '' } as const;
    const result = await checkov.scan(files);

    assert.match('unavailable' in result ? result.unavailable : '', /could not be started/);
  });
});
