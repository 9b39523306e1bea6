import assert from 'node:assert/strict';

import type { AssumeRoleCommandInput, STS } from '@aws-sdk/client-sts';

import { roleAssumer, sessionName } from '../../../activities/aws/assume.ts';
import type { Entry } from '../../../activities/aws/assume.ts';
import { clientRegion } from '../../../activities/aws/client-defaults.ts';
import { partitionOfResource } from '../../../domain/arn.ts';
import { awsError } from '../../builders/activity.ts';
import { ACCOUNT, WORKFLOW_ID } from '../../builders/problem.ts';

const entry: Entry = {
  partition: 'aws',
  account: ACCOUNT,
  role: 'closeloop-verify',
  session: 'lifecycle-1',
};

it('the account client assumes the role with external id and session, once until it is about to expire', async () => {
  const { sts, calls } = fakeSts(() => credentials(900));
  let now = 0;
  const assume = roleAssumer({
    sts,
    principal: 'p',
    externalId: 'x-1',
    now: () => new Date(now),
  });
  const first = await assume(entry);
  now = 590_000;
  assert.equal(await assume(entry), first);
  now = 601_000;
  assert.notEqual(await assume(entry), first);
  assert.equal(calls.length, 2);
  assert.deepEqual(calls[0], {
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/closeloop-verify`,
    RoleSessionName: 'lifecycle-1',
    DurationSeconds: 900,
    ExternalId: 'x-1',
  });
});

it('the account client keeps accounts, roles and sessions apart', async () => {
  const { sts, calls } = fakeSts(() => credentials(900));
  const assume = roleAssumer(options(sts));
  await assume(entry);
  await assume({ ...entry, account: '444455556666' });
  await assume({ ...entry, role: 'closeloop-remediate' });
  await assume({ ...entry, session: 'lifecycle-2' });
  await assume(entry);
  assert.equal(calls.length, 4);
  assert.equal(calls[0]?.ExternalId, undefined);
});

it('the account client assumes a role of the partition that the resource is in', async () => {
  const { sts, calls } = fakeSts(() => credentials(900));
  const assume = roleAssumer(options(sts));
  await assume({ ...entry, partition: 'aws-cn' });
  await assume({ ...entry, partition: 'aws-us-gov' });
  assert.deepEqual(
    calls.map(({ RoleArn }) => RoleArn),
    [
      `arn:aws-cn:iam::${ACCOUNT}:role/closeloop-verify`,
      `arn:aws-us-gov:iam::${ACCOUNT}:role/closeloop-verify`,
    ],
  );
  assert.equal(partitionOfResource('arn:aws-cn:s3:::payments-logs'), 'aws-cn');
  assert.equal(partitionOfResource('AWS::::Account:111122223333'), 'aws');
});

it('the account client names role, account, principal and the answer of STS when it is refused', async () => {
  const { sts } = fakeSts(() => awsError('AccessDenied', 403, 'not authorized'));
  await assert.rejects(roleAssumer(options(sts))(entry), (error: Error & { type?: string }) => {
    assert.equal(error.type, 'RoleNotAssumable');
    assert.match(error.message, /closeloop-orchestrator cannot assume closeloop-verify/);
    assert.match(error.message, /account 111122223333.*AccessDenied: not authorized/);
    return true;
  });
});

it('the account client remembers no refusal', async () => {
  const answers = [awsError('AccessDenied', 403), credentials(900)];
  const { sts } = fakeSts(() => answers.shift());
  const assume = roleAssumer(options(sts));
  await assert.rejects(assume(entry));
  assert.equal((await assume(entry)).accessKeyId, 'ASIA');
});

it('the account client asks nobody for an account that is not known', async () => {
  const { sts, calls } = fakeSts(() => credentials(900));
  await assert.rejects(roleAssumer(options(sts))({ ...entry, account: 'unknown' }), {
    type: 'RoleNotAssumable',
  });
  assert.equal(calls.length, 0);
});

it('the account client refuses an answer without credentials', async () => {
  const { sts } = fakeSts(() => ({}));
  await assert.rejects(roleAssumer(options(sts))(entry), { type: 'SchemaMismatch' });
});

it('the account client asks about account-wide problems in the home of the partition', () => {
  assert.equal(clientRegion('global', 'aws'), 'us-east-1');
  assert.equal(clientRegion('global', 'aws-cn'), 'cn-northwest-1');
  assert.equal(clientRegion('global', 'aws-iso-f'), 'us-isof-south-1');
  assert.equal(clientRegion('global', 'aws-us-gov'), 'us-gov-west-1');
  assert.equal(clientRegion('eu-central-1', 'aws'), 'eu-central-1');
});

it('the account client makes session names that STS accepts and that keep the hash', () => {
  assert.equal(
    sessionName(WORKFLOW_ID),
    'S3.PublicAccess-111122223333-eu-west-1-payments-logs-5f2c1a9b04',
  );
  const long = sessionName(`S3.PublicAccess:111122223333:eu-west-1:${'b'.repeat(63)}:5f2c1a9b04`);
  assert.equal(long.length, 64);
  assert.match(long, /^S3\.PublicAccess-111122223333-eu-west-1-b+-5f2c1a9b04$/);
  for (const odd of ['', 'ü', 'a b/c\n']) assert.match(sessionName(odd), /^[\w+=,.@-]{2,64}$/);
});

function options(sts: STS): Parameters<typeof roleAssumer>[0] {
  return { sts, principal: 'closeloop-orchestrator', externalId: null, now: () => new Date(0) };
}

function credentials(seconds: number): unknown {
  const Expiration = new Date(seconds * 1000);
  const keys = { AccessKeyId: 'ASIA', SecretAccessKey: 's', SessionToken: 't', Expiration };
  return { Credentials: keys };
}

function fakeSts(answer: () => unknown): { sts: STS; calls: AssumeRoleCommandInput[] } {
  const calls: AssumeRoleCommandInput[] = [];
  const assumeRole = async (input: AssumeRoleCommandInput) => {
    calls.push(input);
    const value = answer();
    if (value instanceof Error) throw value;
    return value;
  };
  return { sts: { assumeRole } as unknown as STS, calls };
}
