/** The topic for notifications, and the functions of the channels, each there where its parameter is on. */
import { Aws, CfnCondition, CfnOutput, Fn } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';

import type { PrincipalName } from '../../../controls/roles.ts';
import type { Hub } from '../grants/place.ts';
import { logicalId } from '../names.ts';
import { onlyIf } from '../only-if.ts';
import type { Condition } from '../only-if.ts';
import { ourFunction, publicUrl } from './functions.ts';
import type { HubParameters } from './parameters.ts';
import { shortName } from './principals.ts';

const TOPIC_NAME = 'closeloop';
/** Known before the topic, so that policies can name it. */
export const TOPIC_ARN = `arn:${Aws.PARTITION}:sns:${Aws.REGION}:${Aws.ACCOUNT_ID}:${TOPIC_NAME}`;

interface Channel {
  readonly parameter: 'Slack' | 'Teams' | 'Tickets' | 'GitHub';
  readonly principal: PrincipalName;
  /** What calls it: the topic, or a sender through the function's address. */
  readonly by: 'topic' | 'url';
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
}

const CHANNELS: readonly Channel[] = [
  {
    parameter: 'Slack',
    principal: 'closeloop-slack',
    by: 'topic',
    description: 'Closeloop: shows findings in Slack',
    timeout: 30,
  },
  {
    parameter: 'Slack',
    principal: 'closeloop-slack-interactivity',
    by: 'url',
    description:
      "Closeloop: takes decisions that people make in Slack; Slack's signature authenticates",
    timeout: 10,
  },
  {
    parameter: 'Teams',
    principal: 'closeloop-teams',
    by: 'topic',
    description: 'Closeloop: shows findings in Microsoft Teams',
    timeout: 30,
  },
  {
    parameter: 'Tickets',
    principal: 'closeloop-tickets',
    by: 'topic',
    description: 'Closeloop: writes tickets in Jira or Azure DevOps',
    timeout: 30,
  },
  {
    parameter: 'Tickets',
    principal: 'closeloop-tickets-webhook',
    by: 'url',
    description: "Closeloop: takes the trackers' webhooks; their secret authenticates",
    timeout: 30,
  },
  {
    parameter: 'GitHub',
    principal: 'closeloop-github',
    by: 'url',
    description: "Closeloop: takes GitHub's webhook; its signature authenticates",
    timeout: 15,
  },
];

export function channels(
  stack: Stack,
  { hub, parameters, key }: { hub: Hub; parameters: HubParameters; key: CfnKey },
): void {
  const topic = notifications(stack, key);
  const names = [...new Set(CHANNELS.map(({ parameter }) => parameter))];
  const on = new Map(
    names.map((name) => [
      name,
      new CfnCondition(stack, `${name}IsOn`, {
        expression: Fn.conditionEquals(parameters[name].valueAsString, 'on'),
      }),
    ]),
  );
  for (const { parameter, principal, by, description, timeout } of CHANNELS) {
    const condition = on.get(parameter) ?? null;
    const parts = { hub, parameters, description, timeout, condition };
    const made = ourFunction(stack, principal, parts);
    const name = shortName(principal);
    if (by === 'topic') subscribe(stack, name, { topic, made, condition });
    else showUrl(stack, name, { made, condition });
  }
}

function notifications(stack: Stack, key: CfnKey): CfnTopic {
  const topic = new CfnTopic(stack, 'Notifications', {
    topicName: TOPIC_NAME,
    kmsMasterKeyId: key.attrArn,
  });
  new CfnTopicPolicy(stack, 'NotificationsPolicy', {
    topics: [topic.ref],
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OnlyOverTls',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sns:Publish',
          Resource: topic.ref,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  });
  return topic;
}

interface Made {
  readonly made: CfnFunction;
  readonly condition: Condition;
}

function subscribe(
  stack: Stack,
  name: string,
  { topic, made, condition }: Made & { readonly topic: CfnTopic },
): void {
  const id = logicalId(name);
  const parts = [
    new CfnSubscription(stack, `${id}Subscription`, {
      topicArn: topic.ref,
      protocol: 'lambda',
      endpoint: made.attrArn,
    }),
    new CfnPermission(stack, `${id}FromTopicPermission`, {
      action: 'lambda:InvokeFunction',
      functionName: made.ref,
      principal: 'sns.amazonaws.com',
      sourceArn: topic.ref,
    }),
  ];
  onlyIf(condition, ...parts);
}

function showUrl(stack: Stack, name: string, { made, condition }: Made): void {
  const url = publicUrl(stack, name, { made, condition });
  new CfnOutput(stack, `${logicalId(name)}Address`, {
    description: `The address to enter at the sender of ${name}`,
    value: url.attrFunctionUrl,
    ...(condition !== null && { condition }),
  });
}
