import assert from 'node:assert/strict';

import { controlById } from '../../controls/index.ts';
import { isTransient, withRetries } from '../../controls/retry.ts';
import { ACCOUNT, bucketProblem, REGION } from '../builders/problem.ts';
import { answerOf, error } from './s3-answers.ts';
import type { Answer } from './s3-answers.ts';
import { startStandIn } from './s3-stand-in.ts';

describe('A read that fails', () => {
  it('a read is tried again 1 s and 2 s after a transient error', async () => {
    const { waits, verdict, reads } = await lookWith([error(503, 'SlowDown'), null]);

    assert.deepEqual(waits, [1000, 2000]);
    assert.equal(reads, 3);
    assert.equal(verdict, 'fixed');
  });

  it('a read is given up after the third transient error', async () => {
    const slow = error(503, 'SlowDown');
    const { waits, verdict, reads, text } = await lookWith([slow, slow, slow, slow]);

    assert.deepEqual(waits, [1000, 2000]);
    assert.equal(reads, 3);
    assert.equal(verdict, 'unknown');
    assert.match(text, /GetBucketVersioning answered SlowDown \(503\)/);
  });

  for (const [status, code] of [
    [403, 'AccessDenied'],
    [301, 'PermanentRedirect'],
    [400, 'AuthorizationHeaderMalformed'],
    [400, 'ExpiredToken'],
  ] as const) {
    it(`a read is not tried again after ${code}`, async () => {
      const { waits, reads, verdict, text } = await lookWith([error(status, code)]);

      assert.deepEqual([waits, reads, verdict], [[], 1, 'unknown']);
      assert.match(text, new RegExp(code));
    });
  }

  it('the error of a read says when there was no response', async () => {
    const { verdict, text } = await lookWith([null, null, null]);

    assert.equal(verdict, 'unknown');
    assert.match(text, /GetBucketVersioning got no answer \(ECONNRESET\)/);
  });

  it('a read is tried again when throttled with a 4xx status', async () => {
    const { reads, verdict } = await lookWith([error(400, 'RequestTimeout')]);

    assert.deepEqual([reads, verdict], [2, 'fixed']);
  });
});

describe('A failure', () => {
  it('an error without a response is transient', () => {
    assert.equal(isTransient(Object.assign(new Error('reset'), { code: 'ECONNRESET' })), true);
  });

  it('every 5xx response is transient', () => {
    assert.equal(isTransient({ $metadata: { httpStatusCode: 502 } }), true);
  });

  it('an error that is not from AWS is final', () => {
    assert.equal(isTransient(new TypeError('our own bug')), false);
    assert.equal(isTransient(null), false);
    assert.equal(isTransient('text'), false);
  });

  it('a read that is given up throws the error of AWS itself', async () => {
    const failure = new Error('final');

    await assert.rejects(
      withRetries(() => Promise.reject(failure)),
      (thrown) => thrown === failure,
    );
  });
});

/** Verifies a versioned bucket whose first reads get `failures`. */
async function lookWith(failures: readonly (Answer | null)[]) {
  const left = [...failures];
  const waits: number[] = [];
  await using aws = await startStandIn({
    account: ACCOUNT,
    region: REGION,
    answer: ({ query }) => {
      const next = left.shift();
      return next === undefined ? answerOf({ versioning: 'Enabled' }, query) : next;
    },
  });
  const control = controlById('S3.MissingVersioning');
  assert.ok(control);
  const look = await control.verify(bucketProblem('S3.MissingVersioning'), aws.read, async (ms) => {
    waits.push(ms);
  });
  return { waits, verdict: look.verdict, text: look.error ?? '', reads: aws.requests.length };
}
