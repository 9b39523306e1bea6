import type { Finding } from '../event/finding.ts';

/**
 * Something happened, or software has a hole: never the same problem as a setting that is wrong. A check of a
 * configuration stays one whatever else its types say: Prowler adds a `TTPs` category to many of its checks.
 */
export function isThreat(finding: Finding): boolean {
  if (vulnerabilityIds(finding).length > 0) return true;
  const types = finding.types.map((type) => type.trim().toLowerCase());
  if (types.some((type) => type.includes('policy:'))) return false;
  if (finding.compliance !== null) return false;
  if (types.some((type) => type.startsWith('software and configuration checks'))) return false;
  return types.some((type) => type.startsWith('ttps') || type.startsWith('unusual behavio'));
}

/** CVEs and other vulnerability ids, upper case, sorted, without repetitions. */
export function vulnerabilityIds(finding: Finding): readonly string[] {
  const listed = finding.vulnerabilities;
  const about = finding.types.some((type) => /vulnerabilit|\bcve\b/i.test(type));
  const titled = (about ? ANYWHERE : FIRST).exec(finding.title)?.[1];
  const ids = listed.length > 0 ? listed : titled === undefined ? [] : [titled];
  return [...new Set(ids.map((id) => id.toUpperCase()))].sort();
}

// "Instance i-0abc is vulnerable to CVE-2019-0196"; elsewhere a CVE in the middle of a title is a remark.
const ANYWHERE = /\b((?:CVE|GHSA|ALAS|RHSA|USN)-[-\w:]*\d[-\w:]*)/i;
const FIRST = /^\s*((?:CVE|GHSA|ALAS|RHSA|USN)-[-\w:]*\d[-\w:]*)/i;

/**
 * The product's own type in one spelling: `policy:s3/bucketpublicaccessgranted` for any ASFF category in front
 * and for `-` instead of `/`; the whole path in lower case where it has none. Null without types.
 */
export function ownType(finding: Finding): string | null {
  const types = finding.types
    .map((type) =>
      type
        .trim()
        .replaceAll(/\s*\/\s*/g, '/')
        .toLowerCase(),
    )
    .toSorted();
  const specific = types.find((type) => type.includes(':')) ?? longest(types);
  if (specific === undefined) return null;
  const colon = specific.indexOf(':');
  if (colon < 0) return specific;
  const purpose = specific.slice(specific.lastIndexOf('/', colon) + 1, colon);
  return `${purpose}:${specific.slice(colon + 1).replace(/[-/]/, '/')}`;
}

/** A type that says what is wrong, unlike `Software and Configuration Checks`, which only sorts. */
export function isSpecific(type: string): boolean {
  return type.includes(':');
}

function longest(types: readonly string[]): string | undefined {
  return [...types].sort(
    (a, b) => b.split('/').length - a.split('/').length || (a < b ? -1 : 1),
  )[0];
}
