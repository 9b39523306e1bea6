/** What a scoped exception covers: a control, in an account, on resources with a protected tag. */
import type { Problem, Severity } from './finding.ts';

/** `account` or `tag` or both narrow the control. */
export interface Scope {
  readonly control: string;
  /** 12 digits; null: every account. */
  readonly account: string | null;
  /** Compared exactly. Only protected keys are allowed, which owners cannot set themselves. Null: any resource. */
  readonly tag: Tag | null;
}

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The highest severity that a scoped exception covers: never CRITICAL. */
export const WORST_COVERED: Severity = 'HIGH';

/** Whether the scope may cover a problem, before its resource's tags are read. */
export function isAbout(
  { control, account }: Scope,
  { problem, severity }: { readonly problem: Problem; readonly severity: Severity },
): boolean {
  if (severity === 'CRITICAL' || problem.control !== control) return false;
  return account === null || problem.account === account;
}

/** `tags`: of the live resource; null when they could not be read, which is no match. */
export function carriesTag({ tag }: Scope, tags: Readonly<Record<string, string>> | null): boolean {
  if (tag === null) return true;
  return tags !== null && Object.hasOwn(tags, tag.key) && tags[tag.key] === tag.value;
}

/** Why this is no valid scope; null when it is. */
export function scopeProblem({ control, account, tag }: Scope): string | null {
  if (control.trim() === '') return 'a scope needs a control';
  if (account === null && tag === null)
    return 'a scope must be narrower than a control everywhere: name an account, a protected tag, or both';
  if (account !== null && !/^\d{12}$/.test(account))
    return `"${account}" is no account: it has 12 digits`;
  if (tag !== null && (tag.key === '' || tag.value === ''))
    return 'a tag has a key and a value: KEY=VALUE';
  return null;
}

/** `S3.PublicAccess in account 111122223333 on resources tagged exempt=yes`. */
export function scopeInWords({ control, account, tag }: Scope): string {
  const where = account === null ? '' : ` in account ${account}`;
  const what = tag === null ? '' : ` on resources tagged ${tag.key}=${tag.value}`;
  return `${control}${where}${what}`;
}
