/** Changes that a control writes itself: the same validator judges them, and no model is asked. */
import assert from 'node:assert/strict';

import { draftFix } from '../../../../activities/code/draft-fix.ts';
import { activityInput } from '../../../builders/activity-input.ts';
import { memoryAttempts } from '../../../builders/memory-attempts.ts';
import { problem } from '../../../builders/problem.ts';
import { languages } from '../languages.ts';
import { memoryHost } from '../memory-host.ts';
import { codeDeps, runFix, scriptedModel } from '../run-fix.ts';
import type { Case } from '../run-fix.ts';
import { written } from './written.ts';

const BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const KEY = 'resource "aws_kms_key" "logs" {\n  description = "logs"\n}\n';
const TEMPLATE = `Resources:
  Logs:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: payments-logs
  Key:
    Type: AWS::KMS::Key
`;
const JSON_TEMPLATE = `${JSON.stringify(
  {
    Resources: {
      Logs: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'payments-logs' } },
      Key: { Type: 'AWS::KMS::Key' },
    },
  },
  null,
  2,
)}\n`;
const TF_JSON = `${JSON.stringify(
  {
    resource: {
      aws_s3_bucket: { logs: { bucket: 'payments-logs' } },
      aws_kms_key: { logs: { description: 'logs' } },
    },
  },
  null,
  2,
)}\n`;
const ONE: Case = { path: 'infra/s3.tf', source: BUCKET, fault: null, controlWrites: true };

describe('a control’s own change', () => {
  for (const [control, path, text, address, expected] of [
    ['S3.PublicAccess', 's3.tf', BUCKET, 'aws_s3_bucket.logs', /restrict_public_buckets = true/],
    ['S3.MissingVersioning', 's3.tf', BUCKET, 'aws_s3_bucket.logs', /status = "Enabled"/],
    ['S3.MissingEncryption', 's3.tf', BUCKET, 'aws_s3_bucket.logs', /sse_algorithm = "AES256"/],
    ['S3.PublicAccess', 's3.yaml', TEMPLATE, 'Logs', /RestrictPublicBuckets: true/],
    ['S3.MissingVersioning', 's3.yaml', TEMPLATE, 'Logs', /Status: Enabled/],
    ['S3.MissingEncryption', 's3.yaml', TEMPLATE, 'Logs', /SSEAlgorithm: AES256/],
    ['KMS.RotationDisabled', 'kms.tf', KEY, 'aws_kms_key.logs', /enable_key_rotation = true/],
    [
      'KMS.RotationDisabled',
      's3.yaml',
      TEMPLATE,
      'Key',
      /Properties:\n {6}EnableKeyRotation: true/,
    ],
  ] as const) {
    it(`${control} fixes ${path} without a model, and the validator accepts it`, async () => {
      assert.match((await written(control, { path, text, address })) ?? 'not written', expected);
    });
  }

  for (const [name, head, expected] of [
    [
      'count',
      'count = 2',
      ['  count = length(aws_s3_bucket.logs)', '', '  bucket = aws_s3_bucket.logs[count.index].id'],
    ],
    ['count by a flag', 'count = var.on ? 1 : 0', ['  count = length(aws_s3_bucket.logs)']],
    [
      'for_each',
      'for_each = toset(["a", "b"])',
      ['  for_each = aws_s3_bucket.logs', '', '  bucket = each.value.id'],
    ],
    [
      'a provider',
      'provider = aws.west',
      ['  provider = aws.west', '', '  bucket = aws_s3_bucket.logs.id'],
    ],
    [
      'both',
      'count    = 1\n  provider = aws.west',
      ['  count    = length(aws_s3_bucket.logs)', '  provider = aws.west'],
    ],
  ] as const) {
    it(`a bucket with ${name} gets as many blocks under the same provider`, async () => {
      const many = BUCKET.replace('{', `{\n  ${head}\n`).replace(
        'payments-logs',
        'payments-${var.x}',
      );
      const after = await written('S3.MissingVersioning', {
        path: 's3.tf',
        text: many,
        address: 'aws_s3_bucket.logs',
      });

      assert.ok(after?.includes(expected.join('\n')), after ?? 'not written');
    });
  }

  for (const [control, path, text, address, expected] of [
    [
      'S3.MissingVersioning',
      's3.json',
      JSON_TEMPLATE,
      'Logs',
      '"VersioningConfiguration": {\n          "Status": "Enabled"\n        }',
    ],
    ['S3.PublicAccess', 's3.json', JSON_TEMPLATE, 'Logs', '"RestrictPublicBuckets": true'],
    ['S3.MissingEncryption', 's3.json', JSON_TEMPLATE, 'Logs', '"SSEAlgorithm": "AES256"'],
    [
      'KMS.RotationDisabled',
      's3.json',
      JSON_TEMPLATE,
      'Key',
      '"Properties": {\n        "EnableKeyRotation": true\n      }',
    ],
    ['S3.MissingVersioning', 's3.tf.json', TF_JSON, 'aws_s3_bucket.logs', '"status": "Enabled"'],
    [
      'S3.PublicAccess',
      's3.tf.json',
      TF_JSON,
      'aws_s3_bucket.logs',
      '"bucket": "${aws_s3_bucket.logs.id}"',
    ],
    [
      'S3.MissingEncryption',
      's3.tf.json',
      TF_JSON,
      'aws_s3_bucket.logs',
      '"sse_algorithm": "AES256"',
    ],
    [
      'KMS.RotationDisabled',
      's3.tf.json',
      TF_JSON,
      'aws_kms_key.logs',
      '"enable_key_rotation": true',
    ],
    [
      'S3.MissingVersioning',
      's3.tf.json',
      TF_JSON.replace('"bucket"', '"count": 2, "bucket"'),
      'aws_s3_bucket.logs',
      '"count": "${length(aws_s3_bucket.logs)}"',
    ],
  ] as const) {
    it(`${control} fixes ${address} in ${path} in the file's own form, and the validator accepts ${expected.split(':')[0]}`, async () => {
      const after = await written(control, { path, text, address });

      assert.ok(after?.includes(expected), after ?? 'not written');
    });
  }

  it('a control’s own change keeps line ends, and a missing one at the end of the file', async () => {
    const text = BUCKET.replaceAll('\n', '\r\n').trimEnd();
    const after = await written('S3.PublicAccess', {
      path: 's3.tf',
      text,
      address: 'aws_s3_bucket.logs',
    });

    assert.match(after ?? '', /restrict_public_buckets = true\r\n\}$/);
  });

  for (const [name, text] of [
    ['a bucket with an ACL', BUCKET.replace('}', '  acl = "public-read"\n}')],
    ['a bucket of another Region', BUCKET.replace('{', '{\n  region = "eu-west-3"')],
    [
      'a bucket with a block whose flags a variable gives',
      `${BUCKET}resource "aws_s3_bucket_public_access_block" "x" {\n  bucket            = aws_s3_bucket.logs.id\n  block_public_acls = var.closed\n}\n`,
    ],
  ] as const) {
    it(`a control’s own change leaves ${name} to a model`, async () => {
      assert.equal(
        await written('S3.PublicAccess', { path: 's3.tf', text, address: 'aws_s3_bucket.logs' }),
        null,
        name,
      );
    });
  }

  it('a change that the control wrote is proposed without a model, and the pull request says who wrote it', async () => {
    const { prompts, attempts, last, published } = await runFix(ONE, languages);

    assert.deepEqual([prompts.length, last.status], [0, 'open']);
    assert.deepEqual(
      attempts.map(({ author, tokens, accepted }) => [author.kind, tokens.input, accepted]),
      [['control', 0, true]],
    );
    assert.match(published[0]?.body ?? '', /Written by the control itself, no model was asked/);
  });

  it('a control’s own change counts as an attempt when it is rejected, and the model is not told of it', async () => {
    // A block of that name is somebody else's.
    const other = 'resource "aws_s3_bucket" "other" {\n  bucket = "other"\n}\n';
    const block =
      'resource "aws_s3_bucket_public_access_block" "logs" {\n  bucket = aws_s3_bucket.other.id\n}\n';
    const one = { ...ONE, source: `${BUCKET}${other}${block}` };
    const tagged = { ...one, tags: { 'closeloop:block': 'aws_s3_bucket.logs' } };
    const { prompts, attempts } = await runFix(tagged, languages);

    assert.deepEqual([attempts[0]?.author.kind, attempts[0]?.accepted], ['control', false]);
    assert.equal(attempts[1]?.author.kind, 'model');
    assert.doesNotMatch(prompts[0] ?? '', /Your earlier answers/);
  });

  it('a control’s own change records the change that the control wrote, with its author and diff', async () => {
    const attempts = memoryAttempts();
    const { host } = memoryHost(ONE.path, ONE.source);
    const { bedrock } = scriptedModel(ONE);
    const deps = { ...codeDeps({ host, languages, bedrock, one: ONE }), attempts };
    await draftFix(deps, { ...activityInput, problem, attempts: [], mayAsk: true }, 1);
    const [kept] = await attempts.attempts('w');

    assert.deepEqual([kept?.author, kept?.calls, kept?.heard], [{ kind: 'control' }, 0, null]);
    assert.match(kept?.judged?.diff ?? '', /\+resource "aws_s3_bucket_public_access_block"/);
  });

  it('a control’s own change leaves the change to a model where the repository’s policy says so', async () => {
    const { prompts } = await runFix({ ...ONE, controlWrites: false }, languages);

    assert.equal(prompts.length, 1);
  });
});
