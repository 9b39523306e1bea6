import assert from 'node:assert/strict';

import { isRejection } from '../../../activities/code/validate/rejection.ts';
import { validate } from '../../../activities/code/validate/validate.ts';
import { readCorpus } from './corpus.ts';
import { languages } from './languages.ts';

/** Files whose bytes are not plain lines. */
const ODD = /bom|crlf|mixed|newline|tabs|diff-forms/;
const accepted = readCorpus().filter(({ id, expect }) => expect === 'accepted' && ODD.test(id));

describe('the corpus of answers', () => {
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

  // The proposal makes the bytes anew from the diff that was recorded.
  for (const { id, input } of accepted) {
    it(`${id}: the recorded diff is accepted again, with the same bytes`, async () => {
      const first = await validate(input, languages);
      assert.ok(!isRejection(first));
      const again = await validate({ ...input, answer: first.diff }, languages);

      assert.ok(!isRejection(again), JSON.stringify(again));
      assert.deepEqual(again.bytes, first.bytes);
      assert.equal(again.diff, first.diff);
    });
  }
});
