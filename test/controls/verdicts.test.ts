import assert from 'node:assert/strict';

import { casesOf } from '../../controls/case.ts';
import { CONTROLS } from '../../controls/index.ts';
import { problemOf } from './problem.ts';
import { ACCOUNT, answerOf, BUCKET, REGION } from './s3-answers.ts';
import { startStandIn } from './s3-stand-in.ts';

for (const control of CONTROLS) {
  const cases = await casesOf(control.id);

  describe(`${control.id} says of a bucket`, () => {
    for (const { name, bucket, verdict } of cases) {
      it(`${name}: ${verdict}`, async () => {
        await using aws = await startStandIn({
          region: REGION,
          account: ACCOUNT,
          answer: ({ query }) => answerOf(bucket, query),
        });

        const look = await control.verify(problemOf(control.id), aws.read, async () => {});

        assert.equal(look.verdict, verdict, look.error ?? look.summary);
        assert.equal(look.error !== null, verdict === 'unknown');
        assert.equal(look.settings !== null, verdict === 'open' || verdict === 'fixed');
        assert.match(look.summary, new RegExp(BUCKET));
        const onBucket = aws.requests.filter(({ url }) => url.startsWith(`/${BUCKET}`));
        assert.deepEqual([...new Set(onBucket.map((r) => r.expectedOwner))], [ACCOUNT]);
      });
    }
  });
}
