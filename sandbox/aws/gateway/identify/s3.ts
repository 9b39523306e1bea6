import { notImplemented } from '../aws-error.ts';
import type { WireRequest } from '../wire.ts';
import type { Call } from './call.ts';
import { BUCKET_PARTS, OBJECT_PARTS, type Part } from './s3-parts.ts';

/**
 * Operation and IAM actions of a path-style S3 request. IAM's names often differ from the API's:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function identifyS3(request: WireRequest): Omit<Call, 'region'> {
  const [bucket = '', ...key] = request.path.slice(1).split('/').map(decodeURIComponent);
  const name = key.join('/');
  const found = bucket === '' ? LIST_BUCKETS : name === '' ? onBucket(request) : onObject(request);
  const resource = bucket === '' ? '*' : `arn:aws:s3:::${bucket}${name && `/${name}`}`;
  return {
    protocol: 'rest-xml',
    service: 's3',
    operation: found.operation,
    actions: found.actions.map((action) => `s3:${action}`),
    resource,
    input: {},
  };
}

interface Found {
  readonly operation: string;
  readonly actions: readonly string[];
}

const LIST_BUCKETS: Found = { operation: 'ListBuckets', actions: ['ListAllMyBuckets'] };

/** Query parameters that qualify an operation but do not choose it. */
const MODIFIERS =
  /^(x-id|list-type|prefix|delimiter|marker|max-keys|max-parts|max-uploads|max-buckets|continuation-token|start-after|fetch-owner|encoding-type|key-marker|version-id-marker|upload-id-marker|part-number-marker|versionId|bucket-region|id|x-amz-.*|response-.*|partNumber|uploadId)$/i;

function onBucket(request: WireRequest): Found {
  const part = partOf(request, BUCKET_PARTS);
  if (part) return chosen(request, part);
  switch (request.method) {
    case 'GET':
      return {
        operation: request.query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects',
        actions: ['ListBucket'],
      };
    case 'HEAD':
      return { operation: 'HeadBucket', actions: ['ListBucket'] };
    case 'PUT':
      return { operation: 'CreateBucket', actions: ['CreateBucket'] };
    case 'DELETE':
      return { operation: 'DeleteBucket', actions: ['DeleteBucket'] };
    default:
      throw notImplemented(`s3 ${request.method} on a bucket`);
  }
}

function onObject(request: WireRequest): Found {
  if (request.query.has('uploadId')) return multipart(request);
  const part = partOf(request, OBJECT_PARTS);
  if (part) return chosen(request, part);
  const version = request.query.has('versionId') ? 'Version' : '';
  switch (request.method) {
    case 'GET':
      return { operation: 'GetObject', actions: [`GetObject${version}`] };
    case 'HEAD':
      return { operation: 'HeadObject', actions: [`GetObject${version}`] };
    case 'PUT':
      return putObject(request);
    case 'DELETE':
      return { operation: 'DeleteObject', actions: [`DeleteObject${version}`] };
    default:
      throw notImplemented(`s3 ${request.method} on an object`);
  }
}

/** Headers that set a lock or a legal hold need a permission each, besides s3:PutObject. */
function putObject({ headers }: WireRequest): Found {
  const actions = ['PutObject'];
  if (headers['x-amz-object-lock-mode']) actions.push('PutObjectRetention');
  if (headers['x-amz-object-lock-legal-hold']) actions.push('PutObjectLegalHold');
  if (headers['x-amz-tagging']) actions.push('PutObjectTagging');
  if (headers['x-amz-acl']) actions.push('PutObjectAcl');
  return { operation: headers['x-amz-copy-source'] ? 'CopyObject' : 'PutObject', actions };
}

function multipart({ method }: WireRequest): Found {
  if (method === 'PUT') return { operation: 'UploadPart', actions: ['PutObject'] };
  if (method === 'POST') return { operation: 'CompleteMultipartUpload', actions: ['PutObject'] };
  if (method === 'GET') return { operation: 'ListParts', actions: ['ListMultipartUploadParts'] };
  return { operation: 'AbortMultipartUpload', actions: ['AbortMultipartUpload'] };
}

function partOf(request: WireRequest, parts: Readonly<Record<string, Part>>): Part | null {
  for (const name of request.query.keys()) {
    const part = parts[name];
    if (part) return part;
    if (!MODIFIERS.test(name)) throw notImplemented(`the S3 sub-resource "${name}"`);
  }
  return null;
}

function chosen(request: WireRequest, part: Part): Found {
  const found = part[request.method];
  if (!found) throw notImplemented(`s3 ${request.method} ?${request.search}`);
  const [operation, action = operation] = found.split(' ');
  return { operation: operation ?? found, actions: [action ?? found] };
}
