import assert from 'node:assert/strict';

import type { BucketState } from '../../controls/case.ts';
import { controlById } from '../../controls/index.ts';
import { canonicalJson } from '../../domain/plan.ts';
import { ACCOUNT, bucketProblem, REGION } from '../builders/problem.ts';
import { answerOf, error, ok, OWNER } from './s3-answers.ts';
import type { Answer } from './s3-answers.ts';
import { startStandIn } from './s3-stand-in.ts';
import type { Request } from './s3-stand-in.ts';

const ALL_FOUR = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

describe('The check of public access', () => {
  it('the public access check records the settings that its runbook would change', async () => {
    const look = await lookAt({ acl: [{ to: 'AllUsers', permission: 'READ' }] });

    assert.deepEqual(look.settings, {
      publicAccessBlock: null,
      acl: {
        owner: OWNER,
        grants: [
          { type: 'CanonicalUser', to: OWNER, permission: 'FULL_CONTROL' },
          {
            type: 'Group',
            to: 'http://acs.amazonaws.com/groups/global/AllUsers',
            permission: 'READ',
          },
        ],
      },
    });
  });

  it('the public access check gives equal settings for equal states', async () => {
    const state: BucketState = { publicAccessBlock: { ...ALL_FOUR, BlockPublicAcls: false } };

    const [first, second] = [await lookAt(state), await lookAt(state)];

    assert.equal(canonicalJson(first.settings), canonicalJson(second.settings));
  });

  it('the public access check names every fault in its summary', async () => {
    const look = await lookAt({
      acl: [
        { to: 'AllUsers', permission: 'READ' },
        { to: 'AuthenticatedUsers', permission: 'WRITE' },
      ],
      publicAccessBlock: { ...ALL_FOUR, RestrictPublicBuckets: false },
    });

    assert.match(look.summary, /READ to everybody/);
    assert.match(look.summary, /WRITE to every AWS account/);
    assert.match(look.summary, /lacks RestrictPublicBuckets/);
  });

  it('the public access check keeps the policy status as evidence only', async () => {
    const look = await lookAt({ publicAccessBlock: ALL_FOUR, policy: 'public' });

    assert.equal(look.verdict, 'fixed');
    assert.match(JSON.stringify(look.responses['GetBucketPolicyStatus']), /"IsPublic":true/);
  });

  it('an unreadable policy status does not change the verdict on public access', async () => {
    const look = await lookAt({ publicAccessBlock: ALL_FOUR }, ({ query }) =>
      query === 'policyStatus' ? error(403, 'AccessDenied') : null,
    );

    assert.equal(look.verdict, 'fixed');
    assert.match(JSON.stringify(look.responses['GetBucketPolicyStatus']), /AccessDenied/);
  });

  for (const query of ['acl', 'publicAccessBlock']) {
    it(`public access is unknown when only ${query} is unreadable`, async () => {
      const look = await lookAt({ publicAccessBlock: ALL_FOUR }, (request) =>
        request.query === query ? error(403, 'AccessDenied') : null,
      );

      assert.equal(look.verdict, 'unknown');
      assert.match(look.error ?? '', /AccessDenied \(403\)/);
    });
  }

  it('public access is unknown when the ACL has no owner', async () => {
    const look = await lookAt({ publicAccessBlock: ALL_FOUR }, ({ query }) =>
      query === 'acl' ? ok('<AccessControlPolicy></AccessControlPolicy>') : null,
    );

    assert.equal(look.verdict, 'unknown');
    assert.match(look.error ?? '', /without an owner/);
  });

  it('the public access check keeps every raw response, errors included', async () => {
    const look = await lookAt({});

    assert.deepEqual(Object.keys(look.responses), [
      'GetBucketAcl',
      'GetPublicAccessBlock',
      'GetBucketPolicyStatus',
    ]);
    assert.match(
      JSON.stringify(look.responses['GetPublicAccessBlock']),
      /NoSuchPublicAccessBlockConfiguration.*404/,
    );
  });
});

/** `instead` may answer in place of the state; null leaves it to the state. */
async function lookAt(
  state: BucketState,
  instead: (request: Request) => Answer | null = () => null,
) {
  await using aws = await startStandIn({
    account: ACCOUNT,
    region: REGION,
    answer: (request) => instead(request) ?? answerOf(state, request.query),
  });
  const control = controlById('S3.PublicAccess');
  assert.ok(control);
  return await control.verify(bucketProblem('S3.PublicAccess'), aws.read, async () => {});
}
