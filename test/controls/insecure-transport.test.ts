import assert from 'node:assert/strict';

import { controlById } from '../../controls/index.ts';
import { policyText } from '../../sandbox/aws/s3/make-bucket.ts';
import { ACCOUNT, BUCKET, bucketProblem, REGION } from '../builders/problem.ts';
import { answerOf } from './s3-answers.ts';
import { startStandIn } from './s3-stand-in.ts';

describe('The check of insecure transport', () => {
  for (const [partition, verdict] of [
    ['aws', 'fixed'],
    ['aws-cn', 'fixed'],
    ['aws-eusc', 'fixed'],
    ['aws-iso-f', 'fixed'],
    ['aws-moon', 'open'],
  ] as const) {
    it(`a policy that names the bucket in the partition ${partition} leaves it ${verdict}`, async () => {
      const body = policyText(BUCKET, 'denies-insecure').replaceAll(
        'arn:aws:',
        `arn:${partition}:`,
      );
      await using aws = await startStandIn({
        region: REGION,
        account: ACCOUNT,
        answer: ({ query }) =>
          query.startsWith('policy') ? { status: 200, body } : answerOf({}, query),
      });

      const look = await controlById('S3.InsecureTransport')?.verify(
        bucketProblem('S3.InsecureTransport'),
        aws.read,
      );

      assert.equal(look?.verdict, verdict, look?.summary);
    });
  }
});
