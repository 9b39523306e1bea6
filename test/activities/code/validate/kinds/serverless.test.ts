/** The template inside of a serverless.yml: judged where the file shows what is deployed, else left to people. */
import assert from 'node:assert/strict';

import { controlChange } from '../../../../../activities/code/attempt/control-change.ts';
import { isRejection } from '../../../../../activities/code/validate/rejection.ts';
import { validate } from '../../../../../activities/code/validate/validate.ts';
import { languages } from '../../languages.ts';
import { declareFixes } from './judge.ts';

const VERSIONS = 'S3.MissingVersioning';
const LOGS = 'S3.MissingAccessLogs';
const fix = declareFixes({ path: 'serverless.yml' });

const HEAD = 'service: uploads\n\nprovider:\n  name: aws\n  stage: ${opt:stage, "dev"}\n\n';
const RESOURCES = (properties: string, name = 'acme-data', more = '') =>
  `resources:\n  Resources:\n    Data:\n      Type: AWS::S3::Bucket\n      Properties:\n        BucketName: ${name}\n${properties}${more}`;
const ENABLED = '        VersioningConfiguration:\n          Status: Enabled\n';
const PLUGINS = (...names: string[]) =>
  `plugins:\n${names.map((one) => `  - ${one}\n`).join('')}\n`;

for (const [what, before, after, expected] of [
  ['the property', HEAD + RESOURCES(''), HEAD + RESOURCES(ENABLED), 'right'],
  [
    'a harmless plugin',
    HEAD + PLUGINS('serverless-offline') + RESOURCES(''),
    HEAD + PLUGINS('serverless-offline') + RESOURCES(ENABLED),
    'right',
  ],
  [
    'a name with the stage in it',
    HEAD + RESOURCES('', 'acme-${self:provider.stage}'),
    HEAD + RESOURCES(ENABLED, 'acme-${self:provider.stage}'),
    'right',
  ],
  [
    'a value that a variable gives',
    HEAD + RESOURCES(''),
    HEAD + RESOURCES(ENABLED.replace('Enabled', '${self:custom.versioning}')),
    'wrong',
  ],
  [
    'a change of the configuration',
    HEAD + RESOURCES(''),
    HEAD.replace('uploads', 'downloads') + RESOURCES(ENABLED),
    'wrong',
  ],
  [
    'a property beside the bucket',
    HEAD + RESOURCES(''),
    HEAD + RESOURCES('', 'acme-data', ENABLED.replaceAll(/^ {2}/gm, '')),
    'wrong',
  ],
  [
    'a plugin that nobody knows',
    HEAD + PLUGINS('serverless-s3-rules') + RESOURCES(''),
    HEAD + PLUGINS('serverless-s3-rules') + RESOURCES(ENABLED),
    'people',
  ],
  [
    'extensions',
    `${HEAD}${RESOURCES('')}  extensions:\n    Data:\n      Properties: {}\n`,
    `${HEAD}${RESOURCES(ENABLED)}  extensions:\n    Data:\n      Properties: {}\n`,
    'people',
  ],
  [
    'another provider',
    HEAD.replace('aws', 'google') + RESOURCES(''),
    HEAD.replace('aws', 'google') + RESOURCES(ENABLED),
    'people',
  ],
  [
    'another bucket only',
    HEAD + RESOURCES('', 'acme-other'),
    HEAD + RESOURCES(ENABLED, 'acme-other'),
    'people',
  ],
] as const) {
  fix(`${what} in serverless.yml`, [VERSIONS, before, after], expected);
}

const LOGGED = (to: string) =>
  `        LoggingConfiguration:\n          DestinationBucketName: ${to}\n          LogFilePrefix: data/\n`;
const LOG_BUCKET = '    Logs:\n      Type: AWS::S3::Bucket\n';
for (const [what, to, right] of [
  ['a bucket of the file', '!Ref Logs', true],
  ['a bucket that a variable names', '${self:custom.logs}', false],
  ['no bucket of the file', '!Ref Others', false],
] as const) {
  const [before, after] = ['', LOGGED(to)].map(
    (lines) => HEAD + RESOURCES(lines, 'acme-data', LOG_BUCKET),
  );
  fix(
    `logs of serverless.yml to ${what}`,
    [LOGS, before ?? '', after ?? ''],
    right ? 'right' : 'wrong',
  );
}

describe('A control', () => {
  it('writes into the template inside of a serverless.yml what the validator accepts', async () => {
    const [path, control] = ['serverless.yml', VERSIONS];
    const source = Buffer.from(
      `${HEAD}${RESOURCES('')}  Outputs:\n    Name:\n      Value: !Ref Data\n`,
    );
    const target = { address: null, resourceName: 'acme-data', tags: new Map<string, string>() };
    const question = { control, path, source, target };

    const answer = await controlChange(languages, question);

    const about = { ...question, paths: [path], account: '111122223333' };
    const judged = await validate({ ...about, answer: answer ?? '' }, languages);
    assert.ok(!isRejection(judged), JSON.stringify(judged));
    assert.deepEqual(judged.scan.wanted, []);
  });
});
