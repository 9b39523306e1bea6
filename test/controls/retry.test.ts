import assert from 'node:assert/strict';

import { controlById } from '../../controls/index.ts';
import { isTransient, withRetries } from '../../controls/retry.ts';
import { problemOf } from './problem.ts';
import { ACCOUNT, answerOf, error, REGION } from './s3-answers.ts';
import type { Answer } from './s3-answers.ts';
import { startStandIn } from './s3-stand-in.ts';

describe('A read that fails', () => {
  it('is tried again after 1 s and after 2 s when time heals the failure', async () => {
    const { waits, verdict, reads } = await lookWith([error(503, 'SlowDown'), null]);

    assert.deepEqual(waits, [1000, 2000]);
    assert.equal(reads, 3);
    assert.equal(verdict, 'fixed');
  });

  it('is given up after the third transient failure', async () => {
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
    it(`is not tried again when it says ${code}`, async () => {
      const { waits, reads, verdict, text } = await lookWith([error(status, code)]);

      assert.deepEqual([waits, reads, verdict], [[], 1, 'unknown']);
      assert.match(text, new RegExp(code));
    });
  }

  it('says so when nothing answers', async () => {
    const { verdict, text } = await lookWith([null, null, null]);

    assert.equal(verdict, 'unknown');
    assert.match(text, /GetBucketVersioning got no answer \(ECONNRESET\)/);
  });

  it('is tried again when throttled with a 4xx status', async () => {
    const { reads, verdict } = await lookWith([error(400, 'RequestTimeout')]);

    assert.deepEqual([reads, verdict], [2, 'fixed']);
  });
});

describe('A failure', () => {
  it('is transient when nothing answered', () => {
    assert.equal(isTransient(Object.assign(new Error('reset'), { code: 'ECONNRESET' })), true);
  });

  it('is transient for every 5xx answer', () => {
    assert.equal(isTransient({ $metadata: { httpStatusCode: 502 } }), true);
  });

  it('is final for what is no error of AWS at all', () => {
    assert.equal(isTransient(new TypeError('our own bug')), false);
    assert.equal(isTransient(null), false);
    assert.equal(isTransient('text'), false);
  });

  it('keeps its identity when it is given up', async () => {
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
  const look = await control.verify(problemOf('S3.MissingVersioning'), aws.read, async (ms) => {
    waits.push(ms);
  });
  return { waits, verdict: look.verdict, text: look.error ?? '', reads: aws.requests.length };
}
