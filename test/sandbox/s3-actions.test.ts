import assert from 'node:assert/strict';

import { identifyS3 } from '../../sandbox/aws/gateway/identify/s3.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const CASES: readonly (readonly [string, string, string])[] = [
  ['GET /?x-id=ListBuckets', 'ListBuckets', 's3:ListAllMyBuckets'],
  ['PUT /b', 'CreateBucket', 's3:CreateBucket'],
  ['HEAD /b', 'HeadBucket', 's3:ListBucket'],
  ['DELETE /b', 'DeleteBucket', 's3:DeleteBucket'],
  ['GET /b?list-type=2&prefix=a', 'ListObjectsV2', 's3:ListBucket'],
  ['GET /b/?acl=', 'GetBucketAcl', 's3:GetBucketAcl'],
  ['GET /b?publicAccessBlock', 'GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ['PUT /b?publicAccessBlock', 'PutPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  ['DELETE /b?publicAccessBlock', 'DeletePublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  ['GET /b?encryption', 'GetBucketEncryption', 's3:GetEncryptionConfiguration'],
  ['PUT /b?encryption', 'PutBucketEncryption', 's3:PutEncryptionConfiguration'],
  ['DELETE /b?encryption', 'DeleteBucketEncryption', 's3:PutEncryptionConfiguration'],
  ['GET /b?policyStatus', 'GetBucketPolicyStatus', 's3:GetBucketPolicyStatus'],
  ['DELETE /b?tagging', 'DeleteBucketTagging', 's3:PutBucketTagging'],
  ['GET /b?lifecycle', 'GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration'],
  ['GET /b?versions', 'ListObjectVersions', 's3:ListBucketVersions'],
  ['POST /b?delete', 'DeleteObjects', 's3:DeleteObject'],
  ['GET /b/k', 'GetObject', 's3:GetObject'],
  ['GET /b/k?versionId=1', 'GetObject', 's3:GetObjectVersion'],
  ['HEAD /b/k', 'HeadObject', 's3:GetObject'],
  ['PUT /b/a/b?x-id=PutObject', 'PutObject', 's3:PutObject'],
  ['POST /b/k?uploads', 'CreateMultipartUpload', 's3:PutObject'],
  ['PUT /b/k?partNumber=1&uploadId=x', 'UploadPart', 's3:PutObject'],
  ['DELETE /b/k?uploadId=x', 'AbortMultipartUpload', 's3:AbortMultipartUpload'],
];

describe('the IAM action of an S3 request', () => {
  for (const [line, operation, action] of CASES) {
    it(`the IAM action of "${line}" is ${action}`, () => {
      const found = identifyS3(request(line));
      assert.equal(found.operation, operation);
      assert.deepEqual(found.actions, [action]);
    });
  }

  it('an upload with a lock and a legal hold needs an IAM action for each', () => {
    const { actions } = identifyS3(
      request('PUT /b/k', {
        'x-amz-object-lock-mode': 'COMPLIANCE',
        'x-amz-object-lock-legal-hold': 'ON',
      }),
    );
    assert.deepEqual(actions, ['s3:PutObject', 's3:PutObjectRetention', 's3:PutObjectLegalHold']);
  });

  it('the resource of an S3 request names bucket and key', () => {
    assert.equal(identifyS3(request('PUT /b/a%20b/c')).resource, 'arn:aws:s3:::b/a b/c');
  });

  for (const line of ['DELETE /b?replicationTime', 'PUT /b?policyStatus', 'POST /b']) {
    it(`the IAM action of "${line}" is unknown`, () => {
      assert.throws(() => identifyS3(request(line)), { name: 'NotImplemented' });
    });
  }
});

function request(line: string, headers: Record<string, string> = {}) {
  const [method = '', target = ''] = line.split(' ');
  const [path = '', search = ''] = target.split('?');
  const query = new URLSearchParams(search);
  return { method, path, search, query, headers, body: Buffer.alloc(0) };
}
