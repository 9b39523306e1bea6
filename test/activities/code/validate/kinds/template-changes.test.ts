/** The right setting of a template beside other changes, in other texts, and with settings that may only get stricter. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 't.yaml', target: 'Data' });

const V = 'S3.MissingVersioning';
const K = 'S3.MissingKmsEncryption';
const L = 'S3.MissingAccessLogs';
const R = 'KMS.RotationDisabled';
const Y = (props = '', more = '', head = '') =>
  `AWSTemplateFormatVersion: '2010-09-09'\n${head}Parameters:\n  Stage:\n    Type: String\n    Default: dev\nConditions:\n  Prod: !Equals [!Ref Stage, prod]\nResources:\n  # the data\n  Data:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n    Properties:\n      BucketName: acme-data\n${props}  Logs:\n    Type: AWS::S3::Bucket\n${more}Outputs:\n  Name:\n    Value: !Ref Data\n`;
const A = '      VersioningConfiguration:\n        Status: Enabled\n';
const b = Y();
for (const [w, after, r] of [
  ['plain', Y(A), 1],
  ['flow', Y('      VersioningConfiguration: {Status: Enabled}\n'), 1],
  ['quoted', Y('      VersioningConfiguration:\n        Status: "Enabled"\n'), 1],
  ['comment', Y('      # on\n' + A), 1],
  ['deletion', Y(A).replace('Retain', 'Delete'), 0],
  ['name', Y(A).replace('acme-data', 'acme-data2'), 0],
  ['param default', Y(A).replace('Default: dev', 'Default: prod'), 0],
  [
    'condition',
    Y(A)
      .replace('stage, prod', 'x')
      .replace('!Equals [!Ref Stage, prod]', '!Equals [!Ref Stage, dev]'),
    0,
  ],
  ['output', Y(A).replace('!Ref Data', '!GetAtt Data.Arn'), 0],
  ['new output', Y(A) + '  X:\n    Value: 1\n', 0],
  ['new resource', Y(A, '  X:\n    Type: AWS::SNS::Topic\n'), 0],
  ['transform', Y(A, '', 'Transform: AWS::Serverless-2016-10-31\n'), 0],
  ['metadata', Y(A, '', 'Metadata:\n  x: y\n'), 0],
  ['mapping', Y(A, '', 'Mappings:\n  a:\n    b:\n      c: d\n'), 0],
  ['comment removed', Y(A).replace('  # the data\n', ''), 0],
  [
    'type changed',
    Y(A).replace(
      '    Type: AWS::S3::Bucket\n    DeletionPolicy',
      '    Type: AWS::S3Express::DirectoryBucket\n    DeletionPolicy',
    ),
    0,
  ],
  ['id changed', Y(A).replace('  Data:\n', '  Data2:\n').replace('!Ref Data', '!Ref Data2'), 0],
  ['order', Y(A).replace(/Parameters:[\s\S]*?Conditions/, 'Conditions'), 0],
  ['tab', Y('      VersioningConfiguration:\n\tStatus: Enabled\n'), 0],
  ['second doc', Y(A) + '---\na: b\n', 0],
  [
    'bucket logs too',
    Y(A).replace(
      '  Logs:\n    Type: AWS::S3::Bucket\n',
      '  Logs:\n    Type: AWS::S3::Bucket\n    Properties:\n      VersioningConfiguration:\n        Status: Enabled\n',
    ),
    0,
  ],
  ['alias', Y('      VersioningConfiguration: &v\n        Status: Enabled\n'), 1],
  ['escape', Y('      VersioningConfiguration:\n        Status: "\\x45nabled"\n'), 1],
  ['block scalar', Y('      VersioningConfiguration:\n        Status: >-\n          Enabled\n'), 1],
  ['literal nl', Y('      VersioningConfiguration:\n        Status: |\n          Enabled\n'), 0],
  ['int', Y('      VersioningConfiguration:\n        Status: 1\n'), 0],
  ['suppress', Y('      # checkov:skip=CKV_AWS_21:x\n' + A), 0],
  [
    'cfn nag meta',
    Y(A).replace(
      '    DeletionPolicy: Retain\n',
      '    DeletionPolicy: Retain\n    Metadata:\n      cfn_nag:\n        rules_to_suppress: []\n',
    ),
    0,
  ],
  ['resolve', Y('      VersioningConfiguration:\n        Status: "{{resolve:ssm:x}}"\n'), 0],
  ['import', Y('      VersioningConfiguration:\n        Status: !ImportValue x\n'), 0],
  ['map', Y('      VersioningConfiguration:\n        Status: !FindInMap [a, b, c]\n'), 0],
  ['select', Y('      VersioningConfiguration:\n        Status: !Select [0, [Enabled]]\n'), 0],
  ['join', Y('      VersioningConfiguration:\n        Status: !Join ["", [Ena, bled]]\n'), 1],
  [
    'whole if',
    Y('      VersioningConfiguration: !If [Prod, {Status: Enabled}, {Status: Suspended}]\n'),
    0,
  ],
  ['whole ref', Y('      VersioningConfiguration: !Ref Stage\n'), 0],
  [
    'include',
    Y(
      '      Fn::Transform:\n        Name: AWS::Include\n        Parameters:\n          Location: s3://a/b\n',
    ),
    0,
  ],
] as const)
  fix('versioning in a template by ' + w, [V, b, after], r === 1 ? 'right' : 'wrong');
const LC = (s: string) => Y('      LoggingConfiguration:\n' + s);
for (const [w, x, y, r] of [
  ['prefix lost', '        LogFilePrefix: d/\n', '        DestinationBucketName: !Ref Logs\n', 0],
  [
    'prefix kept',
    '        LogFilePrefix: d/\n',
    '        DestinationBucketName: !Ref Logs\n        LogFilePrefix: d/\n',
    1,
  ],
  [
    'prefix other',
    '        LogFilePrefix: d/\n',
    '        DestinationBucketName: !Ref Logs\n        LogFilePrefix: e/\n',
    0,
  ],
  [
    'format lost',
    '        TargetObjectKeyFormat:\n          PartitionedPrefix:\n            PartitionDateSource: EventTime\n',
    '        DestinationBucketName: !Ref Logs\n',
    0,
  ],
] as const)
  fix('logging in a template with ' + w, [L, LC(x), LC(y)], r === 1 ? 'right' : 'wrong');
const EC = (s: string) =>
  Y('      BucketEncryption:\n        ServerSideEncryptionConfiguration:\n' + s);
const rule = (a: string, key = '', more = '') =>
  `          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: ${a}\n${key ? `              KMSMasterKeyID: ${key}\n` : ''}${more}`;
for (const [w, x, y, r] of [
  [
    'bucket key kept',
    rule('AES256', '', '            BucketKeyEnabled: true\n'),
    rule('aws:kms', '', '            BucketKeyEnabled: true\n'),
    1,
  ],
  [
    'bucket key lost',
    rule('AES256', '', '            BucketKeyEnabled: true\n'),
    rule('aws:kms'),
    0,
  ],
  [
    'bucket key off',
    rule('AES256', '', '            BucketKeyEnabled: true\n'),
    rule('aws:kms', '', '            BucketKeyEnabled: false\n'),
    0,
  ],
  [
    'blocked lost',
    rule(
      'AES256',
      '',
      '            BlockedEncryptionTypes:\n              EncryptionType: [SSE-C]\n',
    ),
    rule('aws:kms'),
    0,
  ],
  [
    'blocked none',
    rule(
      'AES256',
      '',
      '            BlockedEncryptionTypes:\n              EncryptionType: [SSE-C]\n',
    ),
    rule(
      'aws:kms',
      '',
      '            BlockedEncryptionTypes:\n              EncryptionType: [NONE]\n',
    ),
    0,
  ],
  [
    'blocked if',
    rule(
      'AES256',
      '',
      '            BlockedEncryptionTypes:\n              EncryptionType: [SSE-C]\n',
    ),
    rule(
      'aws:kms',
      '',
      '            BlockedEncryptionTypes: !If [Prod, {EncryptionType: [SSE-C]}, !Ref AWS::NoValue]\n',
    ),
    0,
  ],
  ['two', rule('AES256'), rule('aws:kms') + rule('AES256'), 0],
] as const)
  fix('encryption in a template with ' + w, [K, EC(x), EC(y)], r === 1 ? 'right' : 'wrong');
const KY = (s: string) =>
  `Parameters:\n  Days:\n    Type: Number\n    Default: 90\nResources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: {}\n${s}`;
for (const [w, x, y, r] of [
  ['on', '', '      EnableKeyRotation: true\n', 1],
  ['str', '', "      EnableKeyRotation: 'true'\n", 1],
  ['yes', '', '      EnableKeyRotation: yes\n', 0],
  ['off', '', '      EnableKeyRotation: false\n', 0],
  [
    'period same',
    '      RotationPeriodInDays: 90\n',
    '      RotationPeriodInDays: 90\n      EnableKeyRotation: true\n',
    1,
  ],
  [
    'period longer',
    '      RotationPeriodInDays: 90\n',
    '      RotationPeriodInDays: 365\n      EnableKeyRotation: true\n',
    0,
  ],
  [
    'period shorter',
    '      RotationPeriodInDays: 180\n',
    '      RotationPeriodInDays: 90\n      EnableKeyRotation: true\n',
    1,
  ],
  [
    'period default',
    '      RotationPeriodInDays: !Ref Days\n',
    '      RotationPeriodInDays: 90\n      EnableKeyRotation: true\n',
    0,
  ],
  ['period dropped', '      RotationPeriodInDays: 90\n', '      EnableKeyRotation: true\n', 0],
  [
    'external',
    '      Origin: EXTERNAL\n',
    '      Origin: EXTERNAL\n      EnableKeyRotation: true\n',
    0,
  ],
  ['pending', '', '      EnableKeyRotation: true\n      PendingWindowInDays: 7\n', 0],
  ['disabled', '', '      EnableKeyRotation: true\n      Enabled: false\n', 0],
  ['multi', '', '      EnableKeyRotation: true\n      MultiRegion: true\n', 0],
  [
    'spec',
    '      KeySpec: RSA_2048\n',
    '      KeySpec: RSA_2048\n      EnableKeyRotation: true\n',
    0,
  ],
  ['spec change', '      KeySpec: RSA_2048\n', '      EnableKeyRotation: true\n', 0],
  [
    'usage if',
    '      KeyUsage: !Ref Days\n',
    '      KeyUsage: !Ref Days\n      EnableKeyRotation: true\n',
    0,
  ],
] as const)
  fix('rotation in a template with ' + w, [R, KY(x), KY(y)], r === 1 ? 'right' : 'wrong', {
    target: 'Key',
    resource: 'k',
  });
