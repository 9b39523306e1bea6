import type { Arn } from '../../domain/arn.ts';

/**
 * The ASFF type in its own spelling. Scanners also send CloudFormation's names (`AWS::S3::Bucket`) or `Other`;
 * then the ARN decides where it can.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html
 */
export function inferredType(given: string, arn: Arn | null): string {
  const plain = given.replace(/^AWS::(\w+)::(\w+)$/i, 'Aws$1$2');
  const known = KNOWN.get(plain.toLowerCase());
  if (known !== undefined) return known;
  if (/^aws/i.test(plain)) return plain;
  return (arn && byArn(arn)) ?? plain;
}

/** Services whose ARNs a type may carry; null where nothing is known. */
export function servicesOf(type: string): readonly string[] | null {
  const prefix = [...SERVICES.keys()].find((start) => type.startsWith(start));
  return prefix === undefined ? null : (SERVICES.get(prefix) ?? null);
}

function byArn(arn: Arn): string | null {
  const { service, resource } = arn;
  if (service === 's3' && !arn.account)
    return resource.includes('/') ? 'AwsS3Object' : 'AwsS3Bucket';
  if (service === 'kms' && resource.startsWith('key/')) return 'AwsKmsKey';
  if (service === 'ec2' && resource.startsWith('instance/')) return 'AwsEc2Instance';
  if (service === 'ec2' && resource.startsWith('security-group/')) return 'AwsEc2SecurityGroup';
  return service === 'iam' && resource === 'root' ? 'AwsAccount' : null;
}

const KNOWN: ReadonlyMap<string, string> = new Map(
  `AwsS3Bucket AwsS3Object AwsAccount AwsKmsKey AwsEc2Instance AwsEc2SecurityGroup AwsEc2Volume AwsEc2Vpc
  AwsEc2Subnet AwsIamUser AwsIamRole AwsIamPolicy AwsIamAccessKey AwsLambdaFunction AwsRdsDbInstance
  AwsSnsTopic AwsSqsQueue AwsCloudTrailTrail AwsDynamoDbTable AwsEksCluster AwsEcrRepository`
    .split(/\s+/)
    .map((type) => [type.toLowerCase(), type]),
);

const SERVICES: ReadonlyMap<string, readonly string[]> = new Map([
  ['AwsS3Object', ['s3']],
  ['AwsEc2', ['ec2', 'ssm']],
  ['AwsIam', ['iam', 'sts']],
  ['AwsKms', ['kms']],
  ['AwsLambda', ['lambda']],
  ['AwsSns', ['sns']],
  ['AwsSqs', ['sqs']],
  ['AwsRds', ['rds']],
  ['AwsDynamoDb', ['dynamodb']],
  ['AwsCloudTrail', ['cloudtrail']],
  ['AwsEcr', ['ecr', 'ecr-public']],
  ['AwsEcs', ['ecs']],
  ['AwsEks', ['eks']],
  ['AwsEfs', ['elasticfilesystem']],
  ['AwsElb', ['elasticloadbalancing']],
  ['AwsRedshift', ['redshift', 'redshift-serverless']],
  ['AwsSecretsManager', ['secretsmanager']],
  ['AwsCloudFront', ['cloudfront']],
  ['AwsSsm', ['ssm']],
]);
