/** The resource's own people and the products that report it, with the administrator's credentials. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Severity } from '../../domain/finding.ts';
import { makeBucket } from '../../sandbox/aws/s3/make-bucket.ts';
import type { World } from '../../sandbox/world.ts';
import type { Lane } from './lane.ts';
import type { Recorder } from './recorder.ts';

interface Here {
  readonly world: Pick<World, 's3' | 'securityHub'>;
  readonly recorder: Pick<Recorder, 'mark'>;
}

/** The product reports it, as it is or changed. */
export async function importFinding(
  { world, recorder }: Here,
  lane: Lane,
  changes: { severity?: Severity; compliance?: 'PASSED'; archived?: boolean } = {},
): Promise<void> {
  const { severity = lane.life.severity, compliance, archived } = changes;
  const { account, region } = lane.scenario;
  const { Compliance } = lane.finding;
  const finding: AwsSecurityFinding = {
    ...lane.finding,
    UpdatedAt: new Date().toISOString(),
    Severity: { Label: severity },
    ...(compliance === undefined ? {} : { Compliance: { ...Compliance, Status: compliance } }),
    ...(archived === true ? { RecordState: 'ARCHIVED' } : {}),
  };
  lane.reports.push({ n: recorder.mark(), severity });
  await world.securityHub(account, region).batchImportFindings({ Findings: [finding] });
}

/** The resource's own people change it behind our back. */
export async function touch(
  { world, recorder }: Here,
  lane: Lane,
  how: 'break' | 'repair' | 'delete',
): Promise<void> {
  const { account, region, bucket: Bucket, tags } = lane.scenario;
  const s3 = world.s3(account, region);
  lane.touched = recorder.mark();
  const { Buckets = [] } = await s3.listBuckets({ Prefix: Bucket });
  const there = Buckets.some(({ Name }) => Name === Bucket);
  if (how === 'delete') {
    if (there) await s3.deleteBucket({ Bucket });
    return;
  }
  if (!there) await makeBucket(s3, { name: Bucket, region, tags }, {});
  if (!there && how === 'break') return;
  if (lane.life.kind === 'versioning') {
    const Status = how === 'repair' ? 'Enabled' : 'Suspended';
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status } });
  } else if (how === 'repair') {
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: BLOCK });
  } else await s3.deletePublicAccessBlock({ Bucket });
}

/** Seen by the administrator, with calls of the test's own: is the problem gone from the resource? */
export async function isSound({ world }: Pick<Here, 'world'>, lane: Lane): Promise<boolean> {
  const { account, region, bucket: Bucket } = lane.scenario;
  const s3 = world.s3(account, region);
  try {
    if (lane.life.kind === 'versioning') {
      const { Status } = await s3.getBucketVersioning({ Bucket });
      return Status === 'Enabled';
    }
    const { PublicAccessBlockConfiguration: block } = await s3.getPublicAccessBlock({ Bucket });
    const { Grants = [] } = await s3.getBucketAcl({ Bucket });
    const open = Grants.some(({ Grantee }) => Grantee?.URI?.includes('/global/'));
    const flags = new Map(Object.entries(block ?? {}));
    return Object.keys(BLOCK).every((flag) => flags.get(flag) === true) && !open;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return true;
    if (error instanceof Error && error.name === 'NoSuchPublicAccessBlockConfiguration')
      return false;
    throw error;
  }
}

const BLOCK = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
