import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 't.yaml' });

const Y = (props: string, policy = '') => `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage:
    Type: String
  LogBucketName:
    Type: String
  LogBucketCount:
    Type: Number
  KeyArn:
    Type: String
  EmptyLogBucket:
    Type: String
    Default: ''
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Mappings:
  Buckets:
    prod:
      logs: acme-mapped
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement: []
  SignKey:
    Type: AWS::KMS::Key
    Properties:
      KeyUsage: SIGN_VERIFY
      KeySpec: RSA_2048
      KeyPolicy:
        Statement: []
  OffKey:
    Type: AWS::KMS::Key
    Properties:
      Enabled: false
      KeyPolicy:
        Statement: []
  Alias:
    Type: AWS::KMS::Alias
    Properties:
      AliasName: alias/acme
      TargetKeyId: !Ref Key
  BackKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - Resource: !GetAtt Data.Arn
  Logs:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub acme-\${Stage}-logs
  Maybe:
    Type: AWS::S3::Bucket
    Condition: Prod
  Site:
    Type: AWS::S3::Bucket
    Properties:
      WebsiteConfiguration:
        IndexDocument: index.html
  Open:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicRead
  Back:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration:
        DestinationBucketName: !Ref Data
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: https://example.com/t.yaml
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-data
${props}${policy}`;
const L = 'S3.MissingAccessLogs';
const K = 'S3.MissingKmsEncryption';
const log = (v: string) =>
  Y(
    `      LoggingConfiguration:\n        DestinationBucketName: ${v}\n        LogFilePrefix: data/\n`,
  );
const key = (v: string) =>
  Y(
    `      BucketEncryption:\n        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: aws:kms\n              KMSMasterKeyID: ${v}\n`,
  );
for (const v of [
  '!GetAtt Logs.Arn',
  '!GetAtt Logs.DomainName',
  '!Sub "${Logs.Arn}"',
  '!Ref Role',
  '!Ref Key',
  '!Ref Data',
  'acme-data',
  '!Sub "acme-data"',
  '!Join ["-", [acme, data]]',
  '!Ref Maybe',
  '!Ref Site',
  '!Ref Open',
  '!Ref Back',
  '!Ref Nope',
  '!Ref Stage',
  '!Ref LogBucketCount',
  '!Ref EmptyLogBucket',
  '!Ref AWS::NoValue',
  '!If [Prod, !Ref Maybe, !Ref AWS::NoValue]',
  '!If [Nope, !Ref Logs, !Ref Logs]',
  '!If [Prod, !Ref Logs, !Ref Data]',
  '!If [Prod, !Ref Logs, !Ref Maybe]',
  '!ImportValue logs',
  '!FindInMap [Buckets, prod, logs]',
  '!FindInMap [Nope, prod, logs]',
  '!Select [0, [!Ref Data]]',
  '!GetAtt Nested.Outputs.Logs',
  'my-logs',
  '"<logs>"',
  '!Sub "acme-${Stage}-nope"',
  '!Sub ["${A}", {A: !Ref Data}]',
  '!Sub ["acme-${A}", {A: data}]',
  '"{{resolve:ssm:logs}}"',
  '!Join ["", ["{{resolve", ":ssm:logs}}"]]',
  '!Split ["-", "a-b"]',
  '!Base64 x',
  "''",
  '!Ref KeyArn',
  '!GetAtt LogBucketName.Arn',
  '!Ref AWS::StackName',
])
  fix('the log bucket ' + v, [L, Y(''), log(v)], 'wrong');
for (const v of [
  '!Ref Logs',
  '!Sub "${Logs}"',
  '!Sub "acme-${Stage}-logs"',
  '!Ref LogBucketName',
  '!If [Prod, !Ref Maybe, !Ref Logs]',
  '!If [Prod, !Ref Logs, !Ref LogBucketName]',
])
  fix('the log bucket ' + v, [L, Y(''), log(v)], 'right');
for (const v of [
  '!Ref SignKey',
  '!GetAtt OffKey.Arn',
  '!GetAtt BackKey.Arn',
  '!GetAtt Logs.Arn',
  '!Ref Role',
  '!GetAtt Role.Arn',
  '!Ref Stage',
  '!Ref LogBucketName',
  'alias/nope',
  '!Sub "arn:aws:kms:eu-west-1:777766665555:key/x"',
  '!Join [":", [arn, aws, kms, eu-west-1, "777766665555", key/a6c01d72-3f58-4be9-8d04-92e7b5f1c360]]',
  '"arn\\x3aaws:kms:eu-west-1:777766665555:key/a6c01d72-3f58-4be9-8d04-92e7b5f1c360"',
  '!Sub "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/nope"',
  '!Sub "arn:${AWS::Partition}:kms:${AWS::Region}:${Stage}:alias/acme"',
  '!ImportValue key',
  '!GetAtt Key.Description',
  '!GetAtt Alias.Arn',
  'YOUR_KEY',
  '!If [Prod, !Ref Key, !Ref AWS::NoValue]',
  'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000009',
])
  fix('the key ' + v, [K, Y(''), key(v)], 'wrong');
for (const v of [
  '!Ref Key',
  '!GetAtt Key.Arn',
  '!GetAtt [Key, Arn]',
  '!Ref Alias',
  '!Ref KeyArn',
  'alias/acme',
  '!Sub "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/acme"',
  '!Sub "${Key.Arn}"',
  'alias/aws/s3',
])
  fix('the key ' + v, [K, Y(''), key(v)], 'right');
