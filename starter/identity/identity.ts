import { createHash } from 'node:crypto';

import type { Problem } from '../../domain/finding.ts';
import type { Intake } from '../../policies/intake.ts';
import type { Finding } from '../event/finding.ts';
import { isSample } from '../event/sample.ts';
import { isNotEvaluated } from '../event/status.ts';
import type { Catalogue } from './catalogue.ts';
import { claimOf } from './claim.ts';
import type { Claim } from './claim.ts';
import { regionOf } from './region.ts';
import { impossibleName } from './resource-name.ts';
import { subjectsOf } from './subjects.ts';
import type { Subject } from './subjects.ts';
import { workflowIdOf } from './workflow-id.ts';

/** One problem that a finding reports. */
export interface Identified {
  readonly problem: Problem;
  readonly workflowId: string;
  /** The event's tags of the resource: only for notifications. */
  readonly tags: ReadonlyMap<string, string>;
  /** For people: by what the finding was mapped to a control, or why it was not, and what was changed of it. */
  readonly because: string;
  /** True when the report contradicts itself or lacks its account: people look, whatever the policy says. */
  readonly doubtful: boolean;
}

/**
 * What is wrong, where: equal for all reports of one problem. Pure. A finding with two resources of its type is
 * two problems.
 */
export function identify(
  finding: Finding,
  catalogue: Catalogue,
  intake: Intake,
): readonly Identified[] {
  const claim = claimOf(finding, catalogue, intake);
  const subjects = subjectsOf(finding, claim.control);
  const used = subjects.length > 0 ? { claim, subjects } : withoutSubject(finding, claim);
  const problems = used.subjects.map((subject) => problemOf(finding, used.claim, subject));
  return [...new Map(problems.map((one) => [one.workflowId, one])).values()];
}

/** The control is about another type of resource than the finding names. */
function withoutSubject(
  finding: Finding,
  claim: Claim,
): { readonly claim: Claim; readonly subjects: readonly Subject[] } {
  const subjects = subjectsOf(finding, null);
  const named = [...new Set(subjects.map(({ resource }) => resource.type))];
  const control = claim.control?.id ?? '';
  // https://docs.aws.amazon.com/securityhub/latest/userguide/controls-overall-status.html
  if (named.every((type) => type === 'AwsAccount') && isNotEvaluated(finding)) {
    const because = `Security Hub could not check ${control} here, and names the account in place of a resource`;
    return { claim: { ...claim, control: null, because, contradicts: false }, subjects };
  }
  const because = `${control} is about ${claim.control?.resourceType ?? ''} and the finding names only ${named.join(', ').slice(0, 200)}`;
  return { claim: { ...claim, control: null, because, contradicts: true }, subjects };
}

function problemOf(finding: Finding, claim: Claim, subject: Subject): Identified {
  const { resource, given } = subject;
  const regions = { resource: given.region, finding: finding.region };
  const place = regionOf(resource, regions, claim.findingType);
  const odd = oddName(finding, subject, place.region);
  const doubt =
    doubtOf(finding, subject, place.doubt) ??
    (claim.contradicts ? claim.because : null) ??
    (claim.control === null ? null : odd);
  const control = doubt === null ? (claim.control?.id ?? null) : null;
  const because = sentence([
    doubt ?? claim.because,
    doubt === null ? odd : null,
    ...finding.changes,
  ]);
  const problem: Problem = {
    control,
    findingType: control ?? bounded(claim.findingType),
    account: finding.account ?? 'unknown',
    region: place.region,
    resource: { type: resource.type, id: resource.id, name: resource.name },
    unmappedReason: control === null ? because : null,
  };
  const workflowId = workflowIdOf(problem);
  return { problem, workflowId, tags: given.tags, because, doubtful: doubt !== null };
}

/** Why the resource is none that a control can read. GuardDuty's samples are about a bucket that could not exist. */
function oddName(finding: Finding, { resource, given }: Subject, region: string): string | null {
  if (given.unreadable !== null) return given.unreadable;
  if (resource.contradiction !== null || isSample(finding)) return null;
  return impossibleName(resource, region);
}

function sentence(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join('; ');
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

/** A long finding type is cut and gets a hash, so that two with the same beginning stay different. */
function bounded(findingType: string): string {
  if (findingType.length <= 200) return findingType;
  const hash = createHash('sha256').update(JSON.stringify(findingType)).digest('hex').slice(0, 10);
  return `${findingType.slice(0, 180).toWellFormed()} ${hash}`;
}
