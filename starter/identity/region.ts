import { parseArn } from '../../domain/arn.ts';
import type { CanonicalResource } from './resource.ts';

/** One region for problems that every Region reports. */
const GLOBAL = 'global';

/** The Region of a problem; `unknown`, with the reason, when neither finding nor resource has one. */
export interface FoundRegion {
  readonly region: string;
  readonly doubt: string | null;
}

/**
 * The ARN's Region, else the resource's, else the finding's; never the envelope's, which is the aggregator's.
 * IAM and other global services count as one Region, and so do an account's own settings of IAM and S3.
 */
export function regionOf(
  resource: CanonicalResource,
  given: { readonly resource: string | null; readonly finding: string | null },
  subject: string,
): FoundRegion {
  if (isGlobal(resource, subject)) return { region: GLOBAL, doubt: null };
  const region = resource.region ?? given.resource ?? given.finding;
  if (region === null)
    return { region: 'unknown', doubt: 'neither resource nor finding has a Region' };
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region)) {
    return { region: 'unknown', doubt: `"${region.slice(0, 40)}" is no AWS Region` };
  }
  return { region, doubt: null };
}

function isGlobal(resource: CanonicalResource, subject: string): boolean {
  if (resource.s3Account === true || /^Aws(Iam|S3Account)/.test(resource.type)) return true;
  // Account settings of other services, such as EBS encryption (EC2.7), are one problem per Region.
  if (resource.type === 'AwsAccount') return ACCOUNT_WIDE.test(subject);
  const arn = parseArn(resource.id);
  return arn !== null && arn.region === '' && GLOBAL_SERVICES.has(arn.service);
}

/** Finding types about IAM, the root user or S3's account settings. */
const ACCOUNT_WIDE =
  /(^|[^a-z])(iam|root)([^a-z]|$)|(^|\s)account\.\d|(^|[^a-z0-9])s3(\.1$|[-_ ]account)|accountblockpublicaccess|passwordpolicy|s3blockpublicaccessdisabled/i;

// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
const GLOBAL_SERVICES = new Set(
  `iam sts cloudfront route53 route53domains organizations globalaccelerator shield waf
  account`.split(/\s+/),
);
