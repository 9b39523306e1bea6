import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { madeOnce } from '../../workers/made-once.ts';

let folder: string;
let root: string;
let made: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closeloop-made-once-'));
  root = join(folder, 'checkout');
  made = 0;
  await mkdir(join(root, 'workflows/stages'), { recursive: true });
  await writeFile(join(root, 'workflows/index.ts'), 'one');
  await writeFile(join(root, 'workflows/stages/code.ts'), 'two');
  await writeFile(join(root, 'lock.json'), 'three');
});
afterEach(() => rm(folder, { recursive: true }));

const cacheFolder = () => join(folder, 'cache');

/** Another text each time that it is made. */
function text(ofRoot = root, meanwhile = async () => {}, name = 'words'): Promise<string> {
  const make = async () => {
    await meanwhile();
    return `text ${++made}`;
  };
  const sources = ['workflows', 'lock.json'];
  return madeOnce({ name, cacheFolder: cacheFolder(), root: ofRoot, sources, make });
}

it('a text is made once for the same sources', async () => {
  assert.equal(await text(), 'text 1');
  assert.equal(await text(), 'text 1');
});

const CHANGES: Readonly<Record<string, () => Promise<unknown>>> = {
  'has other contents': () => writeFile(join(root, 'workflows/stages/code.ts'), 'TWO'),
  'that is named by itself has other contents': () => writeFile(join(root, 'lock.json'), 'THREE'),
  'is new': () => writeFile(join(root, 'workflows/new.ts'), ''),
  'is gone': () => rm(join(root, 'workflows/stages/code.ts')),
};
for (const [what, change] of Object.entries(CHANGES)) {
  it(`a text is made again when a source file ${what}, and the earlier one is removed`, async () => {
    await text();
    await change();

    assert.equal(await text(), 'text 2');
    assert.equal(await text(), 'text 2');
    assert.equal((await readdir(cacheFolder())).length, 1);
  });
}

it('a text whose sources changed while it was made is not kept', async () => {
  const index = join(root, 'workflows/index.ts');
  assert.equal(await text(root, () => writeFile(index, 'changed')), 'text 1');
  await writeFile(index, 'one');

  assert.equal(await text(), 'text 2');
});

it('the same sources under another path are another text, and both are kept', async () => {
  const other = join(folder, 'other');
  await mkdir(join(other, 'workflows/stages'), { recursive: true });
  await writeFile(join(other, 'workflows/index.ts'), 'one');
  await writeFile(join(other, 'workflows/stages/code.ts'), 'two');
  await writeFile(join(other, 'lock.json'), 'three');

  assert.equal(await text(), 'text 1');
  assert.equal(await text(other), 'text 2');
  assert.equal(await text(), 'text 1');
});

it('texts of two names from the same sources are both kept', async () => {
  const other = () => text(root, async () => {}, 'others');

  assert.equal(await text(), 'text 1');
  assert.equal(await other(), 'text 2');
  assert.equal(await text(), 'text 1');
  assert.equal(await other(), 'text 2');
});

it('a source that is missing is an error, because the text could be of anything', async () => {
  await rm(join(root, 'lock.json'));

  await assert.rejects(text(), /ENOENT.*lock\.json/);
});
