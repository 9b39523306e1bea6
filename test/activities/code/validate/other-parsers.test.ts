import assert from 'node:assert/strict';

import { validate } from '../../../../activities/code/validate/validate.ts';
import { readCorpus } from '../corpus.ts';
import { languages } from '../languages.ts';
import { surplusChanges } from './other-parsers.ts';

describe('other parsers of Terraform and CloudFormation', () => {
  it('python-hcl2 and PyYAML find that accepted answers change only allowed attributes of the target and its companions', async () => {
    const results = [];
    for (const { id, input, expect } of readCorpus()) {
      if (expect !== 'accepted') continue;
      const result = await validate(input, languages);
      assert.ok('accepted' in result, id);
      results.push({ name: id, control: input.control, result });
    }

    assert.deepEqual(await surplusChanges(results), []);
  });
});
