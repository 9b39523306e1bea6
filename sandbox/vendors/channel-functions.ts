/** The deployed functions of the channels, each in a process of its own as Lambda runs it. */
import { join } from 'node:path';

import { SNS } from '@aws-sdk/client-sns';

import { bundleChannel } from '../../channels/bundle.ts';
import type { ChannelFunction } from '../../channels/bundle.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../aws/gateway/principals.ts';
import type { HubPrincipal } from '../aws/gateway/principals.ts';
import { bundledOnce } from '../aws/lambda/bundled-once.ts';
import { startLambda } from '../aws/lambda/lambda.ts';
import type { Lambda } from '../aws/lambda/lambda.ts';
import type { SandboxAws } from '../aws/sandbox-aws.ts';

export interface FunctionParts {
  readonly env: (principal: HubPrincipal) => Record<string, string>;
  /** Where bundles and logs go. */
  readonly folder: string;
}

export interface SubscriberParts extends FunctionParts {
  readonly aws: SandboxAws;
  readonly topicArn: string;
}

/** Bundles and starts one function, under its own principal. */
export async function startFunction(
  { env, folder }: FunctionParts,
  name: ChannelFunction,
  variables: Readonly<Record<string, string>>,
): Promise<Lambda> {
  const { path: bundle } = await bundleChannel(name, join(folder, name), bundledOnce(name));
  const own = { ...env(`closeloop-${name}`), ...variables };
  return await startLambda({ bundle, env: own, logFile: join(folder, `${name}.log`) });
}

/** Subscribes a function to the topic of notifications. */
export async function subscribe(
  { aws, topicArn }: SubscriberParts,
  name: ChannelFunction,
  subscriber: Lambda,
): Promise<void> {
  const arn = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:closeloop-${name}`;
  aws.gateway.registerLambda(arn, (event) => subscriber.invoke(event));
  const credentials = aws.credentials(HUB_ACCOUNT);
  const sns = new SNS({ endpoint: aws.url, region: HUB_REGION, credentials });
  try {
    await sns.subscribe({ TopicArn: topicArn, Protocol: 'lambda', Endpoint: arn });
  } finally {
    sns.destroy();
  }
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Stops everything that was started, in reverse, when `start` throws. */
export async function startOrStop<T>(
  start: (started: <S extends Stoppable>(one: S) => S) => Promise<T>,
): Promise<T & Stoppable> {
  const all: Stoppable[] = [];
  const stop = async () => {
    for (const one of all.splice(0).toReversed()) await one.stop();
  };
  try {
    const parts = await start((one) => {
      all.push(one);
      return one;
    });
    return { ...parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
