import { isAttributes, isExpression, isList } from '../code-change.ts';
import type { Attributes, Effect, Restriction, Value, View } from '../code-change.ts';
import { blocksOf } from '../effects.ts';

/** Does the policy deny every request without TLS, on the bucket and on its objects? */
export function deniesInsecure(policy: Value, view: Pick<View, 'isArn'>): Effect {
  if (!isAttributes(policy)) return isExpression(policy) ? 'unknown' : 'fail';
  const given = policy.get('Statement');
  const covered = blocksOf(given).flatMap((one) => [...covers(one, view)]);
  if (covered.includes('bucket') && covered.includes('objects')) return 'pass';
  return isExpression(given) || (isList(given) && given.some(isExpression)) ? 'unknown' : 'fail';
}

/**
 * Statements of an existing policy stay unchanged; only an incomplete denial of insecure transport may be replaced. A new
 * statement denies insecure transport and does nothing else.
 */
export function restrictPolicy(
  before: readonly Value[],
  after: readonly Value[],
  view: View,
): Restriction | null {
  if (texts(before).join() === texts(after).join()) return null;
  // A bucket has one policy: of two, the last one applied overwrites the other.
  if (after.length > Math.max(1, before.length))
    return policyChanged('The answer adds a second policy.');
  if (before.some((policy) => !isAttributes(policy))) {
    const reason =
      'The policy comes from elsewhere, so no change of this file can be proved right.';
    return { code: 'POLICY_ELSEWHERE', reason };
  }
  if (after.some((policy) => !isAttributes(policy)))
    return policyChanged('The answer changes a policy that the file does not contain completely.');
  const old = before.flatMap(statementsOf);
  const now = after.flatMap(statementsOf);
  const kept = old.filter((one) => !isAttributes(one) || !isTransportDenial(one));
  if (!isSubsequence(texts(kept), texts(now))) {
    return policyChanged('The answer removes or changes a statement of the policy.');
  }
  // IAM and the data source refuse a policy in which a Sid repeats.
  const sids = now.flatMap((one) => (isAttributes(one) ? (one.get('Sid') ?? []) : []));
  if (new Set(texts(sids)).size < sids.length) return policyChanged('The answer uses a Sid twice.');
  const known = new Set(texts(old));
  const unrelated = now.find((one) => !known.has(textOf(one)) && !isAboutTransport(one, view));
  if (unrelated !== undefined) {
    return policyChanged(
      'The answer adds a statement that does more than denying insecure transport.',
    );
  }
  return restrictFrame(before, after);
}

function policyChanged(reason: string): Restriction {
  return { code: 'POLICY_CHANGED', reason };
}

/** Beside its statements a policy has a version and an id, which stay. */
function restrictFrame(before: readonly Value[], after: readonly Value[]): Restriction | null {
  const old = frameOf(before[0]);
  const now = frameOf(after[0]);
  const allowed = now.every(([name]) => name === 'Version' || name === 'Id');
  const kept = before.length === 0 || JSON.stringify(old) === JSON.stringify(now);
  return allowed && kept ? null : policyChanged("The answer changes the policy's version or id.");
}

function frameOf(policy: Value | undefined): readonly (readonly [string, Value])[] {
  return isAttributes(policy) ? [...policy].filter(([name]) => name !== 'Statement') : [];
}

type Part = 'bucket' | 'objects';

function isAboutTransport(statement: Value, view: View): boolean {
  return isAttributes(statement) && covers(statement, view).size > 0;
}

/** Which parts a complete denial covers; none for any other statement. */
function covers(statement: Attributes, view: Pick<View, 'isArn'>): ReadonlySet<Part> {
  const actions = listOf(statement.get('Action'));
  const whole = actions.includes('s3:*') || actions.includes('*');
  if (!isTransportDenial(statement) || !whole || actions.length !== 1) return new Set();
  const parts = new Set<Part>();
  for (const resource of listOf(statement.get('Resource'))) {
    if (view.isArn(resource, '')) parts.add('bucket');
    else if (view.isArn(resource, '/*')) parts.add('objects');
    else return new Set();
  }
  return parts;
}

const KEYS = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

/** A Deny for everybody whose only condition is that the request came without TLS. */
function isTransportDenial(statement: Attributes): boolean {
  return (
    [...statement.keys()].every((key) => KEYS.has(key)) &&
    statement.get('Effect') === 'Deny' &&
    isEverybody(statement.get('Principal')) &&
    isInsecure(statement.get('Condition'))
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function isEverybody(principal: Value | undefined): boolean {
  if (principal === '*') return true;
  if (!isAttributes(principal) || principal.size !== 1) return false;
  const [only, ...others] = listOf(principal.get('AWS') ?? principal.get('*'));
  return only === '*' && others.length === 0;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport */
function isInsecure(condition: Value | undefined): boolean {
  if (!isAttributes(condition) || condition.size !== 1) return false;
  const test = condition.get('Bool') ?? condition.get('BoolIfExists');
  if (!isAttributes(test) || test.size !== 1) return false;
  return [...test].every(
    ([key, values]) =>
      key.toLowerCase() === 'aws:securetransport' && listOf(values).map(String).join() === 'false',
  );
}

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

function statementsOf(policy: Value): readonly Value[] {
  return isAttributes(policy) ? listOf(policy.get('Statement')) : [];
}

function texts(values: readonly Value[]): readonly string[] {
  return values.map(textOf);
}

/** Equal for equal values; the order of keys does not matter. */
function textOf(value: Value): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    one instanceof Map ? [...one].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) : one,
  );
}

function isSubsequence(wanted: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const text of all) if (text === wanted[at]) at++;
  return at === wanted.length;
}
