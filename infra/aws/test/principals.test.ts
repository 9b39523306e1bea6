/** The roles in the templates are the principals of controls/roles.ts, with the policies that grants.ts makes. */
import assert from 'node:assert/strict';

import { z } from 'zod';

import { PRINCIPALS } from '../../../controls/roles.ts';
import type { PrincipalName } from '../../../controls/roles.ts';
import { policyOf } from '../grants.ts';
import { macAliases } from '../grants/mac-aliases.ts';
import type { Hub, Place } from '../grants/place.ts';
import { isMemberRole } from '../grants/trust.ts';
import { ofType, templates } from './templates.ts';
import type { Resource } from './templates.ts';

const role = z.object({
  RoleName: z.string(),
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
});

async function roles() {
  const all = await templates();
  const found = [...ofType(all['closeloop-hub'], 'AWS::IAM::Role')].concat(
    ofType(all['closeloop-member-roles'], 'AWS::IAM::Role'),
  );
  return new Map(
    found.map(([, { Properties }]: [string, Resource]) => {
      const parsed = role.parse(Properties);
      return [parsed.RoleName, parsed] as const;
    }),
  );
}

const inHub = { partition: 'aws', region: 'eu-west-1', account: '222233334444' };
const keyIds: Readonly<Record<string, string>> = {
  'alias/closeloop-audit': '<AuditKey.Arn>',
  'alias/closeloop-closer': '<CloserKey.Arn>',
  'alias/closeloop-door-chat': '<DoorChatKey.Arn>',
  'alias/closeloop-runtime': '<RuntimeKey.Arn>',
};
const hub: Hub = {
  ...inHub,
  ledgerPrefix: 'closeloop',
  evidenceBucket: 'closeloop-evidence-222233334444-eu-west-1',
  topicArn: 'arn:aws:sns:eu-west-1:222233334444:closeloop',
  securityHubRegion: 'eu-west-1',
  modelArns: ['arn:aws:bedrock:eu-west-1::foundation-model/example'],
  keyOf: (alias) => keyIds[alias] ?? 'unknown',
};
const member: Place = { ...inHub, region: '*' };

const placeOf = (name: PrincipalName) => (isMemberRole(name) ? member : hub);

describe('The roles', () => {
  it('there is a role for each principal under its exact name, and one for ECS itself', async () => {
    assert.deepEqual(
      [...(await roles()).keys()].sort(),
      [...PRINCIPALS, 'closeloop-task-execution'].sort(),
    );
  });

  for (const name of PRINCIPALS) {
    it(`the policy of ${name} in the template is the one that its actions and scopes make`, async () => {
      const { Policies } = (await roles()).get(name) ?? {};
      const own = Policies?.find(({ PolicyName }) => PolicyName === 'closeloop');
      // A list of one is a text in CloudFormation's JSON, as it is to IAM.
      assert.deepEqual(listed(own?.PolicyDocument), listed(policyOf(name, placeOf(name))));
    });
  }

  it('what a platform adds is writing logs, reading the queue and fetching the image, and nothing else', async () => {
    const added = [...(await roles()).values()].flatMap(({ Policies }) =>
      Policies.filter(({ PolicyName }) => PolicyName !== 'closeloop').map((policy) =>
        z
          .object({ Statement: z.array(z.looseObject({ Action: z.unknown() })) })
          .parse(policy.PolicyDocument)
          .Statement.flatMap(({ Action }) => Action),
      ),
    );
    assert.deepEqual([...new Set(added.flat().map(String))].sort(), [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ]);
  });

  it('a role of a member account trusts the hub, its roles by name, the organisation and the external id', async () => {
    const verify = (await roles()).get('closeloop-verify');
    const names = ['orchestrator', 'closer', 'code', 'console'];
    assert.deepEqual(verify?.AssumeRolePolicyDocument, {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::222233334444:root' },
          Action: 'sts:AssumeRole',
          Condition: {
            ArnEquals: {
              'aws:PrincipalArn': names.map(
                (one) => `arn:aws:iam::222233334444:role/closeloop-${one}`,
              ),
            },
            StringEquals: { 'sts:ExternalId': 'external', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          },
        },
      ],
    });
  });

  it('the aliases of the keys are those with which somebody may sign', async () => {
    const aliases = ofType((await templates())['closeloop-hub'], 'AWS::KMS::Alias').map(
      ([, { Properties }]) => String(Properties['AliasName']),
    );
    assert.deepEqual(aliases.sort(), ['alias/closeloop-data', ...macAliases()].sort());
    assert.deepEqual(Object.keys(keyIds).sort(), macAliases());
  });
});

/** Each text where IAM takes a list as the list of it. */
function listed(document: unknown): unknown {
  const statements = z
    .object({ Statement: z.array(z.record(z.string(), z.unknown())) })
    .parse(document).Statement;
  return statements.map(({ Action, Resource: resource, Condition, ...rest }) => ({
    ...rest,
    Action: [Action].flat(),
    Resource: [resource].flat().map(String).toSorted(),
    Condition: Condition ?? null,
  }));
}
