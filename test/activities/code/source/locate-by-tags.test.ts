import assert from 'node:assert/strict';

import { locateByTags } from '../../../../activities/code/source/locate-by-tags.ts';
import { parseRepositories } from '../../../../policies/repositories.ts';

const INDEX = parseRepositories(
  `
repositories:
  acme/infra: {accounts: ['111122223333'], folders: [live/]}
  acme/data: {accounts: ['444455556666']}
`,
  'repositories.yaml',
);

const locate = (tags: Record<string, string>, account = '111122223333') =>
  locateByTags({ tags, account }, INDEX);

const refusedBecause = (tags: Record<string, string>, because: RegExp) => {
  const located = locate(tags);
  assert.equal(located.found, 'refused');
  assert.match(located.tried.join('\n'), because);
};

const file = (path: string) => ({ git_repo: 'acme/infra', git_file: path });

describe('locateByTags', () => {
  it('locateByTags finds the file that our own tags name', () => {
    const located = locate({
      'closeloop:repository': 'acme/infra',
      'closeloop:path': 'live/s3.tf',
      'closeloop:block': 'aws_s3_bucket.logs',
    });

    assert.deepEqual(located, {
      found: 'one',
      place: { repository: 'acme/infra', path: 'live/s3.tf', block: 'aws_s3_bucket.logs' },
      tried: ['The tag closeloop:repository says acme/infra and closeloop:path says live/s3.tf.'],
    });
  });

  it('locateByTags finds the file that yor’s tags name', () => {
    const tags = { git_org: 'acme', git_repo: 'infra', git_file: 'live/s3.tf', yor_name: 'logs' };

    const located = locate(tags);

    assert.ok(located.found === 'one');
    const place = { repository: 'acme/infra', path: 'live/s3.tf', block: 'logs' };
    assert.deepEqual(located.place, place);
  });

  it('locateByTags accepts other spellings of the same repository', () => {
    for (const name of [
      'Acme/Infra',
      'https://github.com/acme/infra',
      'https://github.com/acme/infra.git',
      'git@github.com:acme/infra.git',
      ' acme/infra ',
    ]) {
      const located = locate({ git_repo: name, git_file: '/live/s3.tf' });
      assert.ok(located.found === 'one', name);
      assert.deepEqual(located.place, {
        repository: 'acme/infra',
        path: 'live/s3.tf',
        block: null,
      });
    }
  });

  it('locateByTags prefers the tag that the index lists first', () => {
    const tags = {
      'closeloop:repository': 'acme/infra',
      git_repo: 'acme/data',
      git_file: 'live/a.tf',
    };

    const located = locate(tags);

    assert.ok(located.found === 'one');
    assert.equal(located.place.repository, 'acme/infra');
  });

  it('locateByTags refuses a repository that is unknown, or allowed for other accounts only', () => {
    refusedBecause({ git_repo: 'evil/infra', git_file: 'live/a.tf' }, /does not have it/);
    refusedBecause({ git_repo: 'acme/data', git_file: 'a.tf' }, /not allow it for account 1111/);
    refusedBecause({ git_repo: 'infra', git_file: 'live/a.tf' }, /does not have it/);
  });

  it('locateByTags refuses a path outside of the allowed folders, and a protected path', () => {
    refusedBecause(file('other/s3.tf'), /outside of live\//);
    refusedBecause(file('live/../other/s3.tf'), /no path of a file/);
    refusedBecause(file('live//s3.tf'), /no path of a file/);
    refusedBecause(file('live/.github/workflows/x.yml'), /never changes/);
    refusedBecause(file('live/.terraform.lock.hcl'), /never changes/);
    refusedBecause(file('/'), /no path of a file/);
  });

  it('locateByTags finds only the repository when no tag names the file', () => {
    const located = locate({ git_repo: 'acme/infra', git_file: ' ', yor_name: 'logs' });

    assert.ok(located.found === 'repository');
    assert.equal(located.repository, 'acme/infra');
    assert.equal(located.block, 'logs');
    assert.match(located.tried.join(''), /closeloop:path, git_file/);
  });

  it('locateByTags finds the stack and logical id in CloudFormation’s own tags', () => {
    const located = locate({
      'aws:cloudformation:stack-name': 'payments',
      'aws:cloudformation:logical-id': 'LogsBucket',
      'aws:cloudformation:stack-id': 'arn:aws:cloudformation:eu-west-1:111122223333:stack/p/1',
    });

    assert.ok(located.found === 'stack');
    assert.equal(located.stack.logicalId, 'LogsBucket');
    assert.equal(located.stack.stackName, 'payments');
    assert.match(located.tried.join('\n'), /None of its 3 tags names its repository/);
  });

  it('locateByTags finds nothing without such tags, and says which tags it looked for', () => {
    const none = locate({});
    assert.equal(none.found, 'none');
    assert.match(none.tried.join('\n'), /no tags.*closeloop:repository, git_repo/);
    assert.equal(locate({ Name: 'x', 'aws:cloudformation:stack-name': 'y' }).found, 'none');
    assert.equal(locate({ constructor: 'x', git_repo: '' }).found, 'none');
  });
});
