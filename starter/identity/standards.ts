/**
 * From a standard's own numbering to Security Hub's control id. Only renumbered rules are listed: every other
 * standard (FSBP, NIST, PCI DSS 4.0.1, Control Tower, tagging) uses the control ids themselves.
 * Facts: https://docs.aws.amazon.com/securityhub/latest/userguide/asff-changes-consolidation.html and, for
 * CIS 3.0.0 and 5.0.0, https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
 */
const RENUMBERED: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'cis-aws-foundations-benchmark/1.2.0',
    table(`
    1.1 CloudWatch.1  1.2 IAM.5  1.3 IAM.8  1.4 IAM.3  1.5 IAM.11  1.6 IAM.12  1.7 IAM.13  1.8 IAM.14
    1.9 IAM.15  1.10 IAM.16  1.11 IAM.17  1.12 IAM.4  1.13 IAM.9  1.14 IAM.6  1.16 IAM.2  1.18 Account.1
    1.20 IAM.18  1.22 IAM.1
    2.1 CloudTrail.1  2.2 CloudTrail.4  2.3 CloudTrail.6  2.4 CloudTrail.5  2.5 Config.1  2.6 CloudTrail.7
    2.7 CloudTrail.2  2.8 KMS.4  2.9 EC2.6
    3.1 CloudWatch.2  3.2 CloudWatch.3  3.3 CloudWatch.1  3.4 CloudWatch.4  3.5 CloudWatch.5
    3.6 CloudWatch.6  3.7 CloudWatch.7  3.8 CloudWatch.8  3.9 CloudWatch.9  3.10 CloudWatch.10
    3.11 CloudWatch.11  3.12 CloudWatch.12  3.13 CloudWatch.13  3.14 CloudWatch.14
    4.1 EC2.13  4.2 EC2.14  4.3 EC2.2`),
  ],
  [
    'cis-aws-foundations-benchmark/1.4.0',
    table(`
    1.2 Account.1  1.4 IAM.4  1.5 IAM.9  1.6 IAM.6  1.7 CloudWatch.1  1.8 IAM.15  1.9 IAM.16  1.10 IAM.5
    1.12 IAM.22  1.14 IAM.3  1.16 IAM.1  1.17 IAM.18
    2.1.1 S3.4  2.1.2 S3.5  2.1.3 S3.20  2.1.5.1 S3.1  2.1.5.2 S3.8  2.2.1 EC2.7  2.3.1 RDS.3
    3.1 CloudTrail.1  3.2 CloudTrail.4  3.3 CloudTrail.6  3.4 CloudTrail.5  3.5 Config.1  3.6 S3.9
    3.7 CloudTrail.2  3.8 KMS.4  3.9 EC2.6
    4.3 CloudWatch.1  4.4 CloudWatch.4  4.5 CloudWatch.5  4.6 CloudWatch.6  4.7 CloudWatch.7
    4.8 CloudWatch.8  4.9 CloudWatch.9  4.10 CloudWatch.10  4.11 CloudWatch.11  4.12 CloudWatch.12
    4.13 CloudWatch.13  4.14 CloudWatch.14  5.1 EC2.21  5.3 EC2.2`),
  ],
  [
    'cis-aws-foundations-benchmark/3.0.0',
    table(`
    1.2 Account.1  1.4 IAM.4  1.5 IAM.9  1.6 IAM.6  1.8 IAM.15  1.9 IAM.16  1.10 IAM.5  1.12 IAM.22
    1.14 IAM.3  1.15 IAM.2  1.17 IAM.18  1.19 IAM.26  1.20 IAM.28  1.22 IAM.27
    2.1.1 S3.5  2.1.2 S3.20  2.1.4.1 S3.1  2.1.4.2 S3.8  2.2.1 EC2.7  2.3.1 RDS.3  2.3.2 RDS.13
    2.3.3 RDS.2  2.4.1 EFS.1
    3.1 CloudTrail.1  3.2 CloudTrail.4  3.3 Config.1  3.4 CloudTrail.7  3.5 CloudTrail.2  3.6 KMS.4
    3.7 EC2.6  3.8 S3.22  3.9 S3.23  5.1 EC2.21  5.2 EC2.53  5.3 EC2.54  5.4 EC2.2  5.6 EC2.8`),
  ],
  [
    'cis-aws-foundations-benchmark/5.0.0',
    table(`
    1.2 Account.1  1.3 IAM.4  1.4 IAM.9  1.5 IAM.6  1.7 IAM.15  1.8 IAM.16  1.9 IAM.5  1.11 IAM.22
    1.13 IAM.3  1.14 IAM.2  1.16 IAM.18  1.18 IAM.26  1.19 IAM.28  1.21 IAM.27
    2.1.1 S3.5  2.1.2 S3.20  2.1.4.1 S3.1  2.1.4.2 S3.8  2.2.1 RDS.3  2.2.2 RDS.13  2.2.3 RDS.2
    3.1 CloudTrail.1  3.2 CloudTrail.4  3.3 Config.1  3.4 CloudTrail.7  3.5 CloudTrail.2  3.6 KMS.4
    3.7 EC2.6  3.8 S3.22  3.9 S3.23  5.1.1 EC2.7  5.2 EC2.21  5.3 EC2.53  5.4 EC2.54  5.5 EC2.2  5.7 EC2.8`),
  ],
  [
    'pci-dss/3.2.1',
    table(`
    PCI.AutoScaling.1 AutoScaling.1  PCI.CloudTrail.1 CloudTrail.2  PCI.CloudTrail.2 CloudTrail.3
    PCI.CloudTrail.3 CloudTrail.4  PCI.CloudTrail.4 CloudTrail.5  PCI.CodeBuild.1 CodeBuild.1
    PCI.CodeBuild.2 CodeBuild.2  PCI.Config.1 Config.1  PCI.CW.1 CloudWatch.1  PCI.DMS.1 DMS.1
    PCI.EC2.1 EC2.1  PCI.EC2.2 EC2.2  PCI.EC2.3 EC2.3  PCI.EC2.4 EC2.12  PCI.EC2.5 EC2.13  PCI.EC2.6 EC2.6
    PCI.ELBv2.1 ELB.1  PCI.ES.1 ES.2  PCI.ES.2 ES.1  PCI.GuardDuty.1 GuardDuty.1
    PCI.IAM.1 IAM.4  PCI.IAM.2 IAM.2  PCI.IAM.3 IAM.1  PCI.IAM.4 IAM.6  PCI.IAM.5 IAM.9
    PCI.IAM.6 IAM.19  PCI.IAM.7 IAM.8  PCI.IAM.8 IAM.10  PCI.KMS.1 KMS.4  PCI.Lambda.1 Lambda.1
    PCI.Lambda.2 Lambda.3  PCI.Opensearch.1 Opensearch.2  PCI.Opensearch.2 Opensearch.1
    PCI.RDS.1 RDS.1  PCI.RDS.2 RDS.2  PCI.Redshift.1 Redshift.1
    PCI.S3.1 S3.3  PCI.S3.2 S3.2  PCI.S3.3 S3.7  PCI.S3.4 S3.4  PCI.S3.5 S3.5  PCI.S3.6 S3.1
    PCI.SageMaker.1 SageMaker.1  PCI.SSM.1 SSM.2  PCI.SSM.2 SSM.3  PCI.SSM.3 SSM.1`),
  ],
  ['aws-foundational-security-best-practices/1.0.0', table('ELBv2.1 ELB.1')],
]);

/** A rule as its standard numbers it. */
export interface StandardRule {
  /** For example `pci-dss`. */
  readonly standard: string;
  /** For example `3.2.1`. */
  readonly version: string;
  /** For example `PCI.S3.1` or `2.1.1`. */
  readonly rule: string;
}

/**
 * Security Hub's control id for a standard's rule. A rule that is no control id and is in no table keeps its
 * full name (`standard/version/rule`): a problem that no control covers.
 */
export function controlIdOf({ standard, version, rule }: StandardRule): string {
  const key = `${standard}/${version}`.toLowerCase();
  const known = RENUMBERED.get(key)?.get(rule.toLowerCase());
  if (known !== undefined) return known;
  return isControlId(rule) ? spelled(rule) : `${key}/${rule}`;
}

/** `S3.2`, in any case; a standard's `2.1.1` or `PCI.S3.1` is none. */
export function isControlId(text: string): boolean {
  return /^[a-z][a-z0-9]*\.\d{1,3}$/i.test(text);
}

/** `s3.2` as `S3.2`: finding ids carry lower-case control ids. Unknown services keep the case they came in. */
export function spelled(controlId: string): string {
  const [service = '', number = ''] = controlId.split('.');
  return `${SERVICES.get(service.toLowerCase()) ?? service}.${number}`;
}

// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
const SERVICES: ReadonlyMap<string, string> = new Map(
  `Account ACM Amplify APIGateway AppConfig AppFlow AppRunner AppSync Athena AutoScaling Backup Batch
  CloudFormation CloudFront CloudTrail CloudWatch CodeArtifact CodeBuild CodeGuruProfiler CodeGuruReviewer
  Cognito Config Connect DataFirehose DataSync Detective DMS DocumentDB DynamoDB EC2 ECR ECS EFS EKS
  ElastiCache ElasticBeanstalk ELB EMR ES EventBridge FraudDetector FSx GlobalAccelerator Glue GuardDuty IAM
  Inspector IoT IoTEvents IoTSiteWise IoTTwinMaker IoTWireless IVS Keyspaces Kinesis KMS Lambda Macie MQ MSK
  Neptune NetworkFirewall Opensearch PCA RDS Redshift RedshiftServerless Route53 S3 SageMaker SecretsManager
  ServiceCatalog SES SNS SQS SSM StepFunctions Transfer WAF WorkSpaces`
    .split(/\s+/)
    .map((service) => [service.toLowerCase(), service]),
);

function table(pairs: string): ReadonlyMap<string, string> {
  const words = pairs.trim().split(/\s+/);
  const rows = words.flatMap((rule, at) => (at % 2 === 0 ? [[rule, words[at + 1]] as const] : []));
  return new Map(rows.map(([rule, control]) => [rule.toLowerCase(), control ?? '']));
}
