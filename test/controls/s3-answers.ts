/** What S3 and STS answer about a bucket in a given state, byte for byte as their API references show it. */
import type { BucketState } from '../../controls/case.ts';
import { policyText } from '../../sandbox/aws/s3/make-bucket.ts';
import { BUCKET } from '../builders/problem.ts';

export const OWNER = 'a'.repeat(64);

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** `query` is the request's sub-resource, for example `acl`; empty for ListBuckets. */
export function answerOf(state: BucketState, query: string): Answer {
  if (query === 'list') return ok(listing(state.fault === 'listed-but-absent' ? [BUCKET] : []));
  return faultOf(state) ?? (SUB_RESOURCES[query] ?? unexpected)(state);
}

export function error(status: number, code: string, message = code): Answer {
  return { status, body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>` };
}

export function ok(body: string): Answer {
  return { status: 200, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

export function listing(names: readonly string[], next = ''): string {
  const buckets = names.map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join('');
  const token = next === '' ? '' : `<ContinuationToken>${next}</ContinuationToken>`;
  return `<ListAllMyBucketsResult><Buckets>${buckets}</Buckets>${token}</ListAllMyBucketsResult>`;
}

export function callerIdentity(account: string): Answer {
  return ok(
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:sts::${account}:assumed-role/closeloop-verify/test</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
}

function faultOf({ deleted, fault }: BucketState): Answer | null {
  if (deleted) return error(404, 'NoSuchBucket', 'The specified bucket does not exist');
  switch (fault) {
    case undefined:
      return null;
    case 'listed-but-absent':
      return error(404, 'NoSuchBucket', 'The specified bucket does not exist');
    case 'denied':
    case 'owned-by-another':
      return error(403, 'AccessDenied', 'Access Denied');
    case 'redirected':
      return error(
        301,
        'PermanentRedirect',
        'The bucket you are attempting to access must be addressed using the specified endpoint.',
      );
    case 'throttled':
      return error(503, 'SlowDown', 'Please reduce your request rate.');
  }
}

const SUB_RESOURCES: Readonly<Record<string, (state: BucketState) => Answer>> = {
  acl: ({ acl = [] }) => ok(accessControlPolicy(acl)),
  publicAccessBlock: ({ publicAccessBlock: flags }) =>
    flags
      ? ok(
          `<PublicAccessBlockConfiguration>${Object.entries(flags)
            .map(([name, value]) => `<${name}>${value}</${name}>`)
            .join('')}</PublicAccessBlockConfiguration>`,
        )
      : error(404, 'NoSuchPublicAccessBlockConfiguration'),
  policyStatus: ({ policy }) =>
    policy
      ? ok(`<PolicyStatus><IsPublic>${policy.startsWith('public')}</IsPublic></PolicyStatus>`)
      : error(404, 'NoSuchBucketPolicy'),
  encryption: ({ encryption }) =>
    encryption
      ? ok(
          `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${encryption}</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
        )
      : error(404, 'ServerSideEncryptionConfigurationNotFoundError'),
  policy: ({ policy }) =>
    policy
      ? { status: 200, body: policyText(BUCKET, policy) }
      : error(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist'),
  logging: ({ logging }) =>
    ok(
      `<BucketLoggingStatus>${logging === undefined ? '' : `<LoggingEnabled><TargetBucket>${logging}</TargetBucket><TargetPrefix></TargetPrefix></LoggingEnabled>`}</BucketLoggingStatus>`,
    ),
  versioning: ({ versioning }) =>
    ok(
      `<VersioningConfiguration>${versioning ? `<Status>${versioning}</Status>` : ''}</VersioningConfiguration>`,
    ),
};

function unexpected(): Answer {
  return error(400, 'InvalidRequest', 'the stand-in has no such sub-resource');
}

function accessControlPolicy(grants: NonNullable<BucketState['acl']>): string {
  const all = [{ to: OWNER, permission: 'FULL_CONTROL' }, ...grants];
  return `<AccessControlPolicy><Owner><ID>${OWNER}</ID></Owner><AccessControlList>${all
    .map(
      ({ to, permission }) => `<Grant>${grantee(to)}<Permission>${permission}</Permission></Grant>`,
    )
    .join('')}</AccessControlList></AccessControlPolicy>`;
}

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function grantee(to: string): string {
  const uri = groupUri(to);
  return uri === null
    ? `<Grantee ${XSI} xsi:type="CanonicalUser"><ID>${to}</ID></Grantee>`
    : `<Grantee ${XSI} xsi:type="Group"><URI>${uri}</URI></Grantee>`;
}

/** The URI of a predefined group; null for a canonical user id. */
function groupUri(to: string): string | null {
  if (to === 'LogDelivery') return 'http://acs.amazonaws.com/groups/s3/LogDelivery';
  if (to === 'AllUsers' || to === 'AuthenticatedUsers') {
    return `http://acs.amazonaws.com/groups/global/${to}`;
  }
  return null;
}
