import type { Block } from '../../source/model.ts';
import { registryAddress } from './call.ts';
import { isWithin, rangeOf, versionOf } from './version-range.ts';

/** A public module that sets nothing of a bucket which another block makes, in the versions that were read. */
interface HarmlessModule {
  /** The part before `//`, as the registry names it. */
  readonly source: string;
  /** Folders inside of it that are meant too: `all`, or only those named. */
  readonly folders: 'all' | readonly string[];
  readonly from: string;
  /** The first version that is not taken to be like those that were read. */
  readonly below: string;
}

/**
 * At none of the tags from `from` to the newest (read 2026-11-30 with `git grep 'resource "aws_s3_bucket'` outside of
 * examples and tests) has one of these a resource that configures a bucket; aws_s3_bucket_object, which
 * terraform-aws-modules/lambda/aws had, makes an object. Each is at https://github.com/NAMESPACE/terraform-aws-NAME.
 */
const MODULES: readonly HarmlessModule[] = [
  { source: 'cloudposse/cloudtrail/aws', folders: [], from: '0.2.0', below: '1.0.0' },
  { source: 'cloudposse/ecs-container-definition/aws', folders: [], from: '0.1.0', below: '1.0.0' },
  { source: 'cloudposse/kms-key/aws', folders: [], from: '0.1.0', below: '1.0.0' },
  { source: 'terraform-aws-modules/alb/aws', folders: [], from: '3.0.0', below: '11.0.0' },
  { source: 'terraform-aws-modules/cloudfront/aws', folders: [], from: '0.1.0', below: '7.0.0' },
  { source: 'terraform-aws-modules/ecs/aws', folders: 'all', from: '0.0.1', below: '8.0.0' },
  { source: 'terraform-aws-modules/iam/aws', folders: 'all', from: '0.0.1', below: '7.0.0' },
  { source: 'terraform-aws-modules/kms/aws', folders: [], from: '1.0.0', below: '5.0.0' },
  { source: 'terraform-aws-modules/lambda/aws', folders: 'all', from: '0.0.1', below: '9.0.0' },
  { source: 'terraform-aws-modules/sns/aws', folders: [], from: '0.0.1', below: '8.0.0' },
  { source: 'terraform-aws-modules/sqs/aws', folders: [], from: '0.0.1', below: '6.0.0' },
  { source: 'terraform-aws-modules/vpc/aws', folders: 'all', from: '1.0.0', below: '7.0.0' },
];

/** Folders of terraform-aws-modules/s3-bucket/aws that get a bucket's name and set none of what a control checks. */
const OF_BUCKETS = ['modules/notification', 'modules/object'];

/** May a call get a bucket without anybody having to ask what it does to it? Forks, copies and open versions may not. */
export function isHarmless({ body }: Block): boolean {
  const { version } = body;
  const [own = '', folder, ...rest] = (registryAddress({ body }) ?? '').split('//');
  if (rest.length > 0) return false;
  if (own === 'terraform-aws-modules/s3-bucket/aws') return OF_BUCKETS.includes(folder ?? '');
  const known = MODULES.find((one) => one.source === own);
  const range = typeof version === 'string' ? rangeOf(version) : null;
  if (known === undefined || range === null) return false;
  const { folders, from, below } = known;
  const isMeant = folder === undefined || folders === 'all' || folders.includes(folder);
  return isMeant && isWithin(range, { from: versionOf(from), below: versionOf(below) });
}
