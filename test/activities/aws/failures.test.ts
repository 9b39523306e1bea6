import assert from 'node:assert/strict';

import { ApplicationFailure } from '@temporalio/common';

import { callAws, mapAwsError, failure } from '../../../activities/aws/failures.ts';
import { awsError } from '../../builders/activity.ts';

const CASES: readonly (readonly [name: string, status: number | null, type: string])[] = [
  ['ThrottlingException', 400, 'Throttled'],
  ['TooManyRequestsException', 429, 'Throttled'],
  ['AutomationExecutionLimitExceededException', 400, 'Throttled'],
  ['SlowDown', 503, 'Throttled'],
  ['InternalServerError', 500, 'Unavailable'],
  ['TimeoutError', null, 'Unavailable'],
  ['ExpiredTokenException', 403, 'Unavailable'],
  ['AccessDeniedException', 400, 'AccessDenied'],
  ['AccessDenied', 403, 'AccessDenied'],
  ['InvalidAccessException', 401, 'AccessDenied'],
  ['NoSuchBucket', 404, 'ResourceNotFound'],
  ['AutomationExecutionNotFoundException', 400, 'ResourceNotFound'],
  ['InvalidDocument', 400, 'DocumentNotFound'],
  ['InvalidDocumentVersion', 400, 'DocumentNotFound'],
  ['ValidationException', 400, 'InvalidInput'],
  ['ExpiredToken', 400, 'Unavailable'],
  ['InvalidClientTokenId', 403, 'Unavailable'],
  ['UnrecognizedClientException', 400, 'Unavailable'],
  ['InvalidAccessKeyId', 403, 'Unavailable'],
  ['SignatureDoesNotMatch', 403, 'Unavailable'],
  ['RequestTimeTooSkewed', 403, 'Unavailable'],
  ['CredentialsProviderError', null, 'Unavailable'],
];

for (const [name, status, type] of CASES) {
  it(`the mapping of AWS errors calls ${name} (${status ?? 'no answer'}) ${type}`, () => {
    const failed = mapAwsError(awsError(name, status, 'said AWS'), 's3:PutObject to bucket b');
    assert(failed instanceof ApplicationFailure);
    assert.equal(failed.type, type);
    assert.equal(failed.nonRetryable, type !== 'Throttled' && type !== 'Unavailable');
    assert.match(failed.message, new RegExp(`^Tried s3:PutObject to bucket b: ${name} .*said AWS`));
  });
}

it('the mapping of AWS errors waits as long as AWS asks', () => {
  const throttled = Object.assign(awsError('ThrottlingException'), {
    $response: { headers: { 'retry-after': '30' } },
  });
  const failed = mapAwsError(throttled, 'x');
  assert(failed instanceof ApplicationFailure);
  assert.equal(failed.nextRetryDelay, 30_000);
});

it('the mapping of AWS errors leaves the wait to the retry policy when AWS names none', () => {
  const failed = mapAwsError(awsError('ThrottlingException'), 'x');
  assert(failed instanceof ApplicationFailure);
  assert.equal(failed.nextRetryDelay, undefined);
});

it('the mapping of AWS errors calls a refused connection Unavailable', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const failed = mapAwsError(refused, 'x');
  assert(failed instanceof ApplicationFailure);
  assert.equal(failed.type, 'Unavailable');
});

it('the mapping of AWS errors passes our own failures and bugs unchanged', async () => {
  const ours = failure('DocumentNotFound', 'no document');
  const bug = new TypeError('undefined is not a function');
  await assert.rejects(
    callAws('x', () => Promise.reject(ours)),
    (e) => e === ours,
  );
  await assert.rejects(
    callAws('x', () => Promise.reject(bug)),
    (e) => e === bug,
  );
});
