import type { Input, Keyed, ModuleTable } from './table.ts';

const ACCESS_BLOCK = 'aws_s3_bucket_public_access_block';
const VERSIONING = 'aws_s3_bucket_versioning';

/** A flag of the public access block: off until 3.9.0, on since. */
function flag(name: string): Input {
  const defaults = [
    ['1.6.0', false],
    ['3.9.0', true],
  ] as const;
  return { defaults, sets: { as: 'value', at: [ACCESS_BLOCK, name] } };
}

const ENCRYPTION: Keyed = {
  rule: {
    apply_server_side_encryption_by_default: { sse_algorithm: null, kms_master_key_id: null },
    bucket_key_enabled: null,
    blocked_encryption_types: null,
  },
};

const LOGGING: Keyed = {
  target_bucket: null,
  target_prefix: null,
  target_object_key_format: { partitioned_prefix: null, simple_prefix: null },
};

/** https://registry.terraform.io/modules/terraform-aws-modules/s3-bucket/aws */
export const TERRAFORM_AWS_S3_BUCKET: ModuleTable = {
  source: 'terraform-aws-modules/s3-bucket/aws',
  facts: {
    url: 'https://github.com/terraform-aws-modules/terraform-aws-s3-bucket',
    files: 'main.tf and variables.tf at every tag from v1.23.0 to v5.15.4',
    read: '2026-11-30',
  },
  makes: 'aws_s3_bucket',
  from: '1.23.0',
  below: '6.0.0',
  newest: '5.15.4',
  name: { input: 'bucket', prefix: 'bucket_prefix', otherwise: 'made-up' },
  outputs: {
    id: ['s3_bucket_id', 'this_s3_bucket_id'],
    arn: ['s3_bucket_arn', 'this_s3_bucket_arn'],
  },
  inputs: {
    block_public_acls: flag('block_public_acls'),
    block_public_policy: flag('block_public_policy'),
    ignore_public_acls: flag('ignore_public_acls'),
    restrict_public_buckets: flag('restrict_public_buckets'),
    acl: {
      defaults: [
        ['0.1.0', 'private'],
        ['3.0.0', null],
      ],
      sets: { as: 'value', at: ['aws_s3_bucket_acl', 'acl'] },
    },
    grant: {
      defaults: [['1.13.0', []]],
      sets: { as: 'value', at: ['aws_s3_bucket_acl', 'grant'] },
    },
    versioning: {
      defaults: [['0.1.0', new Map()]],
      sets: {
        as: 'keys',
        keys: {
          enabled: { as: 'status', at: [VERSIONING, 'versioning_configuration', 'status'] },
          status: { as: 'word', at: [VERSIONING, 'versioning_configuration', 'status'] },
          mfa_delete: { as: 'word', at: [VERSIONING, 'versioning_configuration', 'mfa_delete'] },
        },
      },
    },
    server_side_encryption_configuration: {
      defaults: [['0.1.0', new Map()]],
      sets: {
        as: 'blocks',
        at: ['aws_s3_bucket_server_side_encryption_configuration'],
        shape: ENCRYPTION,
      },
    },
    logging: {
      defaults: [['0.1.0', new Map()]],
      sets: { as: 'blocks', at: ['aws_s3_bucket_logging'], shape: LOGGING },
    },
    attach_deny_insecure_transport_policy: {
      defaults: [['1.23.0', false]],
      sets: { as: 'denial', sid: 'denyInsecureTransport' },
    },
    policy: {
      defaults: [['0.1.0', null]],
      sets: { as: 'policy', overrides: false, if: 'attach_policy' },
    },
  },
  only: { is_directory_bucket: false, putin_khuylo: true },
  needs: { [ACCESS_BLOCK]: { input: 'attach_public_policy', value: true } },
  fixes: {
    'S3.PublicAccess': {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
    'S3.MissingVersioning': { versioning: { enabled: true } },
    'S3.MissingEncryption': {
      server_side_encryption_configuration: {
        rule: { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
      },
    },
    'S3.InsecureTransport': { attach_deny_insecure_transport_policy: true },
  },
};

/** https://registry.terraform.io/modules/terraform-aws-modules/kms/aws */
export const TERRAFORM_AWS_KMS: ModuleTable = {
  source: 'terraform-aws-modules/kms/aws',
  facts: {
    url: 'https://github.com/terraform-aws-modules/terraform-aws-kms',
    files: 'main.tf and variables.tf at every tag from v1.0.0 to v4.2.0',
    read: '2026-11-30',
  },
  makes: 'aws_kms_key',
  from: '1.0.0',
  below: '5.0.0',
  newest: '4.2.0',
  name: { input: null, prefix: null, otherwise: 'none' },
  outputs: { id: ['key_id'], arn: ['key_arn'] },
  inputs: {
    enable_key_rotation: {
      defaults: [['1.0.0', true]],
      sets: { as: 'value', at: ['aws_kms_key', 'enable_key_rotation'] },
    },
    rotation_period_in_days: {
      defaults: [['3.0.0', null]],
      sets: { as: 'text', at: ['aws_kms_key', 'rotation_period_in_days'] },
    },
    customer_master_key_spec: {
      defaults: [['1.0.0', null]],
      sets: { as: 'text', at: ['aws_kms_key', 'customer_master_key_spec'] },
    },
    key_usage: {
      defaults: [['1.0.0', null]],
      sets: { as: 'text', at: ['aws_kms_key', 'key_usage'] },
    },
    custom_key_store_id: {
      defaults: [['2.0.0', null]],
      sets: { as: 'text', at: ['aws_kms_key', 'custom_key_store_id'] },
    },
  },
  only: { create_external: false, create_replica: false, create_replica_external: false },
  needs: {},
  fixes: { 'KMS.RotationDisabled': { enable_key_rotation: true } },
};
