import { AwsError } from '../gateway/aws-error.ts';
import type { QueryCall } from '../gateway/backend-call.ts';
import type { Call } from '../gateway/identify/call.ts';
import { escapeXml } from '../gateway/identify/render.ts';
import type { WireAnswer } from '../gateway/wire.ts';

/** DescribeStackResources by a resource's physical id, which the back end does not know: it looks up stacks by name. */
export interface Stacks {
  /** Null for every other call. Throws ValidationError when no stack has the resource. */
  answer(call: Call, account: string): Promise<WireAnswer | null>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export function createStacks(query: QueryCall): Stacks {
  return {
    answer: async ({ service, operation, region, input }, account) => {
      const id = input['PhysicalResourceId'];
      if (service !== 'cloudformation' || operation !== 'DescribeStackResources') return null;
      if (typeof id !== 'string' || input['StackName'] !== undefined) return null;
      const request = (parameters: Readonly<Record<string, string>>) =>
        query({ account, region, service }, { Version: '2010-05-15', ...parameters });
      for (const name of namesIn(await request({ Action: 'DescribeStacks' }))) {
        const body = await request({ Action: operation, StackName: name });
        if (body.includes(`<PhysicalResourceId>${escapeXml(id)}</PhysicalResourceId>`))
          return { status: 200, headers: { 'content-type': 'text/xml' }, body };
      }
      throw new AwsError('ValidationError', `Stack for ${id} does not exist`, 400);
    },
  };
}

function namesIn(xml: string): readonly string[] {
  return [...xml.matchAll(/<StackName>([^<]+)<\/StackName>/g)].map(([, name = '']) => name);
}
