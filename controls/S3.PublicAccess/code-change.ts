import { isExpression } from '../code-change.ts';
import type { Attributes, CodeChange, Effect, Restriction, Value, View } from '../code-change.ts';
import { blocksOf, every, isOpaque, isTrue } from '../effects.ts';
import { isPublicGroup } from './public-groups.ts';

const TERRAFORM = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
] as const;
const CLOUDFORMATION = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
] as const;

/** As in `verify.ts`: no public grant, and all four flags of the bucket's own block. */
export const s3PublicAccess: CodeChange = {
  control: 'S3.PublicAccess',
  guidance:
    "Give the bucket its own public access block with all four settings true. If the bucket's ACL is public-read, public-read-write or authenticated-read, make it private; if single grants name AllUsers or AuthenticatedUsers, remove those grants. Change nothing else.",
  terraform: {
    targetType: 'aws_s3_bucket',
    attributes: ['acl', 'grant'],
    inside: { grant: { id: null, type: null, permissions: null, uri: null } },
    companions: [
      {
        type: 'aws_s3_bucket_public_access_block',
        link: 'bucket',
        attributes: [
          'block_public_acls',
          'block_public_policy',
          'ignore_public_acls',
          'restrict_public_buckets',
        ],
      },
      {
        type: 'aws_s3_bucket_acl',
        link: 'bucket',
        attributes: ['acl', 'access_control_policy', 'expected_bucket_owner'],
        canBeAbsent: true,
        keepsOpen: isPublic,
        inside: {
          access_control_policy: {
            grant: {
              grantee: { id: null, type: null, uri: null, email_address: null, display_name: null },
              permission: null,
            },
            owner: { id: null, display_name: null },
          },
        },
      },
    ],
    // CKV2_AWS_6 follows plain references only, and passes a block that does not exist (count = 0).
    checkov: ['CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56'],
    effect: ({ target, companions }) => {
      const blocks = companions('aws_s3_bucket_public_access_block');
      return every([
        aclsFit({ target, companions }),
        blocks.length === 0 ? 'fail' : every(blocks.flatMap((block) => flags(block, TERRAFORM))),
      ]);
    },
    restrict: (before, after) =>
      restrictAcls(aclsIn(before), aclsIn(after)) ??
      restrictGrants(grantsIn(before), grantsIn(after)),
    mechanical: {
      companion: { type: 'aws_s3_bucket_public_access_block', link: 'bucket' },
      lines: [
        'block_public_acls       = true',
        'block_public_policy     = true',
        'ignore_public_acls      = true',
        'restrict_public_buckets = true',
      ],
      unless: [],
      fits: (view) => aclsFit(view) === 'pass',
    },
  },
  cloudformation: {
    targetType: 'AWS::S3::Bucket',
    attributes: ['PublicAccessBlockConfiguration', 'AccessControl'],
    inside: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: null,
        BlockPublicPolicy: null,
        IgnorePublicAcls: null,
        RestrictPublicBuckets: null,
      },
    },
    companions: [],
    checkov: ['CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56'],
    effect: ({ target }) => {
      const [block] = blocksOf(target.get('PublicAccessBlockConfiguration'));
      const given = target.get('PublicAccessBlockConfiguration');
      const noBlock = isExpression(given) ? 'unknown' : 'fail';
      return every([
        cannedAcl(target.get('AccessControl')),
        block === undefined ? noBlock : every(flags(block, CLOUDFORMATION)),
      ]);
    },
    restrict: (before, after) =>
      restrictAcls([before.target.get('AccessControl')], [after.target.get('AccessControl')]),
    mechanical: {
      companion: null,
      lines: [
        'PublicAccessBlockConfiguration:',
        ...CLOUDFORMATION.map((name) => `  ${name}: true`),
      ],
      unless: ['PublicAccessBlockConfiguration'],
      fits: ({ target }) => cannedAcl(target.get('AccessControl')) === 'pass',
    },
  },
};

/** No ACL of the bucket, canned or of single grants, is public. */
function aclsFit({ target, companions }: Pick<View, 'target' | 'companions'>): Effect {
  const holders = [target, ...companions('aws_s3_bucket_acl')];
  return every(holders.flatMap((one) => [cannedAcl(one.get('acl')), grants(one)]));
}

function flags(block: Attributes, names: readonly string[]): readonly Effect[] {
  return names.map((name) => isTrue(block.get(name)));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl; CloudFormation writes PublicRead. */
function isPublicAcl(value: Value | undefined): boolean {
  if (typeof value !== 'string') return false;
  return ['publicread', 'publicreadwrite', 'authenticatedread'].includes(
    value.replaceAll('-', '').toLowerCase(),
  );
}

/**
 * An ACL that callers give does not decide: with all four flags S3 ignores a public one, and `restrict` refuses an
 * answer that sets or replaces it.
 */
function cannedAcl(value: Value | undefined): Effect {
  return isPublicAcl(value) ? 'fail' : 'pass';
}

/** `grant` of a bucket, or the grants of an ACL resource's `access_control_policy`. */
function grants(attributes: Attributes): Effect {
  const opaque = ['grant', 'access_control_policy'].some((name) => isOpaque(attributes, name));
  return every([opaque ? 'unknown' : 'pass', ...grantsOf(attributes).map(grantEffect)]);
}

function grantsOf(attributes: Attributes): readonly Attributes[] {
  const policies = blocksOf(attributes.get('access_control_policy'));
  return [attributes, ...policies].flatMap((one) => blocksOf(one.get('grant')));
}

function grantEffect(grant: Attributes): Effect {
  const uris = [grant, ...blocksOf(grant.get('grantee'))].map((one) => one.get('uri'));
  if (uris.some((uri) => typeof uri === 'string' && isPublicGroup(uri))) return 'fail';
  return uris.some(isExpression) ? 'unknown' : 'pass';
}

function isPublic(acl: Attributes): boolean {
  return [cannedAcl(acl.get('acl')), grants(acl)].includes('fail');
}

function aclsIn({ target, companions }: View): readonly (Value | undefined)[] {
  return [target, ...companions('aws_s3_bucket_acl')].map((one) => one.get('acl'));
}

function grantsIn({ target, companions }: View): readonly Attributes[] {
  return [target, ...companions('aws_s3_bucket_acl')].flatMap(grantsOf);
}

/** A canned ACL that is not public was set on purpose, for log delivery for example. */
function restrictAcls(
  before: readonly (Value | undefined)[],
  after: readonly (Value | undefined)[],
): Restriction | null {
  const old = new Set(before.map((acl) => JSON.stringify(acl)));
  const now = new Set(after.map((acl) => JSON.stringify(acl)));
  const keep = before.filter((acl) => isGiven(acl) && !isPublicAcl(acl));
  const lost = keep.some((acl) => !now.has(JSON.stringify(acl)));
  const added = after.some(
    (acl) => isGiven(acl) && !old.has(JSON.stringify(acl)) && !isPrivate(acl),
  );
  if (!lost && !added) return null;
  const reason = 'The answer sets another ACL than private, or replaces one that is not public.';
  return { code: 'UNRELATED_ATTRIBUTE', reason };
}

function isGiven(acl: Value | undefined): boolean {
  return acl !== undefined && acl !== null;
}

function isPrivate(acl: Value | undefined): boolean {
  return acl === 'private' || acl === 'Private';
}

/** Only public grants may be removed, and none added. */
function restrictGrants(
  before: readonly Attributes[],
  after: readonly Attributes[],
): Restriction | null {
  const known = before.map(textOf);
  const left = after.map(textOf);
  const lost = before.some(
    (grant) => grantEffect(grant) === 'pass' && !left.includes(textOf(grant)),
  );
  const added = left.some((text) => !known.includes(text));
  if (!lost && !added) return null;
  const reason = 'The answer adds a grant, or removes one that is not public.';
  return { code: 'UNRELATED_ATTRIBUTE', reason };
}

function textOf(grant: Attributes): string {
  return JSON.stringify([...grant], (_key, value: unknown) =>
    value instanceof Map ? [...value] : value,
  );
}
