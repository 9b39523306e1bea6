import assert from 'node:assert/strict';

import { z } from 'zod';

import { read } from './compose-files.ts';

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

describe('package-lock.json', () => {
  /** `npm ci` refuses a lock that lacks one; it happens when a registry does not serve a platform's newest build yet. */
  it('the lock file contains the builds of every package for every platform', () => {
    const { packages } = Lock.parse(JSON.parse(read('package-lock.json')));

    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) =>
          !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
      ),
    );

    assert.deepEqual(missing, []);
  });
});
