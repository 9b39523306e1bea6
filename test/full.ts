/** `npm run test:full -- [PART…]`: the long proofs at their whole size, which `npm run test:long` shrinks for CI. */
import { globSync } from 'node:fs';

import { execa } from 'execa';

/** One part is a folder of `test/`; each takes less than 180 minutes. */
const parts = Map.groupBy(globSync('test/**/*.long.ts').sort(), (file) => file.split('/')[1] ?? '');
const OPTIONS = ['--timeout', '3600000', '--reporter', 'spec'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((part) => !parts.has(part));
if (unknown.length > 0) {
  console.error(
    `No long proofs in test/${unknown.join(', test/')}; the parts are: ${[...parts.keys()].join(', ')}.`,
  );
  process.exit(2);
}
const counts: string[] = [];
for (const [part, files] of parts) {
  if (wanted.length > 0 && !wanted.includes(part)) continue;
  const began = Date.now();
  const { exitCode, stdout } = await execa('mocha', [...OPTIONS, ...files], {
    preferLocal: true,
    reject: false,
    env: { CLOSELOOP_FULL: '1' },
    stdout: ['pipe', 'inherit'],
    stderr: 'inherit',
  });
  const count = (what: string) => new RegExp(`(\\d+) ${what}`).exec(stdout)?.[1] ?? '0';
  const minutes = Math.ceil((Date.now() - began) / 60_000);
  counts.push(`${part}: ${count('passing')} passed, ${count('failing')} failed, ${minutes} min`);
  if (exitCode !== 0) process.exitCode = 1;
}
console.log(counts.join('\n'));
