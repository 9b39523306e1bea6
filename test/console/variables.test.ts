import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { renderVariables } from '../../console/variables/docs.ts';
import { TOLD } from '../../console/variables/told.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files in which something may read a variable; this one and the table itself only name them. */
const READERS = execFileSync('git', ['ls-files', '*.ts', '*.yml', '*.sh', 'infra', '.ci'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => !/^console\/variables\/|^test\/console\/variables/.test(file));

describe('docs/variables.md', () => {
  it('is what npm run docs writes', () => {
    const page = readFileSync(join(ROOT, 'docs/variables.md'), 'utf8');
    assert.equal(page, renderVariables(), 'run npm run docs');
  });

  it('has every variable of ours that the code names, and no other', () => {
    const named = READERS.flatMap(
      (file) =>
        readFileSync(join(ROOT, file), 'utf8').match(/\bCLOSELOOP_[A-Z][A-Z0-9_]*\b/g) ?? [],
    );
    assert.deepEqual([...new Set(named)].toSorted(byName), Object.keys(TOLD).toSorted(byName));
  });
});

function byName(one: string, other: string): number {
  return one < other ? -1 : 1;
}
