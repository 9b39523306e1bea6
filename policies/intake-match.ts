import { matchesWildcard } from '../domain/wildcard.ts';
import type { Intake } from './intake.ts';

/** May this product's control ids and titles be mapped to controls? */
export function trusts(intake: Intake, productArn: string): boolean {
  return intake.trusted_products.some((pattern) => matchesArn(pattern, productArn));
}

/** Is the account one of ours? With `'*'` it is: only members of Security Hub send findings. */
export function takesAccount(intake: Intake, accountId: string): boolean {
  return intake.accounts === '*' || intake.accounts.includes(accountId);
}

/** Is it something Closeloop itself runs on? `resourceId` is the canonical ARN. */
export function isOwnResource(intake: Intake, resourceId: string): boolean {
  return intake.own_resources.some((pattern) => matchesArn(pattern, resourceId));
}

/** Is this unmapped type one that the policy leaves out? */
export function isExcluded(intake: Intake, findingType: string): boolean {
  return intake.unmapped.exclude.some((pattern) => matches(pattern, findingType));
}

/** Part by part, so that a `*` for the Region cannot swallow an account and a product. */
function matchesArn(pattern: string, arn: string): boolean {
  const wanted = arnParts(pattern);
  const given = arnParts(arn);
  return wanted.every((part, at) => matches(part, given[at] ?? ''));
}

/** `arn`, partition, service, Region, account, resource. */
function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...Array.from({ length: 5 }, (_none, at) => parts[at] ?? ''), parts.slice(5).join(':')];
}

/** Without case. */
function matches(pattern: string, text: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), text.toLowerCase());
}
