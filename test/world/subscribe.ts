import { SNS } from '@aws-sdk/client-sns';

import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import { TOPIC_ARN } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';

/** From now on a function of that name gets what is published, of these kinds only. */
export async function subscribe(
  world: World,
  name: string,
  kind: readonly string[],
  take: (event: unknown) => Promise<void>,
): Promise<void> {
  const Endpoint = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:${name}`;
  world.aws.gateway.registerLambda(Endpoint, take);
  const credentials = world.aws.credentials(HUB_ACCOUNT);
  const sns = new SNS({ endpoint: world.aws.url, region: HUB_REGION, credentials });
  const Attributes = { FilterPolicy: JSON.stringify({ kind }) };
  await sns.subscribe({ TopicArn: TOPIC_ARN, Protocol: 'lambda', Endpoint, Attributes });
  sns.destroy();
}
