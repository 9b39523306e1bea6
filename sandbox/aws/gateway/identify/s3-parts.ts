/** By HTTP method: the operation and, where IAM's name differs, the action after a blank. */
export type Part = Readonly<Record<string, string>>;

export const BUCKET_PARTS: Readonly<Record<string, Part>> = {
  acl: { GET: 'GetBucketAcl', PUT: 'PutBucketAcl' },
  publicAccessBlock: {
    GET: 'GetPublicAccessBlock GetBucketPublicAccessBlock',
    PUT: 'PutPublicAccessBlock PutBucketPublicAccessBlock',
    DELETE: 'DeletePublicAccessBlock PutBucketPublicAccessBlock',
  },
  encryption: {
    GET: 'GetBucketEncryption GetEncryptionConfiguration',
    PUT: 'PutBucketEncryption PutEncryptionConfiguration',
    DELETE: 'DeleteBucketEncryption PutEncryptionConfiguration',
  },
  versioning: { GET: 'GetBucketVersioning', PUT: 'PutBucketVersioning' },
  versions: { GET: 'ListObjectVersions ListBucketVersions' },
  policy: { GET: 'GetBucketPolicy', PUT: 'PutBucketPolicy', DELETE: 'DeleteBucketPolicy' },
  policyStatus: { GET: 'GetBucketPolicyStatus' },
  tagging: {
    GET: 'GetBucketTagging',
    PUT: 'PutBucketTagging',
    DELETE: 'DeleteBucketTagging PutBucketTagging',
  },
  location: { GET: 'GetBucketLocation' },
  ownershipControls: {
    GET: 'GetBucketOwnershipControls',
    PUT: 'PutBucketOwnershipControls',
    DELETE: 'DeleteBucketOwnershipControls PutBucketOwnershipControls',
  },
  logging: { GET: 'GetBucketLogging', PUT: 'PutBucketLogging' },
  lifecycle: {
    GET: 'GetBucketLifecycleConfiguration GetLifecycleConfiguration',
    PUT: 'PutBucketLifecycleConfiguration PutLifecycleConfiguration',
    DELETE: 'DeleteBucketLifecycle PutLifecycleConfiguration',
  },
  notification: {
    GET: 'GetBucketNotificationConfiguration GetBucketNotification',
    PUT: 'PutBucketNotificationConfiguration PutBucketNotification',
  },
  'object-lock': {
    GET: 'GetObjectLockConfiguration GetBucketObjectLockConfiguration',
    PUT: 'PutObjectLockConfiguration PutBucketObjectLockConfiguration',
  },
  replication: {
    GET: 'GetBucketReplication GetReplicationConfiguration',
    PUT: 'PutBucketReplication PutReplicationConfiguration',
    DELETE: 'DeleteBucketReplication PutReplicationConfiguration',
  },
  cors: {
    GET: 'GetBucketCors GetBucketCORS',
    PUT: 'PutBucketCors PutBucketCORS',
    DELETE: 'DeleteBucketCors PutBucketCORS',
  },
  website: {
    GET: 'GetBucketWebsite',
    PUT: 'PutBucketWebsite',
    DELETE: 'DeleteBucketWebsite',
  },
  uploads: { GET: 'ListMultipartUploads ListBucketMultipartUploads' },
  delete: { POST: 'DeleteObjects DeleteObject' },
};

export const OBJECT_PARTS: Readonly<Record<string, Part>> = {
  acl: { GET: 'GetObjectAcl', PUT: 'PutObjectAcl' },
  tagging: {
    GET: 'GetObjectTagging',
    PUT: 'PutObjectTagging',
    DELETE: 'DeleteObjectTagging',
  },
  retention: { GET: 'GetObjectRetention', PUT: 'PutObjectRetention' },
  'legal-hold': { GET: 'GetObjectLegalHold', PUT: 'PutObjectLegalHold' },
  attributes: { GET: 'GetObjectAttributes' },
  uploads: { POST: 'CreateMultipartUpload PutObject' },
};
