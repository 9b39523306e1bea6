/** A scope of `controls/scopes.ts` as resources and conditions of a deployed policy. */
import type { Scope } from '../../../controls/scopes.ts';
import { ownerOfDocument } from './documents.ts';
import { arn } from './place.ts';
import type { Conditions, Hub, Place } from './place.ts';

/**
 * The pattern with this deployment's partition, Region, account and ledger in place of its `*`. A scope stands for any
 * deployment; a policy for one. Throws for a pattern of a kind that nobody has decided about.
 */
export function localise(pattern: string, place: Place | Hub): string {
  const [, , service = '', , , ...rest] = pattern.split(':');
  const resource = rest.join(':');
  const table = /^table\/\*-([a-z]+)$/.exec(resource)?.[1];
  if (service === 'dynamodb' && table !== undefined && 'ledgerPrefix' in place)
    return arn(place, service, `table/${place.ledgerPrefix}-${table}`);
  if (service === 's3' && resource === '*/evidence/*' && 'evidenceBucket' in place)
    return `arn:${place.partition}:s3:::${place.evidenceBucket}/evidence/*`;
  if (service === 'iam' && /^role\/closeloop-[a-z]+$/.test(resource))
    return `arn:${place.partition}:iam::${accountOfRole(resource, place)}:${resource}`;
  if (service === 'ssm' && /^parameter\/closeloop\/[a-z-]+$/.test(resource))
    return arn(place, service, resource);
  const document = /^automation-definition\/([\w.-]+):/.exec(resource)?.[1] ?? '';
  const owner = ownerOfDocument(document);
  if (service === 'ssm' && owner !== null)
    return arn(owner === 'aws' ? { ...place, account: '' } : place, service, resource);
  throw new Error(
    `controls/scopes.ts narrows an action to ${pattern}; infra/aws/grants/narrow.ts knows tables of the ledger, evidence, roles, secrets and documents of controls. Add there what the pattern means in a deployment.`,
  );
}

/** The hub assumes roles in all accounts that have findings; a role there passes and reads those of its own account. */
function accountOfRole(resource: string, place: Place | Hub): string {
  const isHub = 'ledgerPrefix' in place;
  return isHub && resource !== 'role/closeloop-automation' ? '*' : place.account;
}

/** Both of them. Throws where both say something about one key: then neither would be all that was decided. */
export function bothConditions(one: Conditions, other: Conditions): Conditions {
  const operators = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    operators.map((operator) => {
      const [a, b] = [one[operator] ?? {}, other[operator] ?? {}];
      const twice = Object.keys(a).filter((key) => Object.hasOwn(b, key));
      if (twice.length > 0)
        throw new Error(
          `A decision and a scope both demand ${operator} of ${twice.join(', ')}: merge them in one place.`,
        );
      return [operator, { ...a, ...b }];
    }),
  );
}

/** What a statement of the scope demands. */
export function conditionsOf({ leadingKey, alias, fields }: Scope): Conditions {
  return {
    ...(leadingKey === undefined ? {} : onlyKeys(leadingKey.values)),
    ...(alias === undefined ? {} : { StringEquals: { 'kms:RequestAlias': alias } }),
    ...(fields === undefined ? {} : { Null: otherFields(fields) }),
  };
}

/** `ForAllValues` is true where a request has no key at all, so that is excluded. */
function onlyKeys(values: readonly string[]): Conditions {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': values },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

/**
 * What BatchUpdateFindings can change, with the members by which IAM knows it. AWS documents the names of the keys by
 * example (`Workflow.Status`, `Severity.Label`), so members and their whole are both excluded.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchupdatefindings.html
 */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Confidence: [],
  Criticality: [],
  Note: ['Text', 'UpdatedBy'],
  RelatedFindings: ['Id', 'ProductArn'],
  Severity: ['Label', 'Normalized', 'Product'],
  Types: [],
  UserDefinedFields: [],
  VerificationState: [],
  Workflow: ['Status'],
};

function otherFields(allowed: readonly string[]): Readonly<Record<string, string>> {
  const unknown = allowed.filter((field) => !Object.hasOwn(FIELDS, field));
  if (unknown.length > 0)
    throw new Error(
      `controls/scopes.ts allows the fields ${unknown.join(', ')}; BatchUpdateFindings has ${Object.keys(FIELDS).join(', ')}.`,
    );
  const others = Object.entries(FIELDS).filter(([field]) => !allowed.includes(field));
  const paths = others.flatMap(([field, members]) => [
    field,
    ...members.map((member) => `${field}.${member}`),
  ]);
  return Object.fromEntries(paths.map((path) => [`securityhub:ASFFSyntaxPath/${path}`, 'true']));
}
