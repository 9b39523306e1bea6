import type { Control } from '../../controls/control.ts';
import type { Finding, FindingResource } from '../event/finding.ts';
import { distinctId } from './distinct-id.ts';
import { ownType } from './finding-type.ts';
import { canonicalResource } from './resource.ts';
import type { CanonicalResource } from './resource.ts';

export interface Subject {
  readonly given: FindingResource;
  readonly resource: CanonicalResource;
}

/**
 * The resources that a finding is about. With a control: all of the control's type, each a problem of its own; an
 * actor's key, a VPC or an object beside them is context. Without a control: all of the type that the finding is about.
 */
export function subjectsOf(finding: Finding, control: Control | null): readonly Subject[] {
  const place = { account: finding.account, region: finding.region };
  const all = finding.resources.map((given) => ({
    given,
    resource: canonicalResource({ ...given, id: distinctId(finding, given) }, place),
  }));
  if (control !== null) return all.filter(({ resource }) => resource.type === control.resourceType);
  const account = accountSubject(finding);
  if (account !== null) return [{ given: account, resource: canonicalResource(account, place) }];
  const type = subjectType(
    finding,
    all.map(({ resource }) => resource.type),
  );
  return all.filter(({ resource }) => resource.type === type);
}

/** What the type names (`UnauthorizedAccess:EC2/…`), else the first resource that is no context. */
function subjectType(finding: Finding, present: readonly string[]): string | undefined {
  const [, about = ''] = (ownType(finding) ?? '').split(':');
  const hinted = HINTS.find(([word]) => word.test(about))?.[1] ?? [];
  return (
    hinted.find((type) => present.includes(type)) ??
    present.find((type) => !CONTEXT.has(type)) ??
    present[0]
  );
}

/** GuardDuty names only the actor's key where the account itself is the problem. */
function accountSubject(finding: Finding): FindingResource | null {
  const type = ownType(finding) ?? '';
  if (!/accountblockpublicaccessdisabled|passwordpolicychange/.test(type)) return null;
  const tags = new Map<string, string>();
  return {
    type: 'AwsAccount',
    id: 'AWS::::Account',
    region: null,
    partition: null,
    owner: null,
    unreadable: null,
    principal: null,
    tags,
  };
}

// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html, "ThreatPurpose:ResourceTypeAffected/…"
const HINTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^iamuser\/s3/, ['AwsS3Bucket', 'AwsIamAccessKey']],
  [/^s3object/, ['AwsS3Object', 'AwsS3Bucket']],
  [/^s3/, ['AwsS3Bucket', 'AwsS3Object']],
  [/^ec2/, ['AwsEc2Instance']],
  [/^iamuser/, ['AwsIamAccessKey', 'AwsIamUser', 'AwsIamRole', 'AwsAccount']],
  [/^kubernetes/, ['AwsEksCluster']],
  [/^runtime/, ['AwsEc2Instance', 'AwsEcsTask', 'AwsEcsCluster', 'AwsEksCluster', 'Container']],
  [/^rds/, ['AwsRdsDbInstance', 'AwsRdsDbCluster']],
  [/^lambda/, ['AwsLambdaFunction']],
];

const CONTEXT = new Set(['AwsIamAccessKey', 'AwsEc2Vpc', 'AwsEc2Subnet', 'AwsAccount']);
