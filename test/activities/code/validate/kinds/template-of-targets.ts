/** A template with one of each kind of log bucket and key, and names for them; `props` are more of its bucket. */
export const template = (props: string) => `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage:
    Type: String
    AllowedValues: [dev, prod]
  LogBucketArn:
    Type: String
  LogBucketRegion:
    Type: String
  LogsBucketPrefix:
    Type: String
  BucketForUploads:
    Type: String
    Description: Bucket that receives uploads; access is logged
  LogBuckets:
    Type: CommaDelimitedList
  KmsKeyAliasName:
    Type: String
  KmsKeyAdminRole:
    Type: String
  SshKeyName:
    Type: AWS::EC2::KeyPair::KeyName
  ApiKey:
    Type: String
  KmsDeletionDays:
    Type: Number
  KeyOwner:
    Type: String
  NoLogBucket:
    Type: String
    Default: none
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  NotProd: !Not [!Condition Prod]
  HasLogs: !Not [!Equals [!Ref LogBucketArn, '']]
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
  HmacKey:
    Type: AWS::KMS::Key
    Properties:
      KeyUsage: GENERATE_VERIFY_MAC
      KeySpec: HMAC_256
  MaybeKey:
    Type: AWS::KMS::Key
    Condition: Prod
    Properties:
      KeyPolicy: {}
  SignAlias:
    Type: AWS::KMS::Alias
    Properties:
      AliasName: alias/sign
      TargetKeyId: !Ref SignKey
  MaybeAlias:
    Type: AWS::KMS::Alias
    Condition: Prod
    Properties:
      AliasName: alias/maybe
      TargetKeyId: !Ref MaybeKey
  Alias:
    Type: AWS::KMS::Alias
    Properties:
      AliasName: alias/acme
      TargetKeyId: !Ref Key
  Logs:
    Type: AWS::S3::Bucket
  Named:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-named-logs
  Maybe:
    Type: AWS::S3::Bucket
    Condition: Prod
  NotMaybe:
    Type: AWS::S3::Bucket
    Condition: NotProd
  Open:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicReadWrite
  Pub:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        BlockPublicPolicy: false
  PubPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Pub
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: s3:GetObject
            Resource: !Sub '\${Pub.Arn}/*'
  PubAws:
    Type: AWS::S3::Bucket
  PubAwsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref PubAws
      PolicyDocument:
        Statement:
          Effect: Allow
          Principal:
            AWS: ['*']
          Action: ['s3:GetObject']
          Resource: !Sub '\${PubAws.Arn}/*'
  Good:
    Type: AWS::S3::Bucket
  GoodPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Good
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal:
              Service: logging.s3.amazonaws.com
            Action: s3:PutObject
            Resource: !Sub '\${Good.Arn}/*'
          - Effect: Deny
            Principal: '*'
            Action: s3:*
            Resource: !Sub '\${Good.Arn}/*'
            Condition:
              Bool:
                aws:SecureTransport: false
  Ring:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration:
        DestinationBucketName: !Ref Ring2
  Ring2:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration:
        DestinationBucketName: acme-data
  SelfLog:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration:
        LogFilePrefix: x
  Dir:
    Type: AWS::S3Express::DirectoryBucket
    Properties: {}
  Ap:
    Type: AWS::S3::AccessPoint
    Properties:
      Bucket: !Ref Logs
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          LOGS: !ImportValue shared-logs
  Custom:
    Type: Custom::Bucket
    Properties:
      ServiceToken: x
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: !Ref Logs
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-data
${props}`;
