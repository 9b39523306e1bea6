/** The deployed policies cover controls/roles.ts, action by action, and nobody can add one without a decision. */
import assert from 'node:assert/strict';

import { actionsOf, PRINCIPALS } from '../../../controls/roles.ts';
import { assumersOf, scopesOf } from '../../../controls/scopes.ts';
import { grantsOf } from '../../../infra/aws/grants.ts';
import { decidedActions } from '../../../infra/aws/grants/decisions.ts';
import { bothConditions } from '../../../infra/aws/grants/narrow.ts';
import { MEMBER_ROLES, trustOf } from '../../../infra/aws/grants/trust.ts';
import { WORKLOAD_ROLES } from '../../../sandbox/aws/gateway/trust.ts';
import { deployed, hub, member, placeOf } from './places.ts';

const HUB_ID = '222233334444';

describe('A deployed policy', () => {
  for (const principal of PRINCIPALS) {
    it(`the policy of ${principal} grants exactly the actions of controls/roles.ts`, () => {
      const granted = deployed(principal).Statement.flatMap(({ Action }) => Action);
      assert.deepEqual([...new Set(granted)].sort(), actionsOf(principal));
    });

    it(`each * in the policy of ${principal} has a reason, and no reason stands beside a named resource`, () => {
      const needs = { actions: actionsOf(principal), scopes: scopesOf(principal) };
      for (const { actions, resources, why } of grantsOf(principal, needs, placeOf(principal))) {
        const open = resources.some((resource) => resource.includes('*'));
        assert.equal(why !== null, open, actions.join());
      }
    });

    it(`the policy of ${principal} is within the 10 240 characters of a role's inline policies`, () => {
      assert.ok(JSON.stringify(deployed(principal)).length < 9_000);
    });
  }

  it('an action that nobody has decided about stops the deployment, naming principal and action', () => {
    const needs = { actions: ['s3:DeleteBucket'], scopes: [] };
    assert.throws(
      () => grantsOf('closeloop-automation', needs, member),
      /closeloop-automation the action s3:DeleteBucket.*decisions\.ts does not say/,
    );
  });

  it('a scope of an unknown kind stops the deployment', () => {
    const scopes = [{ actions: ['sns:Publish'], resources: ['arn:aws*:sns:*:*:other'] }];
    assert.throws(
      () => grantsOf('closeloop-code', { actions: ['sns:Publish'], scopes }, hub),
      /narrow\.ts knows tables/,
    );
  });

  it('a field that BatchUpdateFindings does not have stops the deployment', () => {
    const action = 'securityhub:BatchUpdateFindings';
    const scopes = [{ actions: [action], resources: ['*'], fields: ['Workflows'] }];
    assert.throws(
      () => grantsOf('closeloop-closer', { actions: [action], scopes }, hub),
      /allows the fields Workflows/,
    );
  });

  it('what only the hub has is never granted to a role of a member account', () => {
    for (const action of ['dynamodb:GetItem', 'kms:VerifyMac', 'securityhub:GetFindings'])
      assert.throws(
        () => grantsOf('closeloop-verify', { actions: [action], scopes: [] }, member),
        /only the hub has/,
      );
  });

  it('roles are assumed, documents started and secrets read only where a scope names them', () => {
    for (const action of ['sts:AssumeRole', 'ssm:StartAutomationExecution', 'ssm:GetParameter'])
      assert.throws(
        () => grantsOf('closeloop-code', { actions: [action], scopes: [] }, hub),
        /only for the (roles|documents|parameters) of a scope/,
      );
  });

  it('no decision is left over for an action that no principal has', () => {
    const used = new Set(PRINCIPALS.flatMap((principal) => actionsOf(principal)));
    assert.deepEqual(
      decidedActions().filter((action) => !used.has(action)),
      [],
    );
  });

  it('two conditions on one key are not merged silently', () => {
    const one = { StringEquals: { 'kms:RequestAlias': 'alias/a' } };
    assert.throws(() => bothConditions(one, one), /both demand StringEquals of kms:RequestAlias/);
    const other = { StringEquals: { 'aws:PrincipalTag/x': 'y' } };
    assert.deepEqual(bothConditions(one, other), {
      StringEquals: { ...one.StringEquals, ...other.StringEquals },
    });
  });
});

describe('Trust in a member account', () => {
  const trusted = { hubAccount: HUB_ID, externalId: 'external' };

  it('the roles of a member account are those that the sandbox has there', () => {
    assert.deepEqual([...MEMBER_ROLES].sort(), [...WORKLOAD_ROLES].sort());
  });

  it('a role trusts exactly the principals of the hub whose policies let them assume it', () => {
    assert.deepEqual([...assumersOf('closeloop-verify')].sort(), [
      'closeloop-closer',
      'closeloop-code',
      'closeloop-console',
      'closeloop-orchestrator',
    ]);
    assert.deepEqual(assumersOf('closeloop-remediate'), ['closeloop-runtime']);
  });

  it('it trusts the account of the hub, the names of the roles there and the external id together', () => {
    const [statement] = trustOf('closeloop-remediate', member, trusted).Statement;
    assert.deepEqual(statement, {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${HUB_ID}:root` },
      Action: 'sts:AssumeRole',
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': [`arn:aws:iam::${HUB_ID}:role/closeloop-runtime`] },
        StringEquals: { 'sts:ExternalId': 'external' },
      },
    });
  });

  it('the automation role trusts Systems Manager for executions of its own account only', () => {
    const [statement] = trustOf('closeloop-automation', member, trusted).Statement;
    assert.deepEqual(statement.Principal, { Service: 'ssm.amazonaws.com' });
    assert.deepEqual(statement.Condition, {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:ssm:*:111122223333:automation-execution/*' },
    });
  });
});
