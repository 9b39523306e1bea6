/** The way of a finding from Security Hub's event to the starter: rule, queue, function. */
import type { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';

import { CONTROLS } from '../../../controls/index.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';
import { routedTypes, routeRules } from '../../../policies/routes.ts';
import type { Hub } from '../grants/place.ts';
import { logicalId } from '../names.ts';
import { ourFunction } from './functions.ts';
import type { HubParameters } from './parameters.ts';

/** Of the starter's function. Lambda asks for a visibility timeout of six times as long. Seconds. */
const TIMEOUT = 60;
const TWO_WEEKS = 14 * 24 * 3600;

export interface IntakeParts {
  readonly hub: Hub;
  readonly parameters: HubParameters;
  /** The remediation table of the release, from which the routes are made. */
  readonly remediation: readonly RemediationRow[];
}

export function intake(stack: Stack, { hub, parameters, remediation }: IntakeParts): void {
  const dead = new CfnQueue(stack, 'UndeliveredFindings', {
    queueName: 'closeloop-findings-undelivered',
    messageRetentionPeriod: TWO_WEEKS,
    sqsManagedSseEnabled: true,
  });
  const queue = new CfnQueue(stack, 'Findings', {
    queueName: 'closeloop-findings',
    messageRetentionPeriod: TWO_WEEKS,
    visibilityTimeout: 6 * TIMEOUT,
    sqsManagedSseEnabled: true,
    redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: 5 },
  });
  const rules = routeRules(routedTypes(remediation, CONTROLS)).map(
    ({ name, description, pattern }) =>
      new CfnRule(stack, `${logicalId(name.replace('closeloop-', ''))}Rule`, {
        name,
        description,
        eventPattern: JSON.parse(pattern),
        state: 'ENABLED',
        targets: [{ id: 'starter', arn: queue.attrArn, deadLetterConfig: { arn: dead.attrArn } }],
      }),
  );
  const senders = rules.map((rule) => rule.attrArn);
  queuePolicy(stack, 'FindingsPolicy', queue, senders);
  // A rule's dead-letter queue needs the permission too, and nobody adds it by itself.
  queuePolicy(stack, 'UndeliveredFindingsPolicy', dead, senders);
  starter(stack, { hub, parameters, queue });
}

function queuePolicy(stack: Stack, id: string, queue: CfnQueue, senders: readonly string[]): void {
  new CfnQueuePolicy(stack, id, {
    queues: [queue.ref],
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OurRules',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queue.attrArn,
          Condition: { ArnEquals: { 'aws:SourceArn': senders } },
        },
        {
          Sid: 'OnlyOverTls',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sqs:*',
          Resource: queue.attrArn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  });
}

function starter(
  stack: Stack,
  {
    hub,
    parameters,
    queue,
  }: Pick<IntakeParts, 'hub' | 'parameters'> & { readonly queue: CfnQueue },
): void {
  const made = ourFunction(stack, 'closeloop-starter', {
    hub,
    parameters,
    condition: null,
    timeout: TIMEOUT,
    description: 'Closeloop: starts or wakes the lifecycle of each finding',
    platform: [
      {
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Resource: queue.attrArn,
      },
    ],
  });
  new CfnEventSourceMapping(stack, 'FindingsToStarter', {
    eventSourceArn: queue.attrArn,
    functionName: made.ref,
    batchSize: 10,
    functionResponseTypes: ['ReportBatchItemFailures'],
    // At most so many batches at once: a standard that is switched on reports thousands of findings in a minute.
    scalingConfig: { maximumConcurrency: parameters.StarterConcurrency.valueAsNumber },
  });
}
