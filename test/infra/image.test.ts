import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { copied, read, ROOT } from './compose-files.ts';

it('the image holds every file that its workers and its provisioning import', () => {
  const folders = copied();
  const missing = [...imported(['workers/main.ts', 'infra/temporal/provision.ts'])].filter(
    (path) => !folders.some((folder) => path.startsWith(`${folder}/`)),
  );

  assert.deepEqual(missing, []);
});

it('the build is given every path that the image copies', () => {
  const given = read('infra/Dockerfile.dockerignore').split('\n');

  assert.deepEqual(
    copied().filter((path) => !given.includes(`!${path}`)),
    [],
  );
});

/** The files that these reach by relative imports, themselves among them, as paths from the root. */
function imported(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set(entries);
  for (const path of found) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    for (const { groups } of text.matchAll(/(?:from|import) '(?<file>\.[^']+\.ts)'/gu))
      found.add(join(dirname(path), groups?.['file'] ?? ''));
  }
  return found;
}
