import { isExpression } from './code-change.ts';
import type {
  Attributes,
  CodeChange,
  Effect,
  Restriction,
  Shape,
  Value,
  View,
} from './code-change.ts';
import { blocksOf, every, isOneOf, isOpaque, only } from './effects.ts';
import { restrictSettings, valuesOf } from './strictness.ts';
import type { Strictnesses } from './strictness.ts';

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
      restrict: (before, after) => restrictEncryption(before, after, TERRAFORM_NAMES),
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
      restrict: (before, after) => restrictEncryption(before, after, TEMPLATE_NAMES),
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

function textsIn(rule: Attributes): readonly Value[] {
  return ['blocked_encryption_types', 'EncryptionType'].flatMap((name) => valuesOf(rule, name));
}

interface EncryptionNames {
  readonly rulesOf: (view: View) => readonly Attributes[];
  readonly key: string;
  readonly settings: Strictnesses;
}

/** The rule's other settings stay or get stricter, and a new key is one that the file proves to exist. */
function restrictEncryption(
  before: View,
  after: View,
  { rulesOf, key, settings }: EncryptionNames,
): Restriction | null {
  const keysOf = (view: View) => rulesOf(view).flatMap((rule) => valuesOf(rule, key));
  const kept = keysOf(before).map((one) => JSON.stringify(one));
  const added = keysOf(after).filter((one) => one !== null && !kept.includes(JSON.stringify(one)));
  const faults = added.map((one) => before.fault(one, 'key'));
  const allowsAll = (view: View) => JSON.stringify(rulesOf(view).map(textsIn)).includes('"NONE"');
  if (allowsAll(after) && !allowsAll(before)) {
    return { code: 'WEAKENED', reason: 'The answer allows every type of encryption again.' };
  }
  return (
    faults.find((fault) => fault !== null) ??
    restrictSettings(rulesOf(before), rulesOf(after), settings)
  );
}

const INLINE = 'server_side_encryption_configuration';
const SEPARATE = 'aws_s3_bucket_server_side_encryption_configuration';

const TERRAFORM_NAMES: EncryptionNames = {
  rulesOf: ({ target, companions }) => [...blocksOf(target.get(INLINE)), ...companions(SEPARATE)],
  key: 'kms_master_key_id',
  settings: {
    kms_master_key_id: 'keeps',
    bucket_key_enabled: 'stays-on',
    blocked_encryption_types: 'grows',
    expected_bucket_owner: 'keeps',
  },
};

const TEMPLATE_NAMES: EncryptionNames = {
  rulesOf: ({ target }) => blocksOf(target.get('BucketEncryption')),
  key: 'KMSMasterKeyID',
  settings: { KMSMasterKeyID: 'keeps', BucketKeyEnabled: 'stays-on', EncryptionType: 'grows' },
};

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
