/** Finds the control for what a report names. Each function returns null where no control covers it. */
import type { Control } from './control.ts';
import { CONTROLS } from './index.ts';

/** `Compliance.SecurityControlId`, for example `S3.2`; ids in ARNs may be in lower case. */
export function controlBySecurityHubId(id: string): Control | null {
  return find((control) => control.covers.securityHub.some((known) => same(known, id)));
}

/** AWS Config's managed rule identifier: `s3-bucket-versioning-enabled` or `S3_BUCKET_VERSIONING_ENABLED`. */
export function controlByConfigRule(rule: string): Control | null {
  const name = rule.replaceAll('_', '-');
  return find((control) => control.covers.configRules.some((known) => same(known, name)));
}

/**
 * A member of ASFF `Types`. Products' own types (`Policy:…`) are compared without the ASFF category in front,
 * without case, and with `/` and `-` as the same character: ASFF has `Policy:S3-BucketPublicAccessGranted` for what
 * GuardDuty itself calls `Policy:S3/BucketPublicAccessGranted`.
 */
export function controlByFindingType(type: string): Control | null {
  const wanted = comparableType(type);
  return find((control) => control.covers.findingTypes.some((t) => comparableType(t) === wanted));
}

/** A title, for products without ids. The caller decides which ProductArns are trusted. */
export function controlByTitle(productArn: string, title: string): Control | null {
  const product = productArn.split('/').slice(-2).join('/');
  return find((control) =>
    control.covers.titles.some((known) => known.product === product && same(known.title, title)),
  );
}

/** Prowler's check id, for example `s3_bucket_object_versioning`. The caller decides whether Prowler is trusted. */
export function controlByProwlerCheck(check: string): Control | null {
  return find((control) => control.covers.prowler.some((known) => same(known, check)));
}

function find(matches: (control: Control) => boolean): Control | null {
  return CONTROLS.find(matches) ?? null;
}

function comparableType(type: string): string {
  const folded = type
    .replaceAll(/\s*\/\s*/g, '/')
    .trim()
    .toLowerCase();
  const start = folded.indexOf('policy:');
  return start < 0 ? folded : folded.slice(start).replace('/', '-');
}

function same(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

/** Without case, outer blanks, repeated blanks and a final full stop. */
function fold(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replace(/\.$/, '').toLowerCase();
}
