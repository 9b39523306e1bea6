/** People's Teams on this machine, and the function that tells it. */
import { join } from 'node:path';

import { SNS } from '@aws-sdk/client-sns';

import { bundleChannel } from '../../channels/bundle.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../aws/gateway/principals.ts';
import { startLambda } from '../aws/lambda.ts';
import type { ChatParts } from './chat.ts';
import { startSandboxTeams } from './teams/sandbox-teams.ts';
import type { SandboxTeams } from './teams/sandbox-teams.ts';

const SUBSCRIBER = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:closeloop-teams`;

/** Every finding is told in the workflow `security`. Leaves nothing running when it throws. */
export async function startTeams({
  aws,
  env,
  folder,
  topicArn,
}: Omit<ChatParts, 'policiesDir'>): Promise<SandboxTeams> {
  const teams = await startSandboxTeams(['security']);
  try {
    const { path: bundle } = await bundleChannel('teams', join(folder, 'teams'));
    const own = {
      ...env('closeloop-teams'),
      TEAMS_WORKFLOWS: JSON.stringify(teams.urls),
      CLOSELOOP_TEAMS_DEFAULT: 'security',
    };
    const lambda = await startLambda({ bundle, env: own, logFile: join(folder, 'teams.log') });
    const stop = async () => {
      await lambda.stop();
      await teams.stop();
    };
    aws.gateway.registerLambda(SUBSCRIBER, (event) => lambda.invoke(event));
    const credentials = aws.credentials(HUB_ACCOUNT);
    const sns = new SNS({ endpoint: aws.url, region: HUB_REGION, credentials });
    try {
      await sns.subscribe({ TopicArn: topicArn, Protocol: 'lambda', Endpoint: SUBSCRIBER });
    } catch (error) {
      await lambda.stop();
      throw error;
    } finally {
      sns.destroy();
    }
    return { ...teams, stop };
  } catch (error) {
    await teams.stop();
    throw error;
  }
}
