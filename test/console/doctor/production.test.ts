/** What production needs besides ledger and workers, as the console's own principal finds it. */
import assert from 'node:assert/strict';

import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';

import type { Check } from '../../../console/doctor/check.ts';
import { evidence, retention } from '../../../console/doctor/evidence.ts';
import { publishers, subscribers, topic } from '../../../console/doctor/topic.ts';
import { roleTrust } from '../../../console/doctor/trust.ts';
import { HUB, PAYMENTS } from '../../builders/asff.ts';
import { admin, as, assume, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';

const TOPIC = `arn:aws:sns:eu-west-1:${HUB}:closeloop`;
const LAMBDA = `arn:aws:lambda:eu-west-1:${HUB}:function:closeloop-slack`;

describe('the doctor of what production needs', () => {
  const sandbox = withSandboxAws();
  beforeEach(async () => await sandbox().reset());
  const mine = () => as(sandbox(), sandbox().gateway.principals.hub('closeloop-console'));
  const owner = () => as(sandbox(), sandbox().credentials(HUB));
  const lockOf = async (bucket: string | null) =>
    await evidence(new S3({ ...mine(), forcePathStyle: true }), bucket);

  it('the doctor fails without a topic, with one that is missing, and with one that nobody subscribes to', async () => {
    const sns = new SNS(mine());
    const unset = await topic(sns, null);
    const missing = await topic(sns, TOPIC);
    const admins = new SNS(owner());
    await admins.createTopic({ Name: 'closeloop' });
    const unheard = await topic(sns, TOPIC);
    await admins.subscribe({ TopicArn: TOPIC, Protocol: 'lambda', Endpoint: LAMBDA });
    const heard = await topic(sns, TOPIC);

    assert.deepEqual(rows(unset), ['topic broken']);
    assert.match(unset[0]?.next.join('\n') ?? '', /set CLOSELOOP_TOPIC_ARN/);
    assert.deepEqual(rows(missing), ['topic broken']);
    assert.deepEqual(rows(unheard), ['topic ok', 'who may publish ok', 'subscriptions broken']);
    assert.deepEqual(rows(heard), ['topic ok', 'who may publish ok', 'subscriptions warn']);
    assert.match(heard[2]?.found ?? '', /^closeloop-slack: only functions/);
  });

  it('the doctor fails without an evidence bucket, without its lock, and without a default retention', async () => {
    const { s3 } = admin(sandbox(), HUB);
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    await s3.createBucket({ Bucket: 'plain', CreateBucketConfiguration });
    const locked = { Bucket: 'locked', ObjectLockEnabledForBucket: true };
    await s3.createBucket({ ...locked, CreateBucketConfiguration });

    assert.deepEqual(rows(await lockOf(null)), ['bucket broken']);
    assert.deepEqual(rows(await lockOf('missing')), ['bucket broken']);
    assert.deepEqual(rows(await lockOf('plain')), ['bucket ok', 'Object Lock broken']);
    assert.deepEqual(rows(await lockOf('locked')), ['bucket ok', 'Object Lock broken']);
    await s3.putObjectLockConfiguration({
      Bucket: 'locked',
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 2 } },
      },
    });
    const [, kept] = await lockOf('locked');
    assert.deepEqual(
      [kept?.status, kept?.found],
      ['ok', 'each object is kept 730 days, mode COMPLIANCE'],
    );
  });

  it('the roles of a workload account are read under closeloop-verify, which may read no other role', async () => {
    const iam = new IAM(as(sandbox(), await assume(sandbox(), PAYMENTS, 'closeloop-verify')));
    const from = { accounts: [PAYMENTS], hub: HUB, externalId: null };
    const [found] = await roleTrust({ ...from, enter: async () => iam });
    const [elsewhere] = await roleTrust({ ...from, hub: PAYMENTS, enter: async () => iam });

    assert.equal(found?.status, 'warn');
    assert.match(found.found, /^closeloop-verify asks for no external id/);
    assert.equal(elsewhere?.status, 'broken');
    assert.match(elsewhere.found, /closeloop-remediate trusts arn:aws:iam::222233334444:role/);
    await assert.rejects(iam.getRole({ RoleName: 'admin' }), { name: 'AccessDenied' });
  });

  it('an account that cannot be entered is not judged, and says so', async () => {
    const [found] = await roleTrust({
      accounts: [PAYMENTS],
      hub: HUB,
      externalId: null,
      enter: refuse,
    });
    assert.equal(found?.status, 'warn');
    assert.match(found.found, /^not checked: /);
  });
});

it('a retention that somebody can lift, or of less than a year, is a warning', () => {
  assert.equal(retention({ Mode: 'COMPLIANCE', Days: 365 }).status, 'ok');
  assert.equal(retention({ Mode: 'GOVERNANCE', Years: 7 }).status, 'warn');
  assert.equal(retention({ Mode: 'COMPLIANCE', Days: 30 }).status, 'warn');
  assert.equal(retention({ Mode: 'COMPLIANCE' }).status, 'broken');
});

it('a topic on which anybody may publish is broken, and one for other accounts a warning', () => {
  assert.equal(publishing('*'), 'broken');
  assert.equal(publishing({ AWS: '*' }), 'broken');
  assert.equal(publishing({ AWS: '*' }, { Action: ['sns:Subscribe'] }), 'ok');
  assert.equal(publishing({ AWS: '*' }, { Action: 'sns:*' }), 'broken');
  assert.equal(publishing('*', { Condition: { StringEquals: { 'AWS:SourceOwner': HUB } } }), 'ok');
  assert.equal(publishing({ AWS: `arn:aws:iam::${HUB}:root` }), 'ok');
  assert.equal(publishing({ AWS: `arn:aws:iam::${PAYMENTS}:root` }), 'warn');
  assert.equal(publishers(undefined, HUB).status, 'skipped');
});

it('a subscription that nobody confirmed counts for nothing', () => {
  const slack = { protocol: 'lambda', endpoint: LAMBDA, isPending: false };
  const mail = { protocol: 'email', endpoint: 'sec@example.com', isPending: false };
  const pending = { ...mail, isPending: true };

  assert.equal(subscribers([pending]).status, 'broken');
  assert.equal(subscribers([slack, pending]).status, 'warn');
  assert.deepEqual(
    [subscribers([slack, mail]).status, subscribers([slack, mail]).found],
    ['ok', 'closeloop-slack, email'],
  );
});

function rows(checks: readonly Check[]): readonly string[] {
  for (const { status, next } of checks) assert.ok(status !== 'broken' || next.length > 0);
  return checks.map(({ name, status }) => `${name} ${status}`);
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('nobody may'));
}

/** How a topic's policy that lets these publish is judged. */
function publishing(Principal: unknown, more: object = {}): Check['status'] {
  const Statement = { Effect: 'Allow', Principal, Action: 'SNS:Publish', ...more };
  return publishers(JSON.stringify({ Statement }), HUB).status;
}
