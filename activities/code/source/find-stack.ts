/** Looks up the stack that made a live resource, in the resource's account and region. */
import type { CloudFormation, StackResource } from '@aws-sdk/client-cloudformation';
import { ApplicationFailure } from '@temporalio/common';

import { withRetries } from '../../../controls/retry.ts';
import { callAws } from '../../aws/failures.ts';
import type { StackPlace } from './location.ts';

type Stacks = Pick<CloudFormation, 'describeStackResources' | 'listStackResources' | 'getTemplate'>;

/**
 * Null when CloudFormation knows no stack with this resource, or its stack gives the name to another resource.
 * `physicalId` is CloudFormation's id of the live resource: a bucket's name, a key's id.
 */
export async function findStack(
  cloudFormation: Stacks,
  physicalId: string,
): Promise<StackPlace | null> {
  const described = await describeByResource(cloudFormation, physicalId);
  // The answer lists the whole stack, but no more than 100 resources.
  const ours = described.find((one) => one.PhysicalResourceId === physicalId);
  const [any] = described;
  if (any === undefined) return null;
  const stackId = any.StackId ?? null;
  const stackName = any.StackName ?? '';
  const logicalId =
    ours?.LogicalResourceId ??
    (await searchStack(cloudFormation, stackId ?? stackName, physicalId));
  return logicalId === null ? null : { stackName, logicalId, stackId };
}

/** The template as it was uploaded, before macros: JSON or YAML. */
export async function stackTemplate(
  cloudFormation: Pick<Stacks, 'getTemplate'>,
  { stackId, stackName }: StackPlace,
): Promise<string> {
  const StackName = stackId ?? stackName;
  const { TemplateBody } = await callAws(`cloudformation:GetTemplate of ${StackName}`, () =>
    withRetries(() => cloudFormation.getTemplate({ StackName, TemplateStage: 'Original' })),
  );
  return TemplateBody ?? '';
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html: no stack is a ValidationError. */
async function describeByResource(
  cloudFormation: Stacks,
  physicalId: string,
): Promise<readonly StackResource[]> {
  try {
    const { StackResources } = await callAws(
      `cloudformation:DescribeStackResources of ${physicalId}`,
      () =>
        withRetries(() =>
          cloudFormation.describeStackResources({ PhysicalResourceId: physicalId }),
        ),
    );
    return StackResources ?? [];
  } catch (error) {
    if (
      error instanceof ApplicationFailure &&
      /: ValidationError .*does not exist/.test(error.message)
    )
      return [];
    throw error;
  }
}

async function searchStack(
  cloudFormation: Stacks,
  stack: string,
  physicalId: string,
): Promise<string | null> {
  let NextToken: string | undefined;
  do {
    const input = { StackName: stack, ...(NextToken !== undefined && { NextToken }) };
    const page = await callAws(`cloudformation:ListStackResources of ${stack}`, () =>
      withRetries(() => cloudFormation.listStackResources(input)),
    );
    const ours = page.StackResourceSummaries?.find((one) => one.PhysicalResourceId === physicalId);
    if (ours !== undefined) return ours.LogicalResourceId ?? null;
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return null;
}
