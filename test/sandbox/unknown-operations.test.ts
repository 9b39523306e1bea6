import assert from 'node:assert/strict';

import { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';

import { HUB, PAYMENTS } from '../builders/asff.ts';
import { admin, as, withSandboxAws } from './with-sandbox-aws.ts';

/** An SDK client shows a readable error, whichever protocol its service speaks. */
describe('what the sandbox does not know', () => {
  const sandbox = withSandboxAws();

  it('an unknown operation of a query service is named in XML', async () => {
    const sts = new STS(as(sandbox(), sandbox().credentials(HUB)));
    await assert.rejects(
      sts.assumeRoot({
        TargetPrincipal: PAYMENTS,
        TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/x' },
      }),
      missing(/sts:AssumeRoot/),
    );
  });

  it('an unknown operation of a JSON service is named in JSON', async () => {
    const ssm = new SSM(as(sandbox(), sandbox().credentials(PAYMENTS)));
    await assert.rejects(
      ssm.startExecutionPreview({ DocumentName: 'x' }),
      missing(/ssm:StartExecutionPreview/),
    );
  });

  it('an unknown operation of a REST service is named in JSON', async () => {
    const { securityHub } = admin(sandbox(), HUB);
    await assert.rejects(
      securityHub.getInsightResults({ InsightArn: 'x' }),
      missing(/securityhub:GetInsightResults|GET \/insights/),
    );
    await assert.rejects(securityHub.listInvitations({}), missing(/GET \/invitations/));
  });

  it('an unknown S3 sub-resource never reaches the bucket itself', async () => {
    const { s3 } = admin(sandbox(), PAYMENTS);
    await s3.createBucket({ Bucket: 'precious' });
    await assert.rejects(
      s3.deleteBucketAnalyticsConfiguration({ Bucket: 'precious', Id: 'x' }),
      missing(/"analytics"/),
    );
    assert.ok(await s3.headBucket({ Bucket: 'precious' }));
  });

  it('an unknown operation is logged', async () => {
    const { securityHub } = admin(sandbox(), HUB);
    await assert.rejects(securityHub.listInvitations({}));
    const last = sandbox().gateway.log().at(-1);
    assert.equal(last?.status, 501);
    assert.equal(last?.errorCode, 'NotImplemented');
  });

  it('services of the back end are passed through', async () => {
    const { s3 } = admin(sandbox(), PAYMENTS);
    await s3.createBucket({ Bucket: 'tagged' });
    const TagSet = [{ Key: 'Team', Value: 'payments' }];
    await s3.putBucketTagging({ Bucket: 'tagged', Tagging: { TagSet } });
    const tagging = new ResourceGroupsTaggingAPI(as(sandbox(), sandbox().credentials(PAYMENTS)));
    const { ResourceTagMappingList: found } = await tagging.getResources({
      ResourceARNList: ['arn:aws:s3:::tagged'],
    });
    assert.deepEqual(found?.[0]?.Tags, TagSet);
    assert.equal(sandbox().gateway.log().at(-1)?.action, 'tag:GetResources');
  });
});

function missing(message: RegExp) {
  return { name: 'NotImplemented', message };
}
