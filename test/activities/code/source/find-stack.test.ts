import assert from 'node:assert/strict';

import { CloudFormation } from '@aws-sdk/client-cloudformation';

import { findStack, stackTemplate } from '../../../../activities/code/source/find-stack.ts';
import { as, assume, withSandboxAws } from '../../../sandbox/with-sandbox-aws.ts';

const ACCOUNT = '111122223333';
const TEMPLATE = `Resources:
  LogsBucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: stack-logs
  ReportsBucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: stack-reports
`;

type Stacks = Parameters<typeof findStack>[0];

describe('the stack of a live resource', function suite() {
  this.timeout(120_000);
  const sandbox = withSandboxAws();
  let reader: Stacks;

  before(async () => {
    const there = sandbox();
    const admin = new CloudFormation(as(there, there.credentials(ACCOUNT)));
    await admin.createStack({ StackName: 'payments', TemplateBody: TEMPLATE });
    const role = await assume(there, ACCOUNT, 'closeloop-verify');
    reader = new CloudFormation(as(there, role));
  });

  it('findStack finds the stack and logical id by the live resource', async () => {
    const place = await findStack(reader, 'stack-reports');

    assert.equal(place?.stackName, 'payments');
    assert.equal(place.logicalId, 'ReportsBucket');
    assert.match(place.stackId ?? '', /^arn:aws:cloudformation:.*stack\/payments\//);
  });

  it('stackTemplate returns the template as it was uploaded', async () => {
    const place = await findStack(reader, 'stack-logs');

    assert.ok(place !== null);
    assert.equal(await stackTemplate(reader, place), TEMPLATE);
  });

  it('findStack answers null for a resource that no stack made', async () => {
    assert.equal(await findStack(reader, 'never-made'), null);
  });

  it('findStack throws AccessDenied where the role may not ask CloudFormation', async () => {
    const there = sandbox();
    const refused = await assume(there, ACCOUNT, 'closeloop-remediate');

    await assert.rejects(findStack(new CloudFormation(as(there, refused)), 'stack-logs'), {
      type: 'AccessDenied',
    });
  });

  it('findStack finds a resource after the first hundred of its stack', async () => {
    const stack = {
      StackName: 'large',
      StackId: 'arn:aws:cloudformation:eu-west-1:1:stack/large/1',
    };
    const others = Array.from({ length: 100 }, (_, index) => ({
      ...stack,
      PhysicalResourceId: `other-${index}`,
      LogicalResourceId: `Other${index}`,
    }));
    const pages = [
      { NextToken: 'more', StackResourceSummaries: others },
      {
        StackResourceSummaries: [{ PhysicalResourceId: 'ours', LogicalResourceId: 'Ours' }],
      },
    ];
    const tokens: (string | undefined)[] = [];
    const large = {
      describeStackResources: async () => ({ $metadata: {}, StackResources: others }),
      listStackResources: async (input: { NextToken?: string }) => {
        tokens.push(input.NextToken);
        return { $metadata: {}, ...pages[tokens.length - 1] };
      },
      getTemplate: async () => ({ $metadata: {} }),
    } as unknown as Stacks;

    const place = await findStack(large, 'ours');

    assert.deepEqual(place, { stackName: 'large', logicalId: 'Ours', stackId: stack.StackId });
    assert.deepEqual(tokens, [undefined, 'more']);
  });
});
