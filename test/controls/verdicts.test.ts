import assert from 'node:assert/strict';

import type { Case } from '../../controls/case.ts';
import { casesOf } from '../../controls/case.ts';
import { CONTROLS } from '../../controls/index.ts';
import { ACCOUNT, BUCKET, bucketProblem, keyProblem, REGION } from '../builders/problem.ts';
import { kmsAnswerOf } from './kms-answers.ts';
import type { Answer } from './s3-answers.ts';
import { answerOf } from './s3-answers.ts';
import { startStandIn } from './s3-stand-in.ts';

for (const control of CONTROLS) {
  const cases = await casesOf(control.id);

  describe(`${control.id} says of a ${control.resourceType === 'AwsKmsKey' ? 'key' : 'bucket'}`, () => {
    for (const one of cases) {
      it(`${one.name}: ${one.verdict}`, async () => {
        await using aws = await startStandIn({
          region: REGION,
          account: ACCOUNT,
          answer: ({ query }) => answerTo(one, query),
        });
        const problem = one.key ? keyProblem(control.id) : bucketProblem(control.id);

        const look = await control.verify(problem, aws.read, async () => {});

        assert.equal(look.verdict, one.verdict, look.error ?? look.summary);
        assert.equal(look.error !== null, one.verdict === 'unknown');
        assert.equal(look.settings !== null, one.verdict === 'open' || one.verdict === 'fixed');
        assert.match(look.summary, new RegExp(problem.resource.name));
        if (one.key) return;
        const onBucket = aws.requests.filter(({ url }) => url.startsWith(`/${BUCKET}`));
        assert.deepEqual([...new Set(onBucket.map((r) => r.expectedOwner))], [ACCOUNT]);
      });
    }
  });
}

function answerTo({ key, bucket }: Case, query: string): Answer {
  return key ? kmsAnswerOf(key, query.replace('kms:', '')) : answerOf(bucket, query);
}
