import assert from 'node:assert/strict';

import {
  agreementOf,
  generatedResource,
} from '../../../../activities/code/source/stack-template.ts';

const wanted = { logicalId: 'Logs', type: 'AWS::S3::Bucket' };
const PLAIN = `Resources:
  Logs:
    Type: AWS::S3::Bucket
`;

function why(template: string): string {
  const said = generatedResource(template, wanted);
  assert.ok(said !== null, 'generatedResource takes it for written by a person');
  return said;
}

describe('generatedResource', () => {
  it('generatedResource answers null for a resource that a person wrote into the template', () => {
    assert.equal(generatedResource(PLAIN, wanted), null);
    const functions = `Transform: AWS::LanguageExtensions\n${PLAIN}`;
    assert.equal(generatedResource(functions, wanted), null);
  });

  it('generatedResource names the transform that rewrites the template', () => {
    assert.match(why(`Transform: AWS::Serverless-2016-10-31\n${PLAIN}`), /AWS::Serverless-2016/);
    assert.match(why(`Transform:\n  - Company::Macro\n${PLAIN}`), /Company::Macro/);
    const inside = `${PLAIN}    Properties:\n      Fn::Transform: { Name: AWS::Include }\n`;
    assert.match(why(inside), /Fn::Transform in Logs/);
  });

  it('generatedResource names the program, the module or the loop that makes the resource', () => {
    assert.match(why(`${PLAIN}    Metadata:\n      aws:cdk:path: App/Logs\n`), /AWS CDK/);
    const module = 'Resources:\n  Store:\n    Type: Acme::S3::Bucket::MODULE\n';
    assert.match(why(module), /module Store \(Acme::S3::Bucket::MODULE\)/);
    const loop = `Resources:
  Fn::ForEach::All:
    - Name
    - [Logs, Data]
    - \${Name}:
        Type: AWS::S3::Bucket
`;
    assert.match(why(loop), /ForEach/);
  });
});

describe('agreementOf', () => {
  it('agreementOf answers same for a file and a template that differ only in line ends', () => {
    assert.equal(agreementOf(PLAIN.replaceAll('\n', '\r\n'), PLAIN.trim(), wanted), 'same');
  });

  it('agreementOf answers revision when the resources of one are among those of the other', () => {
    const later = `${PLAIN}  Data:\n    Type: AWS::S3::Bucket\n`;
    assert.equal(agreementOf(later, PLAIN, wanted), 'revision');
    assert.equal(agreementOf(PLAIN, later, wanted), 'revision');
  });

  it('agreementOf answers null when a resource is missing or has another type', () => {
    assert.equal(agreementOf(PLAIN.replace('S3::Bucket', 'SQS::Queue'), PLAIN, wanted), null);
    assert.equal(agreementOf(PLAIN.replace('Logs', 'Data'), PLAIN, wanted), null);
    const other = `${PLAIN}  Data:\n    Type: AWS::S3::Bucket\n`;
    const otherType = `${PLAIN}  Data:\n    Type: AWS::SQS::Queue\n`;
    assert.equal(agreementOf(other, otherType, wanted), null);
  });
});
