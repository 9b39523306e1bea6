import assert from 'node:assert/strict';

import { validate } from '../../../../activities/code/validate/validate.ts';
import { readCorpus } from '../corpus.ts';
import { languages } from '../languages.ts';
import { gitApply } from './git-apply.ts';

describe('git apply', () => {
  const corpus = readCorpus();

  for (const { id, input, expect, git } of corpus.filter((one) => one.expect === 'accepted')) {
    it(`git apply makes the committed bytes of ${id} from the recomputed diff${git === undefined ? ' and from the answer' : ''}`, async () => {
      const result = await validate(input, languages);
      assert.ok('accepted' in result, expect);
      const path = input.paths[0] ?? '';

      assert.deepEqual(await gitApply(result.diff, path, input.source), result.bytes);
      const own = await gitApply(input.answer, path, input.source);
      if (git === undefined) assert.deepEqual(own, result.bytes);
      else if (git === 'refuses') assert.equal(own, null);
      else if (git === 'takes') assert.deepEqual(own, result.bytes);
      else assert.notDeepEqual(own, result.bytes);
    });
  }

  for (const { id, input } of corpus.filter(
    ({ git, expect }) => git === 'refuses' && expect !== 'accepted',
  )) {
    it(`git apply refuses ${id} too`, async () => {
      assert.equal(await gitApply(input.answer, input.paths[0] ?? '', input.source), null);
    });
  }
});
