import assert from 'node:assert/strict';

import { openLanguages } from '../../activities/code/validate/languages.ts';
import { isRejection } from '../../activities/code/validate/rejection.ts';
import { validate } from '../../activities/code/validate/validate.ts';
import { readCorpus } from './corpus.ts';

describe('the corpus of answers', () => {
  const languages = openLanguages();
  after(() => languages.close());

  for (const { id, input, expect, why, unjudged } of readCorpus()) {
    it(`${id} is ${expect}: ${why}`, async () => {
      const result = await validate(input, languages);

      const told = isRejection(result) ? `${result.check}/${result.code}` : 'accepted';
      assert.equal(
        told,
        expect,
        isRejection(result) ? `${result.reason} ${result.line?.text}` : '',
      );
      if (isRejection(result)) assert.equal(result.follow === 'unjudged', unjudged ?? false);
    });
  }
});
