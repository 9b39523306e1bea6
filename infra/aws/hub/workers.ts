/** One Fargate service a worker role, each task under its own role, without a public address. */
import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnCluster, CfnService, CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { CfnLogGroup } from 'aws-cdk-lib/aws-logs';

import { ROLE_NAMES } from '../../../workers/create.ts';
import type { Role } from '../../../workers/create.ts';
import type { Hub } from '../grants/place.ts';
import { logicalId } from '../names.ts';
import { onlyIf } from '../only-if.ts';
import type { Condition } from '../only-if.ts';
import { logGroup, secretsOf } from './functions.ts';
import type { HubParameters } from './parameters.ts';
import { principalRole, trusts, TRUSTS_TASKS } from './principals.ts';
import { EVIDENCE_BUCKET } from './storage.ts';

interface Parts {
  readonly hub: Hub;
  readonly parameters: HubParameters;
}

export function workers(stack: Stack, { hub, parameters }: Parts): void {
  const codeIsOn = new CfnCondition(stack, 'CodeWorkerIsOn', {
    expression: Fn.conditionEquals(parameters.CodeWorker.valueAsString, 'on'),
  });
  const logs = new Map(
    ROLE_NAMES.map((role) => [
      role,
      logGroup(stack, role, { parameters, condition: when(role, codeIsOn) }),
    ]),
  );
  const shared = {
    cluster: new CfnCluster(stack, 'Workers', {
      clusterName: 'closeloop',
      clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    }),
    group: securityGroup(stack, parameters),
    execution: executionRole(stack, parameters),
  };
  for (const [role, log] of logs)
    worker(stack, role, { hub, parameters, ...shared, log, condition: when(role, codeIsOn) });
}

/** The code worker is there only where a person switched it on. */
function when(role: Role, codeIsOn: CfnCondition): Condition {
  return role === 'code' ? codeIsOn : null;
}

/** Outwards to AWS, to Git hosts and to Temporal; nobody connects to a worker. */
function securityGroup(stack: Stack, { VpcId }: HubParameters): CfnSecurityGroup {
  return new CfnSecurityGroup(stack, 'WorkersGroup', {
    groupDescription: 'Closeloop workers: out to HTTPS and Temporal, nothing in',
    vpcId: VpcId.valueAsString,
    securityGroupEgress: [443, 7233].map((port) => ({
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      cidrIp: '0.0.0.0/0',
      description: port === 443 ? 'AWS and Git hosts' : 'Temporal',
    })),
  });
}

/** What ECS does before the worker runs: fetch the image, open the log. No secret: workers read their own. */
function executionRole(stack: Stack, { WorkerRepositoryArn }: HubParameters): CfnRole {
  const logs = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:/closeloop/*:*`;
  const Statement = [
    {
      Effect: 'Allow',
      Action: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
      ],
      Resource: WorkerRepositoryArn.valueAsString,
    },
    // AWS knows no resource for it: it signs in to the registry.
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logs },
  ];
  return new CfnRole(stack, 'WorkersExecutionRole', {
    roleName: 'closeloop-task-execution',
    description: 'Closeloop: ECS fetches the image and opens the log of a worker',
    assumeRolePolicyDocument: trusts('ecs-tasks.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    }),
    policies: [{ policyName: 'platform', policyDocument: { Version: '2012-10-17', Statement } }],
  });
}

interface WorkerParts extends Parts {
  readonly cluster: CfnCluster;
  readonly group: CfnSecurityGroup;
  readonly execution: CfnRole;
  readonly log: CfnLogGroup;
  readonly condition: Condition;
}

function worker(stack: Stack, role: Role, parts: WorkerParts): void {
  const { hub, parameters, cluster, group, execution, log, condition } = parts;
  const principal = `closeloop-${role}` as const;
  const own = principalRole(stack, principal, { hub, trust: TRUSTS_TASKS, condition });
  const task = new CfnTaskDefinition(stack, `${logicalId(role)}Task`, {
    family: principal,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '512',
    memory: '1024',
    runtimePlatform: {
      cpuArchitecture: parameters.CpuArchitecture.valueAsString,
      operatingSystemFamily: 'LINUX',
    },
    taskRoleArn: own.attrArn,
    executionRoleArn: execution.attrArn,
    containerDefinitions: [container(role, parameters, log)],
  });
  const service = new CfnService(stack, `${logicalId(role)}Service`, {
    serviceName: principal,
    cluster: cluster.ref,
    taskDefinition: task.ref,
    desiredCount: 1,
    launchType: 'FARGATE',
    enableExecuteCommand: false,
    propagateTags: 'SERVICE',
    // A new task is there before the old one goes; one that does not start takes the deployment back.
    deploymentConfiguration: {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
    networkConfiguration: {
      awsvpcConfiguration: {
        assignPublicIp: 'DISABLED',
        subnets: parameters.SubnetIds.valueAsList,
        securityGroups: [group.attrGroupId],
      },
    },
  });
  onlyIf(condition, task, service);
}

function container(
  role: Role,
  parameters: HubParameters,
  log: CfnLogGroup,
): CfnTaskDefinition.ContainerDefinitionProperty {
  return {
    name: 'worker',
    image: parameters.WorkerImage.valueAsString,
    command: ['node', 'workers/main.ts', role],
    essential: true,
    // An activity that is under way gets its time to end.
    stopTimeout: 60,
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
    environment: Object.entries(variables(role, parameters)).map(([name, value]) => ({
      name,
      value,
    })),
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': log.ref,
        'awslogs-region': Aws.REGION,
        'awslogs-stream-prefix': role,
        // A log that is slow does not stop a worker.
        mode: 'non-blocking',
      },
    },
  };
}

/** Of `workers/env.ts` and, for the code worker, `workers/code-env.ts`; secrets and Temporal's key are read by the worker. */
function variables(role: Role, parameters: HubParameters): Readonly<Record<string, string>> {
  return {
    AWS_REGION: Aws.REGION,
    CLOSELOOP_LEDGER_PREFIX: parameters.LedgerPrefix.valueAsString,
    CLOSELOOP_EVIDENCE_BUCKET: EVIDENCE_BUCKET,
    CLOSELOOP_EXTERNAL_ID: parameters.ExternalId.valueAsString,
    CLOSELOOP_SECURITYHUB_REGION: parameters.SecurityHubRegion.valueAsString,
    CLOSELOOP_POLICIES_COMMIT: parameters.PoliciesCommit.valueAsString,
    CLOSELOOP_TOPIC_ARN: `arn:${Aws.PARTITION}:sns:${Aws.REGION}:${Aws.ACCOUNT_ID}:closeloop`,
    CLOSELOOP_TEMPORAL_UI: parameters.TemporalUi.valueAsString,
    CLOSELOOP_SECRETS: secretsOf(`closeloop-${role}`),
    TEMPORAL_ADDRESS: parameters.TemporalAddress.valueAsString,
    TEMPORAL_NAMESPACE: parameters.TemporalNamespace.valueAsString,
    ...(role === 'code' && { CLOSELOOP_MODEL_ID: parameters.ModelId.valueAsString }),
  };
}
