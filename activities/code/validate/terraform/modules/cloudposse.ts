import type { Value } from '../../../../../controls/code-change.ts';
import type { Input, ModuleTable, Place } from './table.ts';

const ENCRYPTION = 'aws_s3_bucket_server_side_encryption_configuration';
const BY_DEFAULT = [ENCRYPTION, 'rule', 'apply_server_side_encryption_by_default'] as const;
const LOGGING = 'aws_s3_bucket_logging';

function plain(since: string, value: Value, at: Place, as: 'value' | 'text' = 'value'): Input {
  return { defaults: [[since, value]], sets: { as, at } };
}

function versioning(since: string, usual: boolean): Input {
  const at: Place = ['aws_s3_bucket_versioning', 'versioning_configuration', 'status'];
  return { defaults: [[since, usual]], sets: { as: 'status', at } };
}

/** Inputs that the bucket modules have under the same name. */
function bucketInputs(since: string): Readonly<Record<string, Input>> {
  const flag = (name: string) => plain(since, true, ['aws_s3_bucket_public_access_block', name]);
  return {
    block_public_acls: flag('block_public_acls'),
    block_public_policy: flag('block_public_policy'),
    ignore_public_acls: flag('ignore_public_acls'),
    restrict_public_buckets: flag('restrict_public_buckets'),
    versioning_enabled: versioning(since, true),
    sse_algorithm: plain(since, 'AES256', [...BY_DEFAULT, 'sse_algorithm']),
    kms_master_key_arn: plain(since, '', [...BY_DEFAULT, 'kms_master_key_id'], 'text'),
  };
}

const FIXES: ModuleTable['fixes'] = {
  'S3.PublicAccess': {
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
  'S3.MissingVersioning': { versioning_enabled: true },
  'S3.MissingEncryption': { sse_algorithm: 'AES256' },
  'S3.InsecureTransport': { allow_ssl_requests_only: true },
};

/** https://registry.terraform.io/modules/cloudposse/s3-bucket/aws */
export const CLOUDPOSSE_S3_BUCKET: ModuleTable = {
  source: 'cloudposse/s3-bucket/aws',
  facts: {
    url: 'https://github.com/cloudposse/terraform-aws-s3-bucket',
    files: 'main.tf, variables.tf and variables-deprecated.tf at every tag from 0.34.0 to v4.14.0',
    read: '2026-11-30',
  },
  makes: 'aws_s3_bucket',
  from: '0.34.0',
  below: '5.0.0',
  newest: '4.14.0',
  name: { input: 'bucket_name', prefix: null, otherwise: 'label' },
  outputs: { id: ['bucket_id'], arn: ['bucket_arn'] },
  inputs: {
    ...bucketInputs('0.34.0'),
    acl: plain('0.34.0', 'private', ['aws_s3_bucket_acl', 'acl']),
    grants: plain('0.34.0', [], ['aws_s3_bucket_acl', 'grant']),
    bucket_key_enabled: plain('0.46.0', false, [ENCRYPTION, 'rule', 'bucket_key_enabled']),
    blocked_encryption_types: plain('4.12.0', null, [
      ENCRYPTION,
      'rule',
      'blocked_encryption_types',
    ]),
    logging: {
      defaults: [['0.34.0', null]],
      sets: {
        as: 'keys',
        // An object before, a list of one since.
        list: '4.0.0',
        keys: {
          bucket_name: { as: 'value', at: [LOGGING, 'target_bucket'] },
          prefix: { as: 'value', at: [LOGGING, 'target_prefix'] },
        },
      },
    },
    allow_ssl_requests_only: {
      defaults: [['0.34.0', false]],
      sets: { as: 'denial', sid: 'ForceSSLOnlyAccess' },
    },
    policy: { defaults: [['0.34.0', '']], sets: { as: 'policy', overrides: true } },
    source_policy_documents: {
      defaults: [['0.48.0', []]],
      sets: { as: 'policy', overrides: true },
    },
  },
  only: { create_s3_directory_bucket: false },
  needs: {},
  fixes: FIXES,
};

/** https://registry.terraform.io/modules/cloudposse/s3-log-storage/aws; it calls cloudposse/s3-bucket/aws since 0.27.0. */
export const CLOUDPOSSE_S3_LOG_STORAGE: ModuleTable = {
  source: 'cloudposse/s3-log-storage/aws',
  facts: {
    url: 'https://github.com/cloudposse/terraform-aws-s3-log-storage',
    files: 'main.tf, variables.tf and variables-deprecated.tf at every tag from 0.25.0 to v2.0.0',
    read: '2026-11-30',
  },
  makes: 'aws_s3_bucket',
  from: '0.25.0',
  below: '3.0.0',
  newest: '2.0.0',
  name: { input: 'bucket_name', prefix: null, otherwise: 'label' },
  outputs: { id: ['bucket_id'], arn: ['bucket_arn'] },
  inputs: {
    ...bucketInputs('0.25.0'),
    acl: plain('0.25.0', 'log-delivery-write', ['aws_s3_bucket_acl', 'acl']),
    grants: plain('1.4.2', [], ['aws_s3_bucket_acl', 'grant']),
    bucket_key_enabled: plain('0.28.0', false, [ENCRYPTION, 'rule', 'bucket_key_enabled']),
    access_log_bucket_name: plain('0.25.0', '', [LOGGING, 'target_bucket'], 'text'),
    access_log_bucket_prefix: plain('0.25.0', 'logs/', [LOGGING, 'target_prefix']),
    allow_ssl_requests_only: {
      defaults: [['0.25.0', true]],
      sets: { as: 'denial', sid: 'ForceSSLOnlyAccess' },
    },
    policy: { defaults: [['0.25.0', '']], sets: { as: 'policy', overrides: true } },
    source_policy_documents: {
      defaults: [['0.28.0', []]],
      sets: { as: 'policy', overrides: true },
    },
  },
  only: { versioning_mfa_delete_enabled: false },
  needs: {},
  fixes: FIXES,
};

/** The prefix that cloudposse/s3-log-storage/aws gives access logs, where the modules that call it have no input for it. */
const PREFIX = { at: [LOGGING, 'target_prefix'], value: 'logs/', onlyBeside: true } as const;

/** https://registry.terraform.io/modules/cloudposse/cloudtrail-s3-bucket/aws; it calls cloudposse/s3-log-storage/aws 1.3.1 to 1.4.5. */
export const CLOUDPOSSE_CLOUDTRAIL_S3_BUCKET: ModuleTable = {
  source: 'cloudposse/cloudtrail-s3-bucket/aws',
  facts: {
    url: 'https://github.com/cloudposse/terraform-aws-cloudtrail-s3-bucket',
    files: 'main.tf and variables.tf at every tag from 0.24.0 to v0.31.0',
    read: '2026-11-30',
  },
  makes: 'aws_s3_bucket',
  from: '0.24.0',
  below: '1.0.0',
  newest: '0.31.0',
  name: { input: null, prefix: null, otherwise: 'label' },
  outputs: { id: ['bucket_id'], arn: ['bucket_arn'] },
  inputs: {
    ...bucketInputs('0.24.0'),
    versioning_enabled: versioning('0.24.0', false),
    acl: plain('0.24.0', 'log-delivery-write', ['aws_s3_bucket_acl', 'acl']),
    access_log_bucket_name: plain('0.24.0', '', [LOGGING, 'target_bucket'], 'text'),
    allow_ssl_requests_only: {
      defaults: [['0.24.0', true]],
      sets: { as: 'denial', sid: 'ForceSSLOnlyAccess' },
    },
    policy: { defaults: [['0.24.0', '']], sets: { as: 'policy', overrides: true } },
  },
  constants: [PREFIX],
  // With it the module makes a second bucket.
  only: { create_access_log_bucket: false },
  needs: {},
  fixes: FIXES,
};

/** https://registry.terraform.io/modules/cloudposse/vpc-flow-logs-s3-bucket/aws; it calls cloudposse/s3-log-storage/aws 1.2.0 to 2.0.0. */
export const CLOUDPOSSE_VPC_FLOW_LOGS_S3_BUCKET: ModuleTable = {
  source: 'cloudposse/vpc-flow-logs-s3-bucket/aws',
  facts: {
    url: 'https://github.com/cloudposse/terraform-aws-vpc-flow-logs-s3-bucket',
    files: 'main.tf and variables.tf at every tag from 1.0.0 to v1.3.1',
    read: '2026-11-30',
  },
  makes: 'aws_s3_bucket',
  from: '1.0.0',
  below: '2.0.0',
  newest: '1.3.1',
  name: { input: 'bucket_name', prefix: null, otherwise: 'label' },
  outputs: { id: ['bucket_id'], arn: ['bucket_arn'] },
  inputs: {
    versioning_enabled: versioning('1.0.0', false),
    acl: plain('1.0.0', 'log-delivery-write', ['aws_s3_bucket_acl', 'acl']),
    kms_key_arn: plain('1.0.0', '', [...BY_DEFAULT, 'kms_master_key_id'], 'text'),
    bucket_key_enabled: plain('1.0.0', true, [ENCRYPTION, 'rule', 'bucket_key_enabled']),
    access_log_bucket_name: plain('1.0.0', '', [LOGGING, 'target_bucket'], 'text'),
    access_log_bucket_prefix: plain('1.0.0', 'logs/', [LOGGING, 'target_prefix']),
    allow_ssl_requests_only: {
      defaults: [['1.0.0', true]],
      sets: { as: 'denial', sid: 'ForceSSLOnlyAccess' },
    },
  },
  constants: [
    { at: [...BY_DEFAULT, 'sse_algorithm'], value: 'aws:kms' },
    ...['block_public_acls', 'block_public_policy', 'ignore_public_acls'].map(closed),
    closed('restrict_public_buckets'),
  ],
  only: {},
  needs: {},
  fixes: {
    'S3.MissingVersioning': { versioning_enabled: true },
    'S3.InsecureTransport': { allow_ssl_requests_only: true },
  },
};

function closed(name: string): NonNullable<ModuleTable['constants']>[number] {
  return { at: ['aws_s3_bucket_public_access_block', name], value: true };
}

/** https://registry.terraform.io/modules/cloudposse/kms-key/aws */
export const CLOUDPOSSE_KMS_KEY: ModuleTable = {
  source: 'cloudposse/kms-key/aws',
  facts: {
    url: 'https://github.com/cloudposse/terraform-aws-kms-key',
    files: 'main.tf and variables.tf at every tag from 0.4.0 to 0.12.2',
    read: '2026-11-30',
  },
  makes: 'aws_kms_key',
  from: '0.4.0',
  below: '1.0.0',
  newest: '0.12.2',
  name: { input: null, prefix: null, otherwise: 'none' },
  outputs: { id: ['key_id'], arn: ['key_arn'] },
  inputs: {
    enable_key_rotation: plain('0.4.0', true, ['aws_kms_key', 'enable_key_rotation']),
    customer_master_key_spec: plain(
      '0.10.0',
      'SYMMETRIC_DEFAULT',
      ['aws_kms_key', 'customer_master_key_spec'],
      'text',
    ),
    key_usage: plain('0.10.0', 'ENCRYPT_DECRYPT', ['aws_kms_key', 'key_usage'], 'text'),
  },
  only: {},
  needs: {},
  fixes: { 'KMS.RotationDisabled': { enable_key_rotation: true } },
};
