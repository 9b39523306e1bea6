import assert from 'node:assert/strict';

import { startCheckov } from '../../activities/code/checkov/checkov.ts';
import { secondOpinion } from '../../activities/code/checkov/second-opinion.ts';
import { openLanguages } from '../../activities/code/validate/languages.ts';
import { isRejection } from '../../activities/code/validate/rejection.ts';
import { validate } from '../../activities/code/validate/validate.ts';
import { checkovPython } from '../../sandbox/tools/index.ts';
import { readCorpus } from './corpus.ts';

describe('the second opinion', () => {
  const languages = openLanguages();
  after(() => languages.close());

  it('agrees with every answer of the corpus that the checks accept, but where it is known to err', async () => {
    const checkov = startCheckov(await checkovPython());
    const told = new Map<string, string>();
    for (const { id, input, expect } of readCorpus()) {
      if (expect !== 'accepted') continue;
      const result = await validate(input, languages);
      assert.ok('accepted' in result, id);
      const opinion = await secondOpinion(result, checkov);
      if (isRejection(opinion)) told.set(id, opinion.reason);
      else if (id.startsWith('terraform-json/')) assert.notEqual(opinion.checkov, 'agrees', id);
      else assert.equal(opinion.checkov, 'agrees', id);
    }
    await checkov.close();

    // It does not know that aws:kms:dsse is KMS, twice.
    assert.deepEqual([...told.keys()], ['terraform-kms/aes-to-dsse']);
  });

  it('is unavailable, and no agreement, with a Python that has no Checkov', async () => {
    const checkov = startCheckov('/bin/false');
    const files = { language: 'terraform', name: 'main.tf', before: '', after: '' } as const;
    const result = await checkov.scan(files);
    await checkov.close();

    assert.deepEqual(result, { unavailable: "Checkov's process ended with exit code 1" });
  });

  it('is unavailable with a Python that does not exist', async () => {
    const checkov = startCheckov('/nowhere/python');
    const files = { language: 'terraform', name: 'main.tf', before: '', after: '' } as const;
    const result = await checkov.scan(files);
    await checkov.close();

    assert.match('unavailable' in result ? result.unavailable : '', /could not be started/);
  });
});
