/** Nested stacks, applications, modules and includes that a template names are known as not read. */
import assert from 'node:assert/strict';

import { locateTarget } from '../../../../../activities/code/validate/locate-target.ts';
import { isRejection } from '../../../../../activities/code/validate/rejection.ts';
import { languages } from '../../languages.ts';
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'stack.yaml' });

const BUCKET = `Resources:
  Logs:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-data
`;
const RULES = `Rules:
  Tiers:
    Assertions:
      - Assert: !EachMemberIn [!ValueOfAll ['AWS::EC2::VPC::Id', Tags.Tier], !RefAll 'AWS::EC2::VPC::Id']
      - Assert: !Contains [[dev, prod], !Ref Tier]
Parameters:
  Tier:
    Type: String
`;
fix(
  'versioning in a template with rules about its parameters',
  [
    'S3.MissingVersioning',
    RULES + BUCKET,
    `${RULES}${BUCKET}      VersioningConfiguration:\n        Status: Enabled\n`,
  ],
  'right',
);
fix(
  'a status that a function of rules makes',
  [
    'S3.MissingVersioning',
    RULES + BUCKET,
    `${RULES}${BUCKET}      VersioningConfiguration:\n        Status: !ValueOf [Tier, Enabled]\n`,
  ],
  'wrong',
);
const POLICY = `  LogsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Deny
            Principal: '*'
            Action: s3:*
            Resource:
              - !GetAtt Logs.Arn
              - !Sub '\${Logs.Arn}/*'
            Condition:
              Bool:
                aws:SecureTransport: 'false'
`;
const nested = (name: string, value: string, type = 'AWS::CloudFormation::Stack') =>
  `  Other:\n    Type: ${type}\n    Properties:\n      TemplateURL: ./policies.yaml\n      Parameters:\n        ${name}: ${value}\n`;
const INCLUDE =
  '  Fn::Transform:\n    Name: AWS::Include\n    Parameters:\n      Location: s3://acme/more.yaml\n';

for (const [what, others, right] of [
  ['no nested stack', '', true],
  ['a nested stack that gets something else', nested('Name', 'x'), true],
  ['a nested stack that gets the ARN only', nested('Arn', '!GetAtt Logs.Arn'), true],
  ['a nested stack that gets the bucket', nested('Bucket', '!Ref Logs'), false],
  ['a nested stack that gets the name in a text', nested('Bucket', "!Sub 'x-${Logs}'"), false],
  ['an application', nested('Bucket', '!Ref Logs', 'AWS::Serverless::Application'), false],
  ['a module', nested('Bucket', '!Ref Logs', 'Acme::S3::Policies::MODULE'), false],
  ['an include of resources', INCLUDE, false],
] as const) {
  const before = `${BUCKET}${others}`;
  const change = ['S3.InsecureTransport', before, `${before}${POLICY}`] as const;
  fix(`a new policy beside ${what}`, change, right ? 'right' : 'wrong');
}

describe('a template without the resource', () => {
  for (const [what, text, reason] of [
    [
      'a nested stack',
      nested('Name', 'x'),
      /not read is what it names: Other \(\.\/policies\.yaml\)\.$/,
    ],
    ['an include', INCLUDE, /not read is what it names: an include \(s3:\/\/acme\/more\.yaml\)\.$/],
  ] as const) {
    it(`the validator tells people that ${what} which it names was not read`, async () => {
      const target = { address: null, resourceName: 'acme-data', tags: new Map<string, string>() };
      const source = Buffer.from(`Resources:\n${text}`);
      const about = { control: 'S3.InsecureTransport', path: 'stack.yaml', source, target };

      const located = await locateTarget(languages, about);

      assert.ok(isRejection(located));
      assert.equal(located.code, 'TARGET_NOT_FOUND');
      assert.match(located.reason, reason);
    });
  }
});

for (const [what, text, reason] of [
  [
    'a configuration of the Serverless Framework',
    'service: uploads\nprovider:\n  name: aws\nresources:\n  - ${file(resources/logs.yml)}\n',
    /Serverless Framework, .*: its resources are put together from several files\.$/,
  ],
  ['a part of a template', 'Logs:\n  Type: AWS::S3::Bucket\n', /a part of one, which a build/],
  ['other YAML', 'name: logs\n', /it has no Resources/],
] as const) {
  it(`${what} is no template, and people read what it is`, async () => {
    const target = { address: 'Logs', resourceName: 'acme-data', tags: new Map<string, string>() };
    const about = { control: 'S3.PublicAccess', path: 'stack.yaml', source: Buffer.from(text) };
    const located = await locateTarget(languages, { ...about, target });

    assert.ok(isRejection(located));
    assert.match(located.reason, reason);
  });
}

// CloudFormation refuses a function that has other keys beside it.
const CONDITIONAL = (beside: string) => `Parameters:
  Open:
    Type: String
Conditions:
  IsOpen: !Equals [!Ref Open, 'yes']
${BUCKET}      PublicAccessBlockConfiguration:
${beside}        Fn::If:
          - IsOpen
          - !Ref AWS::NoValue
          - BlockPublicAcls: true
            BlockPublicPolicy: true
            IgnorePublicAcls: true
            RestrictPublicBuckets: true
`;
const FLAGS =
  '        BlockPublicAcls: true\n        BlockPublicPolicy: true\n        IgnorePublicAcls: true\n        RestrictPublicBuckets: true\n';
fix(
  'four flags beside a function',
  ['S3.PublicAccess', CONDITIONAL(''), CONDITIONAL(FLAGS)],
  'wrong',
);
for (const name of ['Ref: Open', 'Fn::GetAtt: Other.Status', 'Fn::Sub: x']) {
  const changed = `${BUCKET}      VersioningConfiguration:\n        Status: Enabled\n        ${name}\n`;
  fix(`a status beside ${name}`, ['S3.MissingVersioning', BUCKET, changed], 'wrong');
}
