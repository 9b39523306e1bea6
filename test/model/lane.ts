/** One random life: a resource, the reports about it, and all that was done to it and said about it. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Severity } from '../../domain/finding.ts';
import { makeBucket } from '../../sandbox/bucket.ts';
import { findingOf } from '../../sandbox/demo/findings.ts';
import type { Scenario } from '../../sandbox/demo/scenarios.ts';
import type { World } from '../../sandbox/world.ts';
import { fixable } from '../world/scenario.ts';
import type { Dice } from './dice.ts';

export type Kind = 'public' | 'public-critical' | 'versioning' | 'runbook-fails' | 'unknown-type';

/** What a person said, for the judge: when (real time), what, until when. */
export interface Said {
  readonly at: number;
  readonly decision: string;
  readonly actor: string;
  readonly until: string | null;
}

export interface Lane {
  readonly kind: Kind;
  readonly scenario: Scenario;
  readonly finding: AwsSecurityFinding;
  /** The last moves, in words: what a failure prints. */
  readonly moves: string[];
  readonly said: Said[];
  /** When a person last touched the resource or a product last reported, real time. */
  touched: number;
}

const KINDS: readonly [Kind, ...Kind[]] = [
  'public',
  'public',
  'public-critical',
  'versioning',
  'runbook-fails',
  'unknown-type',
];

const REPORTS = {
  public: { by: 'security-hub', id: 'S3.8', title: 'Block public access' },
  'public-critical': { by: 'security-hub', id: 'S3.2', title: 'Block public read access' },
  versioning: { by: 'security-hub', id: 'S3.14', title: 'Versioning' },
  'runbook-fails': { by: 'security-hub', id: 'S3.8', title: 'Block public access' },
  'unknown-type': { by: 'guardduty', id: 'Policy:S3/BucketLooksOdd', title: 'Looks odd' },
} as const;

export function makeLane(name: string, die: Dice): Lane {
  const kind = die.pick(KINDS);
  const severity = kind === 'public-critical' ? 'CRITICAL' : die.pick(['LOW', 'MEDIUM', 'HIGH']);
  const bucket = kind === 'runbook-fails' ? `${name}-runbook-fails` : name;
  const scenario = fixable(bucket, { reports: [{ ...REPORTS[kind], severity }] });
  const [report] = scenario.reports;
  if (report === undefined) throw new Error('a lane has a report');
  const finding = findingOf(scenario, report, new Date());
  return { kind, scenario, finding, moves: [`${kind} ${severity}`], said: [], touched: 0 };
}

/** The product reports it, as it is or changed. */
export async function importFinding(
  world: World,
  lane: Lane,
  changes: { severity?: Severity; compliance?: 'PASSED' | 'FAILED'; archived?: boolean } = {},
): Promise<void> {
  const { severity, compliance, archived } = changes;
  const { account, region } = lane.scenario;
  const { Compliance } = lane.finding;
  const finding: AwsSecurityFinding = {
    ...lane.finding,
    UpdatedAt: new Date().toISOString(),
    ...(severity === undefined ? {} : { Severity: { Label: severity } }),
    ...(compliance === undefined ? {} : { Compliance: { ...Compliance, Status: compliance } }),
    ...(archived === true ? { RecordState: 'ARCHIVED' } : {}),
  };
  lane.touched = Date.now();
  await world.securityHub(account, region).batchImportFindings({ Findings: [finding] });
}

/** The resource's own people change it behind our back. */
export async function touch(
  world: World,
  lane: Lane,
  how: 'break' | 'repair' | 'delete',
): Promise<void> {
  const { account, region, bucket: Bucket, tags } = lane.scenario;
  const s3 = world.s3(account, region);
  lane.touched = Date.now();
  const there = await s3.headBucket({ Bucket }).then(
    () => true,
    () => false,
  );
  if (how === 'delete') {
    if (there) await s3.deleteBucket({ Bucket });
    return;
  }
  if (!there) await makeBucket(s3, { name: Bucket, region, tags }, {});
  if (lane.kind === 'versioning') {
    const Status = how === 'repair' ? 'Enabled' : 'Suspended';
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status } });
  } else if (how === 'repair') {
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: BLOCK });
  } else await s3.deletePublicAccessBlock({ Bucket });
}

/** Seen by the administrator, with calls of the test's own: is the problem gone from the resource? */
export async function isSound(world: World, { kind, scenario }: Lane): Promise<boolean> {
  const { account, region, bucket: Bucket } = scenario;
  const s3 = world.s3(account, region);
  try {
    if (kind === 'versioning') {
      const { Status } = await s3.getBucketVersioning({ Bucket });
      return Status === 'Enabled';
    }
    const { PublicAccessBlockConfiguration: block } = await s3.getPublicAccessBlock({ Bucket });
    const { Grants = [] } = await s3.getBucketAcl({ Bucket });
    const open = Grants.some(({ Grantee }) => Grantee?.URI?.includes('/global/'));
    const all = Object.keys(BLOCK).every((flag) =>
      Object.entries(block ?? {}).some(([name, on]) => name === flag && on === true),
    );
    return all && !open;
  } catch (error) {
    return error instanceof Error && error.name === 'NoSuchBucket';
  }
}

const BLOCK = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
