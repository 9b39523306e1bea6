import { basename } from 'node:path';

import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Accepted, ScannedResource, ScanRequest } from '../validate.ts';
import type { Checkov, CheckResults, Scan } from './checkov.ts';

export interface SecondScan {
  /** `agrees`, or why there is no result: Checkov does not judge such a file, or could not be asked. */
  readonly checkov: 'agrees' | { readonly notJudged: string } | { readonly unavailable: string };
}

/** Has Checkov scan an answer that the validator accepted. */
export async function secondScan(
  { path, scan }: Accepted,
  checkov: Checkov,
): Promise<SecondScan | Rejection> {
  const { language, before, after } = scan;
  if (language === 'terraform' && path.endsWith('.json')) {
    return { checkov: { notJudged: "Checkov does not judge Terraform's JSON syntax" } };
  }
  const result = await checkov.scan({ language, name: basename(path), before, after });
  if ('unavailable' in result) return { checkov: result };
  return compareScans(result, scan) ?? { checkov: 'agrees' };
}

/**
 * Rejects where a resource that existed before fails another check, a check is newly skipped, or one of the control's
 * checks does not pass. What a new companion fails by itself is no worse than its absence was.
 */
function compareScans(
  { before, after }: { readonly before: Scan; readonly after: Scan },
  { wanted, resources, language }: ScanRequest,
): Rejection | null {
  const skipped = added(before.skipped, after.skipped)[0];
  if (skipped !== undefined) return disagree('skips', skipped);
  const known = new Set([...before.passed, ...before.failed].map(([, resource]) => resource));
  const failed = added(before.failed, after.failed).find(
    ([check, resource]) => known.has(resource) && !WRONG.has(check),
  );
  if (failed !== undefined) return disagree('fails', failed);
  // Checkov does not follow count and for_each: a companion there passes and fails the same check.
  if (resources.some(({ repeated }) => repeated)) return null;
  const own = resources.map((resource) => nameIn(language, resource));
  const lists = (list: CheckResults, check: string) =>
    list.some(([id, resource]) => id === check && own.includes(resource));
  const missing = wanted.find((check) => !lists(after.passed, check) || lists(after.failed, check));
  return missing === undefined ? null : disagree('does not pass', [missing, own[0] ?? '']);
}

/** Checks that fail right changes: CKV_AWS_19 does not know aws:kms:dsse. */
const WRONG = new Set(['CKV_AWS_19']);

function nameIn(language: ScanRequest['language'], { type, address }: ScannedResource): string {
  return language === 'terraform' ? address : `${type}.${address}`;
}

function added(before: CheckResults, after: CheckResults): CheckResults {
  const known = new Set(before.map(String));
  return after.filter((pair) => !known.has(String(pair)));
}

function disagree(what: string, [check, resource]: CheckResults[number]): Rejection {
  return reject(
    'SECOND_OPINION',
    `With the answer Checkov ${what} ${check} for ${printable(resource)}.`,
  );
}
