import assert from 'node:assert/strict';

import type { GitHost } from '../../../../activities/code/host/git-host.ts';
import { createGitHubHost } from '../../../../activities/code/host/github/git-hub-host.ts';
import { definesResource } from '../../../../activities/code/source/defines-resource.ts';
import {
  SEARCH_LIMITS,
  searchRepositories,
} from '../../../../activities/code/source/locate-by-name.ts';
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
  acme/gone: {accounts: ['777788889999']}
`,
  'repositories.yaml',
);

const bucket = (name: string) => `resource "aws_s3_bucket" "b" {\n  bucket = "${name}"\n}\n`;

describe('the source by its name', function suite() {
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
  });

  after(async () => {
    await gitHub.stop();
    await languages.close();
  });

  const find = async (name: string, account = '111122223333', limits = SEARCH_LIMITS) => {
    const types = ['aws_s3_bucket', 'AWS::S3::Bucket'];
    const defines = definesResource(languages, { types, name, address: null });
    const search = { account, names: [name], repository: null, defines };
    return await searchRepositories(host, INDEX, { search, limits });
  };

  const byId = async (address: string) => {
    const types = ['AWS::S3::Bucket'];
    const defines = definesResource(languages, { types, name: 'live-name', address });
    const search = { account: '111122223333', names: [address], repository: null, defines };
    return (await searchRepositories(host, INDEX, { search })).found;
  };

  it('is the one file with the block that makes it, not those that only name it', async () => {
    const located = await find('payments-logs');

    assert.ok(located.found === 'one', JSON.stringify(located));
    const place = { repository: 'acme/infra', path: 'live/s3.tf', block: null };
    assert.deepEqual(located.place, place);
    assert.match(located.tried.join('\n'), /Searched 4 files of acme\/infra \(main at .*live\/s3/);
  });

  it('is found in templates of CloudFormation too', async () => {
    const located = await find('reports');

    assert.ok(located.found === 'one');
    assert.equal(located.place.path, 'stack.yaml');
  });

  it('is the template with a stack’s logical id, whatever the bucket is called', async () => {
    assert.equal(await byId('Reports'), 'one');
    assert.equal(await byId('Resources'), 'none');
  });

  it('is several where two files make it: people choose', async () => {
    const located = await find('twice');

    assert.ok(located.found === 'several');
    assert.deepEqual(
      located.places.map(({ repository, path }) => `${repository}/${path}`),
      ['acme/infra/live/twice.tf', 'acme/other/twice.tf'],
    );
  });

  it('stays a candidate in a file that cannot be read', async () => {
    const located = await find('broken-one');

    assert.ok(located.found === 'one');
    assert.equal(located.place.path, 'broken.tf');
  });

  it('is nowhere outside of the folders and accounts that are allowed', async () => {
    assert.equal((await find('outside')).found, 'none');
    const none = await find('payments-logs', '999999999999');
    assert.deepEqual(none, {
      found: 'none',
      tried: ['policies/repositories.yaml has no repository for account 999999999999.'],
    });
  });

  it('is not said to be found or missing when not everything was searched', async () => {
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
    assert.match(gone.tried.join('\n'), /not there/);
    const partly = { ...host, listFiles: async () => ({ files: [], complete: false }) };
    const wanted = { account: '444455556666', names: ['x'], repository: null };
    const search = { ...wanted, defines: async () => true };
    const cut = await searchRepositories(partly, INDEX, { search });
    assert.equal(cut.found, 'refused');
  });
});
