import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { DefaultLogger } from '@temporalio/worker';
import { z } from 'zod';

import { bundleCacheDir } from '../../sandbox/tools/cache.ts';
import { SOURCES, workflowBundle } from '../../workers/workflow-bundle.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const sourceMap = z.object({ sources: z.array(z.string()) });

it('the workflow bundle is made of nothing but the sources by which its cached copy is known', async () => {
  const { code } = await workflowBundle(new DefaultLogger('WARN'), bundleCacheDir());
  const [, encoded = ''] =
    /sourceMappingURL=data:application\/json[^,]*;base64,(\S+)\s*$/.exec(code) ?? [];
  const map = sourceMap.parse(JSON.parse(Buffer.from(encoded, 'base64').toString()));
  const files = map.sources.filter((source) => source.startsWith(ROOT));
  const known = [...SOURCES, 'node_modules'].map((source) => `${ROOT}${source}`);

  assert.ok(files.includes(`${ROOT}workflows/finding-lifecycle.ts`));
  assert.deepEqual(
    files.filter((file) => !known.some((source) => file.startsWith(source))),
    [],
  );
});
