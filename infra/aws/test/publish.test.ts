import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { publish } from '../publish.ts';
import { zip } from '../zip.ts';
import { ofType, templates } from './templates.ts';

describe('What is published', () => {
  let folder = '';
  let names: readonly string[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closeloop-published-'));
    names = await publish(folder);
  });
  after(async () => {
    if (folder !== '') await rm(folder, { recursive: true });
  });

  /** Another program's reading of a zip: names with CRCs checked. */
  const listed = (name: string) =>
    execFileSync('python3', ['-c', LIST, join(folder, name)], { encoding: 'utf8' }).trim();

  it('every zip that a function of the template names is there', async () => {
    const keys = ofType((await templates())['closeloop-hub'], 'AWS::Lambda::Function').map(
      ([, { Properties }]) => String(Properties['FunctionName']).replace('closeloop-', ''),
    );
    const zips = names.filter((name) => name.endsWith('.zip'));
    assert.deepEqual(zips.toSorted(), keys.map((key) => `${key}.zip`).toSorted());
  });

  it('a zip holds the module and the policy files that the function reads, whole', () => {
    assert.equal(listed('starter.zip'), 'index.mjs policies/intake.yaml');
    assert.equal(listed('slack-interactivity.zip'), 'index.mjs policies/decisions.yaml');
    assert.equal(listed('github.zip'), 'index.mjs policies/repositories.yaml');
    for (const name of ['slack.zip', 'teams.zip', 'tickets.zip', 'tickets-webhook.zip'])
      assert.equal(listed(name), 'index.mjs');
  });

  it('the same files make the same bytes in whatever order, so that a deployment changes only what changed', () => {
    const files = ['b', 'a'].map((path) => ({ path, data: Buffer.from(path.repeat(100)) }));
    assert.ok(zip(files).equals(zip(files.toReversed())));
  });

  it('each template is what is synthesised, without blanks, and none names an asset of CDK', async () => {
    for (const [name, { text }] of Object.entries(await templates())) {
      const published = await readFile(join(folder, `${name}.template.json`), 'utf8');
      assert.equal(published.trim(), JSON.stringify(JSON.parse(text)));
      assert.doesNotMatch(published, /cdk-hnb659fds|AssetParameters/);
    }
  });
});

const LIST = `
import sys, zipfile
zipped = zipfile.ZipFile(sys.argv[1])
assert zipped.testzip() is None
print(*sorted(zipped.namelist()))
`;
