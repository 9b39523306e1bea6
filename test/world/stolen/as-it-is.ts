/** AWS as its administrators see it: what the judge believes. */
import type { World } from '../../../sandbox/world.ts';

/** What a sequence is about. */
export interface Case {
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  readonly control: 'S3.PublicAccess' | 'S3.MissingVersioning';
}

interface InHub {
  readonly severity: string;
  readonly status: string;
}

/** As the administrator of the finding's account sees it. CRITICAL where it has none. */
export async function inSecurityHub(world: World, of: Case): Promise<InHub> {
  const { Findings: [found] = [] } = await world.securityHub(of.account, of.region).getFindings({
    Filters: { ResourceId: [{ Value: `arn:aws:s3:::${of.bucket}`, Comparison: 'EQUALS' }] },
  });
  return {
    severity: found?.Severity?.Label ?? 'CRITICAL',
    status: found?.Workflow?.Status ?? 'none',
  };
}

/** Whether what the finding is about is right now. */
export async function isRight(
  world: World,
  { account, region, bucket, control }: Case,
): Promise<boolean> {
  const s3 = world.s3(account, region);
  if (control === 'S3.MissingVersioning')
    return (await s3.getBucketVersioning({ Bucket: bucket })).Status === 'Enabled';
  try {
    const { PublicAccessBlockConfiguration: block } = await s3.getPublicAccessBlock({
      Bucket: bucket,
    });
    return (
      block?.BlockPublicAcls === true &&
      block.IgnorePublicAcls === true &&
      block.BlockPublicPolicy === true &&
      block.RestrictPublicBuckets === true
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchPublicAccessBlockConfiguration')
      return false;
    throw error;
  }
}
