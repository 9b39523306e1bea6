import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import type { PutObjectCommandInput, S3 } from '@aws-sdk/client-s3';

import { evidenceInS3 } from '../../../activities/verify/evidence.ts';
import { redact } from '../../../activities/verify/redact.ts';
import { awsError, failing } from '../../builders/activity.ts';

it('evidence redacts credentials at any depth and in any spelling', () => {
  const redacted = redact({
    a: [{ Credentials: { AccessKeyId: 'AKIA', SecretAccessKey: 's', SessionToken: 't' } }],
    headers: { authorization: 'AWS4', Authorization: { nested: 'AWS4' } },
    sessionToken: null,
    kept: 'AccessKeyId',
  });
  assert.deepEqual(redacted, {
    a: [
      {
        Credentials: {
          AccessKeyId: '[REDACTED]',
          SecretAccessKey: '[REDACTED]',
          SessionToken: '[REDACTED]',
        },
      },
    ],
    headers: { authorization: '[REDACTED]', Authorization: '[REDACTED]' },
    sessionToken: '[REDACTED]',
    kept: 'AccessKeyId',
  });
});

it('evidence keeps dates, bytes and large numbers as text, and of live objects only the name', () => {
  class Stream {
    secret = 'x';
  }
  assert.deepEqual(
    redact({
      date: new Date(0),
      never: new Date(Number.NaN),
      bytes: new Uint8Array([1, 2]),
      big: 12n,
      body: new Stream(),
      call: () => 1,
      list: [undefined, 1],
    }),
    {
      date: '1970-01-01T00:00:00.000Z',
      never: null,
      bytes: 'AQI=',
      big: '12',
      body: '[Stream]',
      call: undefined,
      list: [null, 1],
    },
  );
});

it('evidence stores canonical bytes once and answers their hash', async () => {
  const puts: PutObjectCommandInput[] = [];
  const s3 = fakeS3(async (input) => puts.push(input));
  const ref = await evidenceInS3(s3, 'evidence-bucket').keep('wf', 'v-1', {
    b: 1,
    a: { SessionToken: 't' },
  });
  const [put] = puts;
  const body = put?.Body;
  assert(body instanceof Uint8Array);
  assert.equal(Buffer.from(body).toString(), '{"a":{"SessionToken":"[REDACTED]"},"b":1}');
  const digest = createHash('sha256').update(body).digest();
  assert.deepEqual(ref, {
    bucket: 'evidence-bucket',
    key: 'evidence/wf/v-1.json',
    sha256: digest.toString('hex'),
  });
  assert.equal(put?.ChecksumSHA256, digest.toString('base64'));
  assert.equal(put?.IfNoneMatch, '*');
});

it('evidence fails retryably while the store is away, for good when it is forbidden', async () => {
  const away = evidenceInS3(fakeS3(failing(awsError('ServiceUnavailable', 503))), 'e');
  await assert.rejects(away.keep('w', 'v', {}), { type: 'Unavailable', nonRetryable: false });
  const forbidden = evidenceInS3(fakeS3(failing(awsError('AccessDenied', 403))), 'e');
  await assert.rejects(forbidden.keep('w', 'v', {}), { type: 'AccessDenied', nonRetryable: true });
});

function fakeS3(putObject: (input: PutObjectCommandInput) => Promise<unknown>): S3 {
  return { putObject } as unknown as S3;
}
