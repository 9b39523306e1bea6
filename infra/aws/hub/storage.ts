/** What is kept: the ledger's tables, the evidence, and the keys for both. */
import { Aws, CfnDeletionPolicy, Fn } from 'aws-cdk-lib';
import type { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';

import { TABLE_DEFINITIONS } from '../../../activities/ledger/dynamodb/tables.ts';
import type { Key, TableDefinition } from '../../../activities/ledger/dynamodb/tables.ts';
import { actionsOf, PRINCIPALS } from '../../../controls/roles.ts';
import type { PrincipalName } from '../../../controls/roles.ts';
import { logicalId } from '../names.ts';
import type { HubParameters } from './parameters.ts';

/** Encrypts tables, evidence and topic. */
export function dataKey(stack: Stack): CfnKey {
  const services = ['dynamodb', 's3', 'sns'].map((name) => `${name}.${Aws.REGION}.amazonaws.com`);
  const key = new CfnKey(stack, 'DataKey', {
    description: 'Closeloop: encrypts the ledger, the evidence and notifications',
    enableKeyRotation: true,
    keyPolicy: {
      Version: '2012-10-17',
      Statement: [
        administered(),
        {
          // As AWS's own keys: who may use a table, the bucket or the topic may use it through that service.
          Sid: 'ThroughTheServices',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: [
            'kms:CreateGrant',
            'kms:Decrypt',
            'kms:DescribeKey',
            'kms:Encrypt',
            'kms:GenerateDataKey*',
            'kms:ReEncrypt*',
          ],
          Resource: '*',
          Condition: {
            StringEquals: { 'kms:CallerAccount': Aws.ACCOUNT_ID, 'kms:ViaService': services },
          },
        },
      ],
    },
  });
  keep(key);
  new CfnAlias(stack, 'DataKeyAlias', {
    aliasName: 'alias/closeloop-data',
    targetKeyId: key.attrKeyId,
  });
  return key;
}

/** A key that makes MACs. Only its signer may use it for that, whatever an identity policy says. */
export function macKey(stack: Stack, alias: string, signer: PrincipalName): CfnKey {
  const id = logicalId(alias.replace('alias/closeloop-', ''));
  const key = new CfnKey(stack, `${id}Key`, {
    description: `Closeloop: ${signer} signs with it`,
    keySpec: 'HMAC_256',
    keyUsage: 'GENERATE_VERIFY_MAC',
    keyPolicy: {
      Version: '2012-10-17',
      Statement: [
        administered(),
        {
          Sid: 'OnlyItsOwnerSigns',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'kms:GenerateMac',
          Resource: '*',
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': roleArn(signer) } },
        },
      ],
    },
  });
  keep(key);
  new CfnAlias(stack, `${id}KeyAlias`, { aliasName: alias, targetKeyId: key.attrKeyId });
  return key;
}

/** IAM of this account decides who uses and who administers the key. */
function administered() {
  return {
    Sid: 'IamOfThisAccount',
    Effect: 'Allow',
    Principal: { AWS: `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

function roleArn(name: PrincipalName): string {
  return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${name}`;
}

export function ledgerTables(stack: Stack, { LedgerPrefix }: HubParameters, key: CfnKey): void {
  for (const definition of TABLE_DEFINITIONS) {
    const { table, indexes, expiry } = definition;
    keep(
      new CfnTable(stack, `${logicalId(table)}Table`, {
        tableName: `${LedgerPrefix.valueAsString}-${table}`,
        billingMode: 'PAY_PER_REQUEST',
        keySchema: keySchema(definition.key),
        attributeDefinitions: attributesOf(definition).map((attributeName) => ({
          attributeName,
          attributeType: 'S',
        })),
        ...(indexes.length > 0 && {
          globalSecondaryIndexes: indexes.map((index) => ({
            indexName: index.name,
            keySchema: keySchema(index.key),
            projection: { projectionType: index.projection },
          })),
        }),
        ...(expiry !== null && {
          timeToLiveSpecification: { attributeName: expiry, enabled: true },
        }),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: key.attrArn },
        deletionProtectionEnabled: true,
      }),
    );
  }
}

function keySchema({ partition, sort }: Key) {
  const hash = { attributeName: partition, keyType: 'HASH' };
  return sort === null ? [hash] : [hash, { attributeName: sort, keyType: 'RANGE' }];
}

function attributesOf({ key, indexes }: TableDefinition): readonly string[] {
  const keys = [key, ...indexes.map((index) => index.key)];
  return [...new Set(keys.flatMap(({ partition, sort }) => [partition, ...(sort ? [sort] : [])]))];
}

/** The name is known before the bucket, so that policies can name it. */
export const EVIDENCE_BUCKET = `closeloop-evidence-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

export function evidenceBucket(
  stack: Stack,
  { EvidenceDays, EvidenceLock }: HubParameters,
  key: CfnKey,
): CfnBucket {
  const bucket = new CfnBucket(stack, 'EvidenceBucket', {
    bucketName: EVIDENCE_BUCKET,
    objectLockEnabled: true,
    objectLockConfiguration: {
      objectLockEnabled: 'Enabled',
      rule: {
        defaultRetention: { mode: EvidenceLock.valueAsString, days: EvidenceDays.valueAsNumber },
      },
    },
    versioningConfiguration: { status: 'Enabled' },
    ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    publicAccessBlockConfiguration: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    bucketEncryption: {
      serverSideEncryptionConfiguration: [
        {
          serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.attrArn },
          bucketKeyEnabled: true,
        },
      ],
    },
  });
  keep(bucket);
  evidencePolicy(stack, bucket);
  return bucket;
}

/** Over TLS only, and written only by those whose checks are evidence. */
function evidencePolicy(stack: Stack, bucket: CfnBucket): void {
  const objects = Fn.join('', [bucket.attrArn, '/*']);
  const writers = PRINCIPALS.filter((name) => actionsOf(name).includes('s3:PutObject'));
  new CfnBucketPolicy(stack, 'EvidenceBucketPolicy', {
    bucket: bucket.ref,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OnlyOverTls',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: [bucket.attrArn, objects],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Sid: 'OnlyVerifiersWrite',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:PutObject',
          Resource: objects,
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': writers.map(roleArn) } },
        },
      ],
    },
  });
}

/** Neither a mistaken update nor the end of the stack takes what is kept. */
function keep(resource: CfnResource): void {
  resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}
