/** `node obtain-in-process.ts CACHE MARKS`: one setup among several; adds a line to MARKS each time its way really runs. */
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { obtain } from '../../../sandbox/tools/obtain.ts';
import { fakeTool, installer } from './fake-tool.ts';

const [cacheRoot = '', marks = ''] = process.argv.slice(2);
const slow = installer('build', async (staging) => {
  await appendFile(marks, 'built\n');
  // Long enough for the other setups to arrive while this one is at work.
  await pause(1_500);
  await writeFile(join(staging, 'widget'), '1.2.3');
});
const found = await obtain(fakeTool({ installers: [slow] }), {
  cacheRoot,
  signal: new AbortController().signal,
  say: (line) => console.error(line),
});
console.log(found.path);
