/** What the hub's template creates, against what the code expects to find. */
import assert from 'node:assert/strict';

import { z } from 'zod';

import { tableNames } from '../../../activities/ledger/dynamodb/table-names.ts';
import { TABLE_DEFINITIONS } from '../../../activities/ledger/dynamodb/tables.ts';
import { CONTROLS } from '../../../controls/index.ts';
import { loadPolicies } from '../../../policies/load.ts';
import { routedTypes, routeRules } from '../../../policies/routes.ts';
import { ofType, POLICIES, templates } from './templates.ts';
import type { Resource } from './templates.ts';

const hub = async () => (await templates())['closeloop-hub'];
const all = async (type: string) => ofType(await hub(), type);
const one = async (type: string): Promise<[string, Resource]> => {
  const [found, ...others] = await all(type);
  assert.ok(found !== undefined && others.length === 0, `one ${type}`);
  return found;
};

describe('The ledger and the evidence', () => {
  it('every table of the ledger is there with its keys and indexes, and is restorable and kept', async () => {
    const tables = await all('AWS::DynamoDB::Table');
    const names = tableNames('closeloop');
    assert.equal(tables.length, TABLE_DEFINITIONS.length);
    for (const { table, key, indexes, expiry } of TABLE_DEFINITIONS) {
      const found = tables.find(([, { Properties }]) => Properties['TableName'] === names[table]);
      assert.partialDeepStrictEqual(found?.[1], {
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: '<DataKey.Arn>' },
        },
      });
      const properties = found?.[1].Properties ?? {};
      const keys = ({ partition, sort }: typeof key) => [
        { AttributeName: partition, KeyType: 'HASH' },
        ...(sort === null ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }]),
      ];
      assert.deepEqual(properties['KeySchema'], keys(key));
      assert.deepEqual(
        properties['GlobalSecondaryIndexes'] ?? [],
        indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keys(index.key),
          Projection: { ProjectionType: index.projection },
        })),
      );
      assert.deepEqual(
        properties['TimeToLiveSpecification'] ?? null,
        expiry === null ? null : { AttributeName: expiry, Enabled: true },
      );
    }
  });

  it('evidence is locked for as long as a person chose, is never public and outlives the stack', async () => {
    const [, bucket] = await one('AWS::S3::Bucket');
    assert.partialDeepStrictEqual(bucket, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 400 } },
        },
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
  });

  it('only the two workers that check resources may put evidence, and nobody without TLS', async () => {
    const [, policy] = await one('AWS::S3::BucketPolicy');
    assert.partialDeepStrictEqual(policy.Properties['PolicyDocument'], {
      Statement: [
        { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Deny',
          Action: 's3:PutObject',
          Condition: {
            ArnNotEquals: {
              'aws:PrincipalArn': [
                'arn:aws:iam::222233334444:role/closeloop-orchestrator',
                'arn:aws:iam::222233334444:role/closeloop-closer',
              ],
            },
          },
        },
      ],
    });
  });

  it('each key for MACs is HMAC_256, is kept, and refuses to sign for anybody but its owner', async () => {
    const keys = (await all('AWS::KMS::Key')).filter(([id]) => id !== 'DataKey');
    const signers = keys.map(([, key]) => {
      assert.equal(key.DeletionPolicy, 'Retain');
      const { KeySpec, KeyUsage, KeyPolicy } = key.Properties;
      assert.deepEqual([KeySpec, KeyUsage], ['HMAC_256', 'GENERATE_VERIFY_MAC']);
      const { Statement } = z.object({ Statement: z.array(z.unknown()) }).parse(KeyPolicy);
      const denied = z
        .object({
          Effect: z.literal('Deny'),
          Principal: z.object({ AWS: z.literal('*') }),
          Action: z.literal('kms:GenerateMac'),
          Condition: z.object({ ArnNotEquals: z.object({ 'aws:PrincipalArn': z.string() }) }),
        })
        .parse(Statement[1]);
      return denied.Condition.ArnNotEquals['aws:PrincipalArn'].replace(/^.*closeloop-/, '');
    });
    assert.deepEqual(signers.sort(), ['audit', 'closer', 'runtime', 'slack-interactivity']);
  });
});

describe('The way of a finding', () => {
  it('the EventBridge rules are exactly those that `routes apply` would make', async () => {
    const { remediation } = await loadPolicies(POLICIES);
    const found = (await all('AWS::Events::Rule')).map(([, { Properties }]) => ({
      name: Properties['Name'],
      pattern: Properties['EventPattern'],
    }));
    const wanted = routeRules(routedTypes(remediation, CONTROLS)).map(({ name, pattern }) => ({
      name,
      pattern: JSON.parse(pattern) as unknown,
    }));
    assert.deepEqual(found, wanted);
  });

  it('every rule delivers to the queue, and keeps what it could not deliver in the dead-letter queue', async () => {
    for (const [, { Properties }] of await all('AWS::Events::Rule'))
      assert.deepEqual(Properties['Targets'], [
        {
          Id: 'starter',
          Arn: '<Findings.Arn>',
          DeadLetterConfig: { Arn: '<UndeliveredFindings.Arn>' },
        },
      ]);
  });

  it('both queues accept messages of these rules and of nobody else', async () => {
    const rules = (await all('AWS::Events::Rule')).map(([id]) => `<${id}.Arn>`);
    const policies = await all('AWS::SQS::QueuePolicy');
    assert.equal(policies.length, 2);
    for (const [, { Properties }] of policies)
      assert.partialDeepStrictEqual(Properties['PolicyDocument'], {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: { ArnEquals: { 'aws:SourceArn': rules } },
          },
          { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        ],
      });
  });

  it('the starter takes at most so many batches at once, and only failed messages come again', async () => {
    const [, mapping] = await one('AWS::Lambda::EventSourceMapping');
    assert.partialDeepStrictEqual(mapping.Properties, {
      EventSourceArn: '<Findings.Arn>',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    const { Findings } = (await hub()).resources;
    assert.partialDeepStrictEqual(Findings?.Properties, {
      // Six times the function's own time, as Lambda asks.
      VisibilityTimeout: 360,
      RedrivePolicy: { deadLetterTargetArn: '<UndeliveredFindings.Arn>', maxReceiveCount: 5 },
    });
  });
});

describe('The template of the hub', () => {
  it('it is below the size that CloudFormation reads from S3, and needs no bootstrap', async () => {
    const { text, raw } = await hub();
    assert.ok(JSON.stringify(JSON.parse(text)).length < 500_000);
    assert.equal(raw.Parameters['BootstrapVersion'], undefined);
  });

  it('each parameter has a description, because a person has nothing else to go by', async () => {
    for (const [name, parameter] of Object.entries((await hub()).raw.Parameters))
      assert.match(String(parameter['Description']), /\w{2,}/, name);
  });

  it('no logical id of what is kept ever changes: a stack would make a second one', async () => {
    const kept = Object.entries((await hub()).resources)
      .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')
      .map(([id]) => id);
    assert.deepEqual(kept.sort(), [
      'AuditKey',
      'CapsTable',
      'CloserKey',
      'DataKey',
      'DoorChatKey',
      'EventsTable',
      'EvidenceBucket',
      'ExceptionsTable',
      'ExecutionsTable',
      'FindingsTable',
      'LifecyclesTable',
      'MessagesTable',
      'OwnershipTable',
      'ProofsTable',
      'RefusalsTable',
      'RemediationTable',
      'RuntimeKey',
      'SealsTable',
      'SettingsTable',
    ]);
  });
});
