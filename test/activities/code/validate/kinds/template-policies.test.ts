import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 't.yaml' });

const Y = (props: string, policy = '') => `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage:
    Type: String
  LogBucketCount:
    Type: Number
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement: []
  Logs:
    Type: AWS::S3::Bucket
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-data
${props}${policy}`;
const S = 'S3.InsecureTransport';

const POL = (st: string, more = '') =>
  `  Policy:\n    Type: AWS::S3::BucketPolicy\n${more}    Properties:\n      Bucket: !Ref Data\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n${st}`;
const KEPT = (v = '!Ref Stage') =>
  `          - Sid: Kept\n            Effect: Deny\n            Principal: '*'\n            Action: s3:GetObject\n            Resource: !Sub '\${Data.Arn}/*'\n            Condition:\n              StringNotEquals:\n                aws:SourceVpc: ${v}\n`;
const DENY = (sid = 'Tls', p = "'*'", extra = '') =>
  `          - Sid: ${sid}\n            Effect: Deny\n            Principal: ${p}\n            Action: s3:*\n            Resource:\n              - !GetAtt Data.Arn\n              - !Sub '\${Data.Arn}/*'\n            Condition:\n              Bool:\n                aws:SecureTransport: 'false'\n${extra}`;
const y = (p: string) => Y('', p);
fix('deny beside', [S, y(POL(KEPT())), y(POL(KEPT() + DENY()))], 'right');
fix('kept var changed', [S, y(POL(KEPT())), y(POL(KEPT('vpc-1') + DENY()))], 'wrong');
fix('kept dropped', [S, y(POL(KEPT())), y(POL(DENY()))], 'wrong');
fix('sid twice', [S, y(POL(KEPT())), y(POL(KEPT() + DENY('Kept')))], 'wrong');
fix(
  'more condition',
  [
    S,
    y(POL(KEPT())),
    y(
      POL(
        KEPT() +
          DENY(
            'Tls',
            "'*'",
            `              StringEquals:\n                aws:PrincipalOrgID: o-1\n`,
          ),
      ),
    ),
  ],
  'wrong',
);
fix(
  'one principal',
  [S, y(POL(KEPT())), y(POL(KEPT() + DENY('Tls', '{AWS: arn:aws:iam::111122223333:root}')))],
  'wrong',
);
fix(
  'policy under condition',
  [S, y(POL(KEPT(), '    Condition: Prod\n')), y(POL(KEPT() + DENY(), '    Condition: Prod\n'))],
  'wrong',
);
fix(
  'second policy',
  [S, y(POL(KEPT())), y(POL(KEPT()) + POL(DENY()).replace('  Policy:', '  Policy2:'))],
  'wrong',
);
fix(
  'second policy by name',
  [
    S,
    y(POL(KEPT()).replace('!Ref Data', 'acme-data')),
    y(
      POL(KEPT()).replace('!Ref Data', 'acme-data') +
        POL(DENY()).replace('  Policy:', '  Policy2:'),
    ),
  ],
  'wrong',
);
fix(
  'second policy by join',
  [
    S,
    y(POL(KEPT()).replace('!Ref Data', '!Join ["", [!Ref Data]]')),
    y(
      POL(KEPT()).replace('!Ref Data', '!Join ["", [!Ref Data]]') +
        POL(DENY()).replace('  Policy:', '  Policy2:'),
    ),
  ],
  'wrong',
);
fix(
  'second policy by if',
  [
    S,
    y(POL(KEPT()).replace('!Ref Data', '!If [Prod, !Ref Data, !Ref Logs]')),
    y(
      POL(KEPT()).replace('!Ref Data', '!If [Prod, !Ref Data, !Ref Logs]') +
        POL(DENY()).replace('  Policy:', '  Policy2:'),
    ),
  ],
  'wrong',
);
fix('new policy', [S, y(''), y(POL(DENY()))], 'right');
// macros
for (const [tr, r] of [
  ['Transform: AWS::Serverless-2016-10-31\n', true],
  ['Transform: AWS::LanguageExtensions\n', true],
  ['Transform: MyMacro\n', false],
  ['Transform:\n  - AWS::Serverless-2016-10-31\n  - MyMacro\n', false],
  ['Transform:\n  Name: AWS::Include\n  Parameters:\n    Location: s3://a/b\n', false],
] as const) {
  const b = Y('').replace('Parameters:', `${tr}Parameters:`);
  fix(
    'the template head ' + tr,
    ['S3.MissingVersioning', b, b + '      VersioningConfiguration:\n        Status: Enabled\n'],
    r ? 'right' : 'wrong',
  );
}
// kms rotation
const R = 'KMS.RotationDisabled';
for (const [d, r] of [
  ['90', true],
  ['365', true],
  ['366', false],
  ['2560', false],
  ['!Ref LogBucketCount', false],
] as const)
  fix(
    'the rotation period ' + d,
    [
      R,
      Y(''),
      Y('').replace(
        '  Key:\n    Type: AWS::KMS::Key\n    Properties:\n',
        `  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      EnableKeyRotation: true\n      RotationPeriodInDays: ${d}\n`,
      ),
    ],
    r ? 'right' : 'wrong',
    { resource: 'x', target: 'Key' },
  );
