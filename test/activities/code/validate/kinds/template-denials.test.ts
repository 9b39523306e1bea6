/** Denials of requests without TLS in a template: nearly right ones, and a policy that is there already. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 't.yaml', target: 'Data' });

const T = 'S3.InsecureTransport';
const V = 'S3.MissingVersioning';
const Y = (more = '', props = '') => `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage:
    Type: String
    Default: dev
  BucketNameParam:
    Type: String
    Default: acme-data
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Logs:
    Type: AWS::S3::Bucket
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-data
${props}${more}`;
const POL = (
  res: string,
  o: Readonly<Record<string, string>> = {},
) => `  ${o['id'] ?? 'DataPolicy'}:
    Type: AWS::S3::BucketPolicy
${o['meta'] ?? ''}    Properties:
      Bucket: ${o['bucket'] ?? '!Ref Data'}
      PolicyDocument:
${o['head'] ?? "        Version: '2012-10-17'\n"}        Statement:
          - Sid: ${o['sid'] ?? 'Tls'}
            Effect: ${o['effect'] ?? 'Deny'}
            Principal: ${o['principal'] ?? "'*'"}
            ${o['actionKey'] ?? 'Action'}: ${o['action'] ?? 's3:*'}
            ${o['resKey'] ?? 'Resource'}: ${res}
            Condition:
              ${o['test'] ?? 'Bool'}:
                ${o['key'] ?? 'aws:SecureTransport'}: ${o['value'] ?? "'false'"}
${o['tail'] ?? ''}`;
const BOTH = "[!GetAtt Data.Arn, !Sub '${Data.Arn}/*']";
fix('the denial', [T, Y(), Y(POL(BOTH))], 'right');
for (const res of [
  "['${Data.Arn}', '${Data.Arn}/*']",
  "['arn:aws:s3:::${Data}', 'arn:aws:s3:::${Data}/*']",
  "['arn:aws:s3:::acme-data', !Sub '${Logs.Arn}/*']",
  "'*'",
  "['*']",
  "!Sub '${Data.Arn}/*'",
  '!GetAtt Data.Arn',
  '[!GetAtt Data.Arn, !GetAtt Data.Arn]',
  "[!Ref Data, !Sub '${Data}/*']",
  "[!GetAtt Data.Arn, !Sub '${Data.Arn}/x/*']",
  "[!GetAtt Data.Arn, !Sub '${Data.Arn}*']",
  "['arn:aws:s3:::acme-data2', 'arn:aws:s3:::acme-data2/*']",
  "[!GetAtt Data.Arn, !Sub '${Data.Arn}/*', !GetAtt Logs.Arn]",
  "!If [Prod, [!GetAtt Data.Arn, !Sub '${Data.Arn}/*'], []]",
  "[!GetAtt Data.Arn, !Join ['', [!GetAtt Logs.Arn, '/*']]]",
  "[!GetAtt Data.Arn, !Join ['/', ['${Data.Arn}', '*']]]",
  "[!Sub 'arn:aws:s3:::${BucketNameParam}', !Sub 'arn:aws:s3:::${BucketNameParam}/*']",
  "[!GetAtt Data.Arn, !Sub '${!Data.Arn}/*']",
])
  fix('a denial for ' + res, [T, Y(), Y(POL(res))], 'wrong');
for (const res of [
  "[!GetAtt Data.Arn, !Join ['', [!GetAtt Data.Arn, '/*']]]",
  "[!Sub 'arn:aws:s3:::${Data}', !Sub 'arn:aws:s3:::${Data}/*']",
  "[!Sub 'arn:${AWS::Partition}:s3:::${Data}', !Sub 'arn:${AWS::Partition}:s3:::${Data}/*']",
  "['arn:aws:s3:::acme-data', 'arn:aws:s3:::acme-data/*']",
  "[!Sub '${Data.Arn}', !Sub '${Data.Arn}/*']",
  "[{'Fn::GetAtt': [Data, Arn]}, {'Fn::Sub': '${Data.Arn}/*'}]",
])
  fix('a denial for ' + res, [T, Y(), Y(POL(res))], 'right');
for (const [w, o] of Object.entries<Readonly<Record<string, string>>>({
  bucketLiteral: { bucket: "'${Data}'" },
  bucketOther: { bucket: '!Ref Logs' },
  bucketArn: { bucket: '!GetAtt Data.Arn' },
  bucketSub: { bucket: "!Sub '${Data}-x'" },
  bucketParam: { bucket: '!Ref BucketNameParam' },
  bucketIf: { bucket: '!If [Prod, !Ref Data, !Ref Logs]' },
  principalRole: { principal: '{AWS: "arn:aws:iam::111122223333:role/x"}' },
  principalService: { principal: '{Service: "*"}' },
  principalFed: { principal: '{Federated: "*"}' },
  principalCan: { principal: '{CanonicalUser: "*"}' },
  principalList: { principal: '{AWS: ["*", "arn:aws:iam::111122223333:root"]}' },
  principalTwo: { principal: '{AWS: "*", Service: "s3.amazonaws.com"}' },
  actionGet: { action: "'s3:Get*'" },
  actionList: { action: "['s3:GetObject', 's3:PutObject']" },
  actionWrong: { action: "'S3'" },
  notAction: { actionKey: 'NotAction', action: "'s3:*'" },
  notRes: { resKey: 'NotResource' },
  allow: { effect: 'Allow' },
  denyLower: { effect: 'deny' },
  valTrue: { value: "'true'" },
  valList: { value: "['false', 'true']" },
  valEmpty: { value: '[]' },
  valRef: { value: '!Ref Stage' },
  valWord: { value: "'no'" },
  keyOther: { key: 's3:TlsVersion' },
  keySecure: { key: 'aws:SecureTransports' },
  keyViaAws: { key: 'aws:ViaAWSService' },
  test2: { test: 'StringNotEquals' },
  testNull: { test: 'Null' },
  testStr: { test: 'StringEqualsIfExists' },
  test3: { test: 'ForAllValues:Bool' },
  num: { test: 'NumericLessThan', key: 's3:TlsVersion', value: '1.2' },
  extraCond: { tail: '              StringLike:\n                aws:PrincipalArn: "*"\n' },
  extraKey: { tail: '                aws:ViaAWSService: "false"\n' },
  notPrincipal: { tail: '            NotPrincipal: {AWS: "arn:aws:iam::111122223333:root"}\n' },
  second: {
    tail: '          - Effect: Allow\n            Principal: "*"\n            Action: s3:GetObject\n            Resource: !Sub "${Data.Arn}/*"\n',
  },
  second2: {
    tail: '          - Effect: Allow\n            Principal: {AWS: "arn:aws:iam::111122223333:root"}\n            Action: s3:*\n            Resource: !Sub "${Data.Arn}/*"\n',
  },
  second3: {
    tail: '          - Effect: Deny\n            Principal: "*"\n            Action: s3:*\n            Resource: !Sub "${Data.Arn}/*"\n',
  },
  condition: { meta: '    Condition: Prod\n' },
  meta: { meta: '    DeletionPolicy: Retain\n' },
  dep: { meta: '    DependsOn: Logs\n' },
  metadata: { meta: '    Metadata: {cfn_nag: {}}\n' },
  idhead: { head: "        Version: '2012-10-17'\n        Statements: []\n" },
}))
  fix('a denial with ' + w, [T, Y(), Y(POL(BOTH, o))], 'wrong');
for (const [w, o] of Object.entries<Readonly<Record<string, string>>>({
  version: { head: "        Version: '2008-10-17'\n" },
  awsStar: { principal: '{AWS: "*"}' },
  awsList: { principal: '{AWS: ["*"]}' },
  boolFalse: { value: 'false' },
  list: { value: "['false']" },
  ifexists: { test: 'BoolIfExists' },
  caps: { key: 'AWS:SecureTransport' },
  actionList: { action: "['s3:*']" },
  star: { action: "'*'" },
  depOwn: { meta: '    DependsOn: Data\n' },
  nover: { head: '' },
  byName: { bucket: 'acme-data' },
  bySub: { bucket: "!Sub '${Data}'" },
}))
  fix('a denial with ' + w, [T, Y(), Y(POL(BOTH, o))], 'right');
// existing policy elsewhere
const KEEP = (b: string, id = 'Other') =>
  `  ${id}:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: ${b}\n      PolicyDocument:\n        Statement:\n          - Effect: Allow\n            Principal: {AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root"}\n            Action: s3:GetObject\n            Resource: !Sub '\${Data.Arn}/*'\n`;
for (const b of [
  '!Ref Data',
  'acme-data',
  "!Sub '${Data}'",
  "!Join ['', [!Ref Data]]",
  '!Select [0, [!Ref Data]]',
  '!Ref BucketNameParam',
  "!Sub '${BucketNameParam}'",
  '!If [Prod, !Ref Data, acme-x]',
  "!Select [0, !Split [',', !Ref Data]]",
  "!Sub ['${B}', {B: !Ref Data}]",
  "!Select [5, !Split [':', !GetAtt Data.Arn]]",
])
  fix('a second policy beside one of ' + b, [T, Y(KEEP(b)), Y(KEEP(b) + POL(BOTH))], 'wrong');
for (const b of ['!Ref Logs', 'acme-other'])
  fix('a second policy beside one of ' + b, [T, Y(KEEP(b)), Y(KEEP(b) + POL(BOTH))], 'right');
// anchors
fix(
  'an alias of tags',
  [
    V,
    Y('', '      Tags: &t\n        - Key: a\n          Value: b\n'),
    Y(
      '',
      '      Tags: &t\n        - Key: a\n          Value: b\n      VersioningConfiguration: *t\n',
    ),
  ],
  'wrong',
);
// props
for (const [w, a] of [
  [
    'order',
    '      VersioningConfiguration:\n        Status: Enabled\n      OwnershipControls:\n        Rules:\n          - ObjectOwnership: BucketOwnerEnforced\n',
  ],
  ['misspelt', '      VersionConfiguration:\n        Status: Enabled\n'],
  ['wrong level', '    VersioningConfiguration:\n      Status: Enabled\n'],
  ['case', '      VersioningConfiguration:\n        status: Enabled\n'],
  ['mfa', '      VersioningConfiguration:\n        Status: Enabled\n        MfaDelete: Enabled\n'],
  ['list', '      VersioningConfiguration:\n        - Status: Enabled\n'],
  ['bool', '      VersioningConfiguration:\n        Status: true\n'],
  ['enabled lower', '      VersioningConfiguration:\n        Status: enabled\n'],
  ['sub', '      VersioningConfiguration:\n        Status: !Sub Enabled${Stage}\n'],
  [
    'dup',
    '      VersioningConfiguration:\n        Status: Enabled\n      VersioningConfiguration:\n        Status: Suspended\n',
  ],
  [
    'lock',
    '      VersioningConfiguration:\n        Status: Enabled\n      ObjectLockEnabled: true\n',
  ],
  ['merge', '      <<: {VersioningConfiguration: {Status: Enabled}}\n'],
] as const)
  fix('versioning with ' + w, [V, Y(), Y('', a)], 'wrong');
