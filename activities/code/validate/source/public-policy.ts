import { isAttributes, isExpression, isList } from '../../../../controls/code-change.ts';
import type { Attributes, Value } from '../../../../controls/code-change.ts';
import { blocksOf } from '../../../../controls/effects.ts';

/**
 * Does a bucket's policy let everybody in? `unknown` where the file does not show the policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicPolicy(policy: Value): boolean | 'unknown' {
  if (!isAttributes(policy)) return 'unknown';
  const statements = policy.get('Statement');
  if (blocksOf(statements).some(allowsEverybody)) return true;
  const hidden = isExpression(statements) || (isList(statements) && statements.some(isExpression));
  return hidden ? 'unknown' : false;
}

function allowsEverybody(statement: Attributes): boolean {
  if (statement.get('Effect') === 'Deny') return false;
  if (isRestricted(statement.get('Condition'))) return false;
  return statement.has('NotPrincipal') || isEverybody(statement.get('Principal'));
}

function isEverybody(principal: Value | undefined): boolean {
  if (isAttributes(principal)) {
    return ['AWS', '*'].some((type) => isEverybody(principal.get(type)));
  }
  return isList(principal) ? principal.some(isEverybody) : principal === '*';
}

/** Conditions by which S3 takes a policy for one that is not public. */
function isRestricted(condition: Value | undefined): boolean {
  if (!isAttributes(condition)) return false;
  const tests = [...condition].filter(([test]) => !/not/i.test(test));
  const keys = tests.flatMap(([, values]) => (isAttributes(values) ? [...values.keys()] : []));
  return keys.some((key) => RESTRICTING.test(key));
}

const RESTRICTING =
  /^(?:aws:(?:sourcearn|sourceaccount|sourcevpc|sourcevpce|sourceip|sourceorgid|sourceorgpaths|sourceowner|principalarn|principalaccount|principalorgid|principalorgpaths|userid)|s3:(?:dataaccesspointarn|dataaccesspointaccount|x-amz-server-side-encryption-aws-kms-key-id))$/i;
