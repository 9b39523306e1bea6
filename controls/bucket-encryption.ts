import { isExpression } from './code-change.ts';
import type { Attributes, CodeChange, Effect, Shape, Value } from './code-change.ts';
import { blocksOf, every, isOneOf, isOpaque, only } from './effects.ts';

/** The rules of the two controls on default encryption, which differ in the algorithms they accept. */
export function bucketEncryption(
  algorithms: readonly string[],
  checkov: readonly string[],
): Pick<CodeChange, 'terraform' | 'cloudformation'> {
  const judge = (algorithm: Value | undefined, key: Value | undefined): Effect =>
    every([isOneOf(algorithm, algorithms), keyFits(algorithm, key)]);
  const ofRules = (holder: Attributes): Effect =>
    only(
      blocksOf(holder.get('rule'))
        .flatMap((rule) => blocksOf(rule.get('apply_server_side_encryption_by_default')))
        .map((one) => judge(one.get('sse_algorithm'), one.get('kms_master_key_id'))),
    );
  return {
    terraform: {
      targetType: 'aws_s3_bucket',
      attributes: [INLINE],
      inside: { [INLINE]: { rule: RULE } },
      companions: [
        {
          type: SEPARATE,
          link: 'bucket',
          attributes: ['rule', 'expected_bucket_owner'],
          inside: { rule: RULE },
        },
      ],
      checkov,
      effect: ({ target, companions }) => {
        const separate = companions(SEPARATE);
        const opaque = isOpaque(target, INLINE) || separate.some((one) => isOpaque(one, 'rule'));
        const holders = [...blocksOf(target.get(INLINE)), ...separate];
        return opaque ? 'unknown' : only(holders.map(ofRules));
      },
    },
    cloudformation: {
      targetType: 'AWS::S3::Bucket',
      attributes: ['BucketEncryption'],
      inside: { BucketEncryption: { ServerSideEncryptionConfiguration: [TEMPLATE_RULE] } },
      companions: [],
      // CKV_AWS_145 reads Terraform only.
      checkov: [],
      effect: ({ target }) => {
        const given = target.get('BucketEncryption');
        const rules = blocksOf(given).flatMap((one) =>
          blocksOf(one.get('ServerSideEncryptionConfiguration')),
        );
        const defaults = rules.flatMap((rule) =>
          blocksOf(rule.get('ServerSideEncryptionByDefault')),
        );
        return isExpression(given)
          ? 'unknown'
          : only(defaults.map((one) => judge(one.get('SSEAlgorithm'), one.get('KMSMasterKeyID'))));
      },
    },
  };
}

const INLINE = 'server_side_encryption_configuration';
const SEPARATE = 'aws_s3_bucket_server_side_encryption_configuration';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_server_side_encryption_configuration */
const RULE: Shape = {
  apply_server_side_encryption_by_default: { sse_algorithm: null, kms_master_key_id: null },
  bucket_key_enabled: null,
  blocked_encryption_types: null,
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-serversideencryptionrule.html */
const TEMPLATE_RULE: Shape = {
  ServerSideEncryptionByDefault: { SSEAlgorithm: null, KMSMasterKeyID: null },
  BucketKeyEnabled: null,
  BlockedEncryptionTypes: { EncryptionType: null },
};

/** S3 refuses a KMS key beside AES256. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html */
function keyFits(algorithm: Value | undefined, key: Value | undefined): Effect {
  return algorithm === 'AES256' && key !== undefined && key !== null ? 'fail' : 'pass';
}
