/** The functions and workers of the hub's template start with what it gives them, and nobody else reaches them. */
import assert from 'node:assert/strict';

import { z } from 'zod';

import { FUNCTIONS } from '../../../channels/bundle.ts';
import { readEnv as readStarterEnv } from '../../../starter/env.ts';
import { readCodeEnv } from '../../../workers/code-env.ts';
import { ROLE_NAMES } from '../../../workers/create.ts';
import { readEnv as readWorkerEnv } from '../../../workers/env.ts';
import { logicalId } from '../names.ts';
import { ofType, templates } from './templates.ts';
import type { Resource } from './templates.ts';

const hub = async () => (await templates())['closeloop-hub'];
const all = async (type: string) => ofType(await hub(), type);
const one = async (type: string): Promise<[string, Resource]> => {
  const [found, ...others] = await all(type);
  assert.ok(found !== undefined && others.length === 0, `one ${type}`);
  return found;
};

/** The address, namespace and secrets that Temporal's client reads itself. */
const TEMPORAL = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'];

const variablesOf = ({ Properties }: Resource) =>
  z
    .object({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) })
    .parse(Properties).Environment.Variables;

describe('The functions', () => {
  it('there is a function for the starter and each channel, from the zip of its name', async () => {
    const keys = (await all('AWS::Lambda::Function')).map(([, { Properties }]) => {
      const { S3Key } = z.object({ S3Key: z.string() }).parse(Properties['Code']);
      assert.equal(S3Key, `closeloop/1/${String(Properties['FunctionName']).slice(10)}.zip`);
      return String(Properties['FunctionName']);
    });
    const names = ['starter', ...Object.keys(FUNCTIONS)].map((name) => `closeloop-${name}`);
    assert.deepEqual(keys.sort(), names.sort());
  });

  it("a function's environment has no secret, only the name of its own parameter", async () => {
    for (const [, made] of await all('AWS::Lambda::Function')) {
      const variables = variablesOf(made);
      assert.deepEqual(
        Object.keys(variables).sort(),
        ['CLOSELOOP_LEDGER_PREFIX', 'CLOSELOOP_SECRETS', ...TEMPORAL].sort(),
      );
      const name = String(made.Properties['FunctionName']).replace('closeloop-', '/closeloop/');
      assert.equal(variables['CLOSELOOP_SECRETS'], name);
    }
  });

  it('the starter accepts the environment that the template gives it', async () => {
    const starter = (await hub()).resources['StarterFunction'];
    assert.ok(starter);
    const env = readStarterEnv({ ...variablesOf(starter), AWS_REGION: 'eu-west-1' });
    assert.equal(env.ledgerPrefix, 'closeloop');
  });

  it('a function that others call by its address has both permissions, and no other function has one', async () => {
    const urls = await all('AWS::Lambda::Url');
    const targets = urls.map(([, { Properties }]) => String(Properties['TargetFunctionArn']));
    assert.deepEqual(targets.sort(), [
      '<GithubFunction.Arn>',
      '<SlackInteractivityFunction.Arn>',
      '<TicketsWebhookFunction.Arn>',
    ]);
    const open = (await all('AWS::Lambda::Permission')).filter(
      ([, { Properties }]) => Properties['Principal'] === '*',
    );
    for (const [, url] of urls) {
      const id = String(url.Properties['TargetFunctionArn']).replace('.Arn', '');
      const own = open.filter(([, { Properties }]) => Properties['FunctionName'] === id);
      assert.deepEqual(
        own.map(
          ([
            ,
            {
              Properties: { Action, FunctionUrlAuthType, InvokedViaFunctionUrl },
            },
          ]) => [Action, FunctionUrlAuthType ?? InvokedViaFunctionUrl],
        ),
        [
          ['lambda:InvokeFunctionUrl', 'NONE'],
          ['lambda:InvokeFunction', true],
        ],
      );
    }
    assert.equal(open.length, 2 * urls.length);
  });

  it('what belongs to a channel is there only where that channel is on', async () => {
    const channels = /^(Slack|Teams|Tickets|Github)/;
    for (const [id, { Condition }] of Object.entries((await hub()).resources))
      if (channels.test(id))
        assert.match(Condition ?? '', /^(Slack|Teams|Tickets|GitHub)IsOn$/, id);
  });
});

describe('The workers', () => {
  const container = z.object({
    Command: z.array(z.string()),
    Environment: z.array(z.object({ Name: z.string(), Value: z.string() })),
    Secrets: z.undefined().optional(),
  });
  const task = z.object({
    TaskRoleArn: z.string(),
    ContainerDefinitions: z.tuple([container]),
  });

  async function containers() {
    return (await all('AWS::ECS::TaskDefinition')).map(([, { Properties }]) => {
      const { TaskRoleArn, ContainerDefinitions } = task.parse(Properties);
      const [{ Command, Environment }] = ContainerDefinitions;
      const variables = Object.fromEntries(
        Environment.map(({ Name, Value }) => [Name, Value] as const),
      );
      return { role: Command.at(-1) ?? '', TaskRoleArn, variables };
    });
  }

  it('each worker role has a task of its own under its own role', async () => {
    const found = (await containers()).map(({ role, TaskRoleArn }) => [role, TaskRoleArn]);
    assert.deepEqual(
      found,
      ROLE_NAMES.map((role) => [role, `<${logicalId(role)}Role.Arn>`]),
    );
  });

  it('a worker accepts the environment that the template gives it, with what its secrets add', async () => {
    for (const { role, variables } of await containers()) {
      const env = readWorkerEnv({ ...variables });
      assert.equal(env.evidenceBucket, 'closeloop-evidence-222233334444-eu-west-1');
      assert.equal(env.topicArn, 'arn:aws:sns:eu-west-1:222233334444:closeloop');
      assert.equal(env.externalId, 'external');
      assert.equal(variables['CLOSELOOP_SECRETS'], `/closeloop/${role}`);
      const secrets = { CLOSELOOP_GITHUB_APP_ID: '1', CLOSELOOP_GITHUB_APP_KEY: 'key' };
      if (role === 'code')
        assert.equal(readCodeEnv({ ...variables, ...secrets }).model.modelId, 'example.model');
    }
  });

  it('a worker has no public address, and nobody can connect to it', async () => {
    for (const [, { Properties }] of await all('AWS::ECS::Service'))
      assert.partialDeepStrictEqual(Properties, {
        EnableExecuteCommand: false,
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            AssignPublicIp: 'DISABLED',
            Subnets: ['subnet-1', 'subnet-2'],
            SecurityGroups: ['<WorkersGroup.GroupId>'],
          },
        },
      });
    const [, group] = await one('AWS::EC2::SecurityGroup');
    assert.equal(group.Properties['SecurityGroupIngress'], undefined);
  });

  it('the logs of all processes end after the days that a person chose', async () => {
    const groups = await all('AWS::Logs::LogGroup');
    const processes = [...ROLE_NAMES, 'starter', ...Object.keys(FUNCTIONS)];
    assert.deepEqual(
      groups.map(([, { Properties }]) => String(Properties['LogGroupName'])).sort(),
      processes.map((name) => `/closeloop/${name}`).sort(),
    );
    for (const [, { Properties }] of groups) assert.equal(Properties['RetentionInDays'], '90');
  });
});
