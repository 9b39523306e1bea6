import assert from 'node:assert/strict';

import type { GitHost } from '../../../../activities/code/host/git-host.ts';
import { createGitHubHost } from '../../../../activities/code/host/github/git-hub-host.ts';
import { definesResource } from '../../../../activities/code/source/defines-resource.ts';
import { locateByName } from '../../../../activities/code/source/locate-by-name.ts';
import { SEARCH_LIMITS } from '../../../../activities/code/source/read-texts.ts';
import { openLanguages } from '../../../../activities/code/validate/languages.ts';
import type { Languages } from '../../../../activities/code/validate/languages.ts';
import { parseRepositories } from '../../../../policies/repositories.ts';
import { startSandboxGitHub } from '../../../../sandbox/vendors/github/sandbox-github.ts';
import type { SandboxGitHub } from '../../../../sandbox/vendors/github/sandbox-github.ts';

const INDEX = parseRepositories(
  `
repositories:
  acme/infra: {accounts: ['111122223333'], folders: [live/]}
  acme/other: {accounts: ['111122223333']}
  acme/data: {accounts: ['444455556666']}
  acme/modules: {accounts: ['222233334444']}
  acme/gone: {accounts: ['777788889999']}
`,
  'repositories.yaml',
);

const bucket = (name: string) => `resource "aws_s3_bucket" "b" {\n  bucket = "${name}"\n}\n`;

const BY_LOCAL = 'resource "aws_s3_bucket" "b" {\n  bucket = local.name\n}\n';

describe('locateByName', function suite() {
  this.timeout(120_000);
  let gitHub: SandboxGitHub;
  let host: GitHost;
  let languages: Languages;

  before(async () => {
    languages = openLanguages();
    gitHub = await startSandboxGitHub();
    host = createGitHubHost({ baseUrl: gitHub.url, credentials: { kind: 'app', ...gitHub.app } });
    await gitHub.addRepository({
      name: 'acme/infra',
      files: {
        'live/s3.tf': bucket('payments-logs'),
        'live/longer.tf': bucket('payments-logs-archive'),
        'live/policy.tf': 'output "arn" {\n  value = "arn:aws:s3:::payments-logs"\n}\n',
        'live/twice.tf': bucket('twice'),
        'live/readme.md': 'payments-logs',
        'elsewhere/s3.tf': bucket('outside'),
      },
    });
    await gitHub.addRepository({
      name: 'acme/other',
      files: {
        'stack.yaml':
          'Resources:\n  Reports:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: reports\n',
        'twice.tf': bucket('twice'),
        'broken.tf': 'resource "aws_s3_bucket" {{{ "broken-one"',
      },
    });
    await gitHub.addRepository({ name: 'acme/data', files: { 's3.tf': bucket('payments-logs') } });
    await gitHub.addRepository({
      name: 'acme/modules',
      files: {
        'split/main.tf': BY_LOCAL,
        'split/other.tf': bucket('another').replace('"b"', '"c"'),
        'split/locals.tf': 'locals {\n  name = "ledger-${local.stage}"\n  stage = "prod"\n}\n',
        'split/outputs.tf': 'output "name" {\n  value = "ledger-prod"\n}\n',
        'variables/main.tf': BY_LOCAL.replace('local', 'var'),
        'variables/terraform.tfvars': 'name = "receipts-prod"\n',
        'unproved/main.tf': BY_LOCAL.replace('local', 'var'),
        'unproved/outputs.tf': 'output "name" {\n  value = "unproved"\n}\n',
      },
    });
  });

  after(async () => {
    await gitHub.stop();
    await languages.close();
  });

  const find = async (name: string, account = '111122223333', limits = SEARCH_LIMITS) => {
    const types = ['aws_s3_bucket', 'AWS::S3::Bucket'];
    const defines = definesResource(languages, { types, name, address: null });
    const search = { account, names: [name], repository: null, defines };
    return await locateByName(host, INDEX, { search, limits });
  };

  const byId = async (address: string) => {
    const types = ['AWS::S3::Bucket'];
    const defines = definesResource(languages, { types, name: 'live-name', address });
    const search = { account: '111122223333', names: [address], repository: null, defines };
    return (await locateByName(host, INDEX, { search })).found;
  };

  it('locateByName finds the one file with the block that makes the resource, not files that only name it', async () => {
    const located = await find('payments-logs');

    assert.ok(located.found === 'one', JSON.stringify(located));
    const place = { repository: 'acme/infra', path: 'live/s3.tf', block: null };
    assert.deepEqual(located.place, place);
    assert.match(located.tried.join('\n'), /Searched 4 files of acme\/infra \(main at .*live\/s3/);
  });

  for (const [where, name, path] of [
    ['a local', 'ledger-prod', 'split/main.tf'],
    ['a variable file', 'receipts-prod', 'variables/main.tf'],
  ] as const) {
    it(`locateByName finds the file of a bucket whose name comes from ${where} in another file of the folder`, async () => {
      const located = await find(name, '222233334444');

      assert.ok(located.found === 'one', JSON.stringify(located));
      assert.equal(located.place.path, path);
    });
  }

  it('locateByName takes no file for the source whose bucket is not shown to have the name of a neighbour', async () => {
    assert.equal((await find('unproved', '222233334444')).found, 'none');
  });

  it('locateByName finds a resource in a CloudFormation template', async () => {
    const located = await find('reports');

    assert.ok(located.found === 'one');
    assert.equal(located.place.path, 'stack.yaml');
  });

  it('locateByName finds a template by the stack’s logical id, whatever the bucket’s name', async () => {
    assert.equal(await byId('Reports'), 'one');
    assert.equal(await byId('Resources'), 'none');
  });

  it('locateByName finds several places where two files make the resource', async () => {
    const located = await find('twice');

    assert.ok(located.found === 'several');
    assert.deepEqual(
      located.places.map(({ repository, path }) => `${repository}/${path}`),
      ['acme/infra/live/twice.tf', 'acme/other/twice.tf'],
    );
  });

  it('locateByName keeps a file that cannot be parsed as a candidate', async () => {
    const located = await find('broken-one');

    assert.ok(located.found === 'one');
    assert.equal(located.place.path, 'broken.tf');
  });

  it('locateByName finds nothing outside of the allowed folders and accounts', async () => {
    assert.equal((await find('outside')).found, 'none');
    const none = await find('payments-logs', '999999999999');
    assert.deepEqual(none, {
      found: 'none',
      tried: ['policies/repositories.yaml has no repository for account 999999999999.'],
    });
  });

  it('locateByName refuses to answer when not everything was searched', async () => {
    const few = await find('payments-logs', '111122223333', { ...SEARCH_LIMITS, files: 3 });
    const small = await find('payments-logs', '111122223333', {
      ...SEARCH_LIMITS,
      bytesPerFile: 9,
    });
    const gone = await find('payments-logs', '777788889999');

    assert.deepEqual(
      [few, small, gone].map(({ found }) => found),
      ['refused', 'refused', 'refused'],
    );
    assert.match(few.tried.join('\n'), /4 files of infrastructure code, at most 3/);
    assert.match(small.tried.join('\n'), /too large/);
    assert.match(gone.tried.join('\n'), /acme\/gone is empty, or Closeloop has no access/);
    const partly = { ...host, listFiles: async () => ({ files: [], complete: false }) };
    const wanted = { account: '444455556666', names: ['x'], repository: null };
    const search = { ...wanted, defines: async () => true };
    const cut = await locateByName(partly, INDEX, { search });
    assert.equal(cut.found, 'refused');
  });
});
