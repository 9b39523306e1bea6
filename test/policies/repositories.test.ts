import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { PolicyError } from '../../policies/files/policy-error.ts';
import {
  isWithin,
  loadRepositories,
  parseRepositories,
  repositoriesFor,
} from '../../policies/repositories.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

function problems(text: string): readonly string[] {
  try {
    parseRepositories(text, 'repositories.yaml');
  } catch (error) {
    assert.ok(error instanceof PolicyError);
    return error.message.split('\n').slice(1);
  }
  return [];
}

describe('the repositories index', () => {
  it('the repositories of an installation allow nothing', async () => {
    const { repositories, tags } = await loadRepositories(at('policies'));

    assert.deepEqual(repositories, []);
    assert.deepEqual(tags, parseRepositories('repositories: {}', 'x').tags);
  });

  it('the repositories of the sandbox have one for each account with workloads', async () => {
    const index = await loadRepositories(at('sandbox/policies'));

    for (const account of ['111122223333', '444455556666'])
      assert.equal(repositoriesFor(index, account).length, 1);
  });

  it('repositories.yaml allows a repository for its accounts and in its folders', () => {
    const index = parseRepositories(
      "repositories:\n  acme/infra: {accounts: ['111122223333'], folders: [live/a/, b/]}\n",
      'x',
    );
    const [infra] = repositoriesFor(index, '111122223333');

    assert.ok(infra !== undefined);
    assert.equal(infra.maxOpen, 5);
    assert.deepEqual(repositoriesFor(index, '444455556666'), []);
    assert.equal(isWithin(infra, 'live/a/s3.tf'), true);
    assert.equal(isWithin(infra, 'b/c/d.tf'), true);
    assert.equal(isWithin(infra, 'live/ab/s3.tf'), false);
    assert.equal(isWithin(infra, 'main.tf'), false);
    assert.equal(isWithin({ ...infra, folders: [] }, 'main.tf'), true);
  });

  it('an error in repositories.yaml names the place and what is allowed', () => {
    const found = problems(
      [
        'repositories:',
        '  infra:',
        "    accounts: ['111122223333']",
        '  acme/infra:',
        '    accounts: []',
        '    folders: [/etc/, ../x/, live]',
        '    max_opne: 3',
        'tag: {}',
      ].join('\n'),
    );

    for (const part of [
      /^repositories\.yaml:2:3: .*owner\/name/,
      /5:.*accounts: .*at least 1/,
      /6:.*folders\.0: .*a folder from the root/,
      /6:.*folders\.1: /,
      /6:.*folders\.2: /,
      /7:.*max_opne.*did you mean max_open/,
      /8:.*unknown key "tag" \(did you mean tags\?\)/,
    ])
      assert.ok(
        found.some((line) => part.test(line)),
        `${part}\n${found.join('\n')}`,
      );
  });
});
