import { createHash } from 'node:crypto';

import type { Problem } from '../../domain/finding.ts';
import type { Intake } from '../../policies/intake.ts';
import type { Finding } from '../event/finding.ts';
import { isSample } from '../event/sample.ts';
import { impossibleBucketName } from './bucket-name.ts';
import type { Catalogue } from './catalogue.ts';
import { claimOf } from './claim.ts';
import type { Claim } from './claim.ts';
import { regionOf } from './region.ts';
import { subjectsOf } from './subjects.ts';
import type { Subject } from './subjects.ts';
import { workflowIdOf } from './workflow-id.ts';

/** One problem that a finding reports. */
export interface Identified {
  readonly problem: Problem;
  readonly workflowId: string;
  /** The event's tags of the resource: for route notices only. */
  readonly tags: ReadonlyMap<string, string>;
  /** For people: by what the finding was mapped to a control, or why it was not. */
  readonly because: string;
  /** True when the report contradicts itself or lacks its account: people look, whatever the policy says. */
  readonly doubtful: boolean;
}

/** A finding that cannot be anybody's problem as told: `field` says where. */
export interface Impossible {
  readonly field: string;
  readonly message: string;
}

export interface Identity {
  readonly problems: readonly Identified[];
  /** Resources that cannot exist; the others of the finding go on. */
  readonly impossible: readonly Impossible[];
}

/**
 * What is wrong, where: equal for all reports of one problem. Pure. A finding with two resources of its type is
 * two problems.
 */
export function identify(finding: Finding, catalogue: Catalogue, intake: Intake): Identity {
  const claim = claimOf(finding, catalogue, intake);
  const subjects = subjectsOf(finding, claim.control);
  const used = subjects.length > 0 ? { claim, subjects } : withoutSubject(finding, claim);
  const all = used.subjects.map((subject) => problemOf(finding, used.claim, subject));
  const problems = all.filter((one) => 'problem' in one);
  const once = new Map(problems.map((one) => [one.workflowId, one]));
  return { problems: [...once.values()], impossible: all.filter((one) => 'field' in one) };
}

/** The control is about another type of resource than the finding names. */
function withoutSubject(
  finding: Finding,
  claim: Claim,
): { readonly claim: Claim; readonly subjects: readonly Subject[] } {
  const control = claim.control;
  const named = finding.resources
    .map(({ type }) => type)
    .join(', ')
    .slice(0, 200);
  const because = `${control?.id ?? ''} is about ${control?.resourceType ?? ''} and the finding names only ${named}`;
  const people = { ...claim, control: null, because, contradicts: true };
  return { claim: people, subjects: subjectsOf(finding, null) };
}

function problemOf(finding: Finding, claim: Claim, subject: Subject): Identified | Impossible {
  const { resource, given } = subject;
  const told = { resource: given.region, finding: finding.region };
  const place = regionOf(resource, told, claim.findingType);
  // GuardDuty's samples are about a bucket that could not exist.
  if (resource.type === 'AwsS3Bucket' && resource.contradiction === null && !isSample(finding)) {
    const wrong = impossibleBucketName(resource.name, place.region);
    if (wrong !== null) return { field: 'Resources.Id', message: wrong };
  }
  const doubt =
    doubtOf(finding, subject, place.doubt) ?? (claim.contradicts ? claim.because : null);
  const control = doubt === null ? (claim.control?.id ?? null) : null;
  const problem: Problem = {
    control,
    findingType: control ?? bounded(claim.findingType),
    account: finding.account ?? 'unknown',
    region: place.region,
    resource: { type: resource.type, id: resource.id, name: resource.name },
    unmappedReason: control === null ? (doubt ?? claim.because) : null,
  };
  return {
    problem,
    workflowId: workflowIdOf(problem),
    tags: given.tags,
    because: doubt ?? claim.because,
    doubtful: doubt !== null,
  };
}

function doubtOf(
  finding: Finding,
  { resource, given }: Subject,
  region: string | null,
): string | null {
  const { account } = finding;
  const owner = given.owner ?? finding.productFields.get('ResourceOwnerAccount') ?? account;
  if (account === null) return 'the finding has no AwsAccountId, and it is not guessed';
  if (resource.account !== null && resource.account !== account) {
    return `AwsAccountId is ${account} but the resource is in ${resource.account}`;
  }
  if (owner !== account) return `AwsAccountId is ${account} but the resource belongs to ${owner}`;
  return resource.contradiction ?? region;
}

/** Titles and generator ids may be long: what is cut off is hashed, so that equal beginnings stay different. */
function bounded(findingType: string): string {
  if (findingType.length <= 200) return findingType;
  const hash = createHash('sha256').update(JSON.stringify(findingType)).digest('hex').slice(0, 10);
  return `${findingType.slice(0, 180).toWellFormed()} ${hash}`;
}
