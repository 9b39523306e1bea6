/** Settings of a template's bucket in forms that look right. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 't.yaml', target: 'Data' });

const PA = 'S3.PublicAccess';
const V = 'S3.MissingVersioning';
const E = 'S3.MissingEncryption';
const Y = (props: string) => `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage:
    Type: String
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Key:
    Type: AWS::KMS::Key
  Logs:
    Type: AWS::S3::Bucket
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-data
${props}`;
const enc = (s: string) => Y('      BucketEncryption:\n' + s);
for (const [w, s] of [
  [
    'list missing',
    '        ServerSideEncryptionConfiguration:\n          ServerSideEncryptionByDefault:\n            SSEAlgorithm: AES256\n',
  ],
  [
    'misspelt',
    '        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithim: AES256\n',
  ],
  [
    'two rules',
    '        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: AES256\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: aws:kms\n',
  ],
  [
    'number',
    '        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: 256\n',
  ],
  [
    'lower',
    '        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: aes256\n',
  ],
  [
    'ref stage',
    '        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: !Ref Stage\n',
  ],
  [
    'if novalue',
    '        !If [Prod, {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}, !Ref AWS::NoValue]\n',
  ],
  [
    'inner if',
    '        ServerSideEncryptionConfiguration:\n          - !If [Prod, {ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}, !Ref AWS::NoValue]\n',
  ],
  [
    'aes with key',
    '        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: AES256\n              KMSMasterKeyID: !Ref Key\n',
  ],
  [
    'only bucket key',
    '        ServerSideEncryptionConfiguration:\n          - BucketKeyEnabled: true\n',
  ],
] as const)
  fix('encryption with ' + w, [E, Y(''), enc(s)], 'wrong');
for (const [w, s] of [
  ['yes', 'Yes'],
  ['quoted word', '"yes"'],
  ['num', '1'],
  ['TRUE', 'TRUE'],
  ['ref', '!Ref Stage'],
  ['if', '!If [Prod, true, false]'],
  ['false', 'false'],
  ['list', '[true]'],
] as const) {
  const p = `      PublicAccessBlockConfiguration:\n        BlockPublicAcls: ${s}\n        BlockPublicPolicy: true\n        IgnorePublicAcls: true\n        RestrictPublicBuckets: true\n`;
  fix('a flag that is ' + w, [PA, Y(''), Y(p)], w === 'TRUE' ? 'right' : 'wrong');
  fix(
    'a status that is ' + w,
    [V, Y(''), Y(`      VersioningConfiguration:\n        Status: ${s}\n`)],
    'wrong',
  );
}
fix(
  'a misspelt flag',
  [
    PA,
    Y(''),
    Y(
      '      PublicAccessBlockConfiguration:\n        BlockPublicAcls: true\n        BlockPublicPolicy: true\n        IgnorePublicAcl: true\n        RestrictPublicBuckets: true\n',
    ),
  ],
  'wrong',
);
fix(
  'a flag by a condition',
  [
    PA,
    Y(''),
    Y(
      '      PublicAccessBlockConfiguration:\n        BlockPublicAcls: !If [Prod, true, true]\n        BlockPublicPolicy: true\n        IgnorePublicAcls: true\n        RestrictPublicBuckets: true\n',
    ),
  ],
  'wrong',
);
for (const [w, s] of [
  ['deletion', '    DeletionPolicy: Delete\n'],
  ['updaterepl', '    UpdateReplacePolicy: Delete\n'],
  ['meta', '    Metadata:\n      x: y\n'],
  ['depends', '    DependsOn: Logs\n'],
  ['cond', '    Condition: Prod\n'],
] as const)
  fix(
    'versioning beside ' + w,
    [V, Y(''), Y('      VersioningConfiguration:\n        Status: Enabled\n' + s)],
    'wrong',
  );
