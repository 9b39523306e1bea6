import assert from 'node:assert/strict';

import { judgeTrust } from '../../../console/doctor/trust.ts';
import type { Trusting } from '../../../console/doctor/trust.ts';
import { MEMBER_ROLES, trustOf } from '../../../infra/aws/grants/trust.ts';

const HUB = '222233334444';
const by = { hub: HUB, externalId: 'acme-7' };
const arn = (name: string, account = HUB) => `arn:aws:iam::${account}:role/${name}`;
const RUNTIME = arn('closeloop-runtime');
const ID = { StringEquals: { 'sts:ExternalId': 'acme-7' } };

/** What is wrong with closeloop-remediate when it trusts these. */
function faults(
  AWS: unknown,
  more: object = { Condition: ID },
  trusting: Trusting = by,
): readonly string[] {
  const Statement = [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...more }];
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  return judgeTrust('closeloop-remediate', policy, trusting).faults;
}

describe('the doctor of role trust', () => {
  it('the doctor accepts the worker that needs the role, by path or without, with the external id', () => {
    assert.deepEqual(faults(RUNTIME), []);
    assert.deepEqual(faults([arn('teams/sec/closeloop-runtime')]), []);
  });

  it('the doctor accepts the account of the workers where a condition names the role exactly', () => {
    const root = `arn:aws:iam::${HUB}:root`;
    const naming = (operator: string, name: string) =>
      faults(root, { Condition: { ...ID, [operator]: { 'aws:PrincipalArn': name } } });

    assert.deepEqual(naming('ArnEquals', RUNTIME), []);
    assert.deepEqual(naming('ArnLike', arn('*')).length, 2);
    assert.ok(naming('ArnNotEquals', RUNTIME).includes(`closeloop-remediate trusts ${root}`));
    const elsewhere = { Condition: { ...ID, ArnEquals: { 'aws:PrincipalArn': RUNTIME } } };
    assert.ok(faults('*', elsewhere).includes('closeloop-remediate trusts *'));
  });

  it('the doctor accepts what the deployment makes', () => {
    const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
    const trusted = { hubAccount: HUB, externalId: by.externalId };
    for (const role of MEMBER_ROLES) {
      const policy = JSON.stringify(trustOf(role, place, trusted));
      assert.deepEqual(judgeTrust(role, policy, by), { faults: [], remarks: [] });
    }
  });

  it('the doctor names whom a role trusts and should not', () => {
    const wrong = [
      '*',
      `arn:aws:iam::${HUB}:root`,
      HUB,
      arn('closeloop-orchestrator'),
      arn('closeloop-runtime', '999988887777'),
      'AROAEXAMPLEOFADELETED',
      arn('x-closeloop-runtime'),
    ];
    for (const one of wrong)
      assert.deepEqual(faults([RUNTIME, one]), [`closeloop-remediate trusts ${one}`]);
    assert.ok(faults('*').includes('closeloop-remediate does not trust closeloop-runtime'));
    const service = { Condition: ID, Principal: { Service: 'ec2.amazonaws.com' } };
    assert.ok(faults('', service).includes('closeloop-remediate trusts ec2.amazonaws.com'));
    assert.equal(faults('', { Principal: undefined, NotPrincipal: { AWS: 'x' } }).length > 0, true);
  });

  it('the doctor finds a role that asks for another external id, or for none', () => {
    assert.match(faults(RUNTIME, {}).join(), /asks for no external id, though/);
    const other = { Condition: { StringEquals: { 'sts:externalid': 'acme-8' } } };
    assert.match(faults(RUNTIME, other).join(), /asks for another external id/);
    const none = { hub: HUB, externalId: null };
    assert.match(faults(RUNTIME, { Condition: ID }, none).join(), /another external id/);
    assert.deepEqual(faults(RUNTIME, {}, none), []);
  });

  it('closeloop-automation trusts Systems Manager and nobody else', () => {
    const none = { faults: [], remarks: [] };
    assert.deepEqual(automation({ Service: 'ssm.amazonaws.com' }), none);
    assert.equal(
      automation({ Service: ['ssm.amazonaws.com', 'ec2.amazonaws.com'] }).faults.length,
      1,
    );
    assert.equal(automation({ AWS: RUNTIME }).faults.length, 2);
  });
});

function automation(Principal: unknown) {
  const Statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' };
  return judgeTrust('closeloop-automation', JSON.stringify({ Statement }), by);
}
