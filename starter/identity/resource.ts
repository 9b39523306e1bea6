import { formatArn, parseArn } from '../../domain/arn.ts';
import type { Arn } from '../../domain/arn.ts';
import type { Resource } from '../../domain/finding.ts';
import { partitionOf } from '../../domain/partitions.ts';
import type { FindingResource } from '../event/finding.ts';
import { KMS_KEY_ID } from './resource-name.ts';
import { inferredType, servicesOf } from './resource-types.ts';

/** A resource in one spelling for all reports, with the place that its ARN names. */
export interface CanonicalResource extends Resource {
  /** Null when the resource has no ARN, or an ARN without account or Region. */
  readonly account: string | null;
  readonly region: string | null;
  readonly partition: string;
  /** The account's own settings of S3: one problem for all Regions. */
  readonly s3Account?: true;
  /** Type and ARN, or partition and Region, disagree: one sentence; null when they agree. */
  readonly contradiction: string | null;
}

/** Where the finding says the resource is. `account` may be null. */
export interface Place {
  readonly account: string | null;
  readonly region: string | null;
}

/** Canonical form of one entry of `Resources`. Pure; refuses nothing. */
export function canonicalResource(given: FindingResource, place: Place): CanonicalResource {
  const { id } = given;
  const arn = parseArn(id);
  const type = inferredType(given.type, arn);
  const region = given.region ?? place.region;
  const partition = arn?.partition ?? given.partition ?? partitionOf(region ?? '');
  const account = { partition, ...place };
  if (type === 'AwsS3Bucket')
    return namesAccount(id, arn, place)
      ? { ...accountResource(id, arn, account), s3Account: true }
      : bucket(id, arn, { partition, region });
  if (type === 'AwsAccount') return accountResource(id, arn, account);
  if (arn !== null) return byArn(type, arn, region);
  return byId(type, id, { partition, region, account: place.account });
}

/** Bucket names are unique in a partition: the ARN carries neither account nor Region. */
function bucket(
  id: string,
  arn: Arn | null,
  { partition, region }: { partition: string; region: string | null },
): CanonicalResource {
  const name = arn?.resource ?? /^s3:\/\/([^/]+)\/?$/i.exec(id)?.[1] ?? id;
  const wrong = arn && (bucketContradiction(arn) ?? partitionContradiction(partition, region));
  return {
    type: 'AwsS3Bucket',
    id: formatArn({ partition, service: 's3', region: '', account: '', resource: name }),
    name,
    account: arn?.account || null,
    region: arn?.region || null,
    partition,
    contradiction: wrong,
  };
}

/** Scanners report an account's setting of S3 under the type of a bucket; only a bare number may be a bucket's name too. */
function namesAccount(id: string, arn: Arn | null, { account }: Place): boolean {
  if (arn !== null)
    return /^\d{12}$/.test(arn.account) && ['account', 'root'].includes(arn.resource.toLowerCase());
  return id === account || /^AWS::::Account:\d{12}$/i.test(id);
}

function bucketContradiction(arn: Arn): string | null {
  const path = /^(accesspoint|storage-lens|job|.*\/.+)/.test(arn.resource);
  if (arn.service === 's3' && !path) return null;
  return `the type is AwsS3Bucket but ${formatArn(arn)} is no bucket`;
}

/** `AWS::::Account:111122223333`, the root user's ARN or the bare number. */
function accountResource(
  id: string,
  arn: Arn | null,
  place: Place & { readonly partition: string },
): CanonicalResource {
  const number = arn?.account || (/(?:^|:)(\d{12})$/.exec(id)?.[1] ?? null);
  const name = number ?? place.account ?? 'unknown';
  return {
    type: 'AwsAccount',
    id: `AWS::::Account:${name}`,
    name,
    account: number,
    region: null,
    partition: place.partition,
    contradiction: null,
  };
}

function byArn(type: string, arn: Arn, region: string | null): CanonicalResource {
  const services = servicesOf(type);
  const wrongType =
    services === null || services.includes(arn.service)
      ? null
      : `the type is ${type} but ${formatArn(arn)} is of ${arn.service}`;
  return {
    type,
    id: formatArn(arn),
    name: shortName(type, arn.resource),
    account: /^\d{12}$/.test(arn.account) ? arn.account : null,
    region: arn.region || null,
    partition: arn.partition,
    contradiction: wrongType ?? partitionContradiction(arn.partition, arn.region || region),
  };
}

/** Some products send only `i-0abc` where others send the ARN. */
function byId(
  type: string,
  id: string,
  place: Place & { readonly partition: string },
): CanonicalResource {
  const { partition, account, region } = place;
  const shape = BARE_IDS.get(type);
  if (shape?.id.test(id) && account && region) {
    const { service } = shape;
    const arn = { partition, service, region, account, resource: shape.prefix + id };
    return { ...byArn(type, arn, null), ...NOWHERE };
  }
  return { type, id, name: id, partition, ...NOWHERE, contradiction: null };
}

function shortName(type: string, resource: string): string {
  return type === 'AwsKmsKey' ? resource.replace(/^key\//, '') : resource;
}

function partitionContradiction(partition: string, region: string | null): string | null {
  if (region === null || !/^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region)) return null;
  const expected = partitionOf(region);
  return partition === expected ? null : `partition ${partition} has no Region ${region}`;
}

/** The id alone says neither account nor Region. */
const NOWHERE = { account: null, region: null } as const;

const BARE_IDS: ReadonlyMap<string, { service: string; prefix: string; id: RegExp }> = new Map([
  ['AwsEc2Instance', { service: 'ec2', prefix: 'instance/', id: /^i-[0-9a-f]+$/ }],
  ['AwsEc2SecurityGroup', { service: 'ec2', prefix: 'security-group/', id: /^sg-[0-9a-f]+$/ }],
  ['AwsEc2Volume', { service: 'ec2', prefix: 'volume/', id: /^vol-[0-9a-f]+$/ }],
  ['AwsEc2Vpc', { service: 'ec2', prefix: 'vpc/', id: /^vpc-[0-9a-f]+$/ }],
  ['AwsEc2Subnet', { service: 'ec2', prefix: 'subnet/', id: /^subnet-[0-9a-f]+$/ }],
  ['AwsKmsKey', { service: 'kms', prefix: 'key/', id: KMS_KEY_ID }],
]);
