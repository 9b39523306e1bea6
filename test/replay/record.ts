/**
 * `node test/replay/record.ts [NAME…]` records histories that are not frozen yet. A frozen history is never recorded
 * again: if its test fails, the code is wrong. See CONTRIBUTING.md.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { z } from 'zod';

import { devServer } from '../workflows/environment.ts';
import { stop } from '../workflows/shared-workers.ts';
import { CODE_SCENARIOS } from './code-scenarios.ts';
import { toText } from './history-file.ts';
import { recordHistory } from './live.ts';
import { SCENARIOS as USUAL_SCENARIOS } from './scenarios.ts';
import { recordScoped, SCOPED_SCENARIOS } from './scoped-scenarios.ts';
import { recordSweep, SWEEP_SCENARIOS } from './sweep-scenarios.ts';

const SCENARIOS = { ...USUAL_SCENARIOS, ...CODE_SCENARIOS };
const FROZEN = new URL('frozen.json', import.meta.url);
const frozen = existsSync(FROZEN)
  ? z.record(z.string(), z.string()).parse(JSON.parse(await readFile(FROZEN, 'utf8')))
  : {};
const wanted = process.argv.slice(2);
const names = Object.keys({ ...SCENARIOS, ...SCOPED_SCENARIOS, ...SWEEP_SCENARIOS }).filter(
  (name) => !(name in frozen) && (wanted.length === 0 || wanted.includes(name)),
);

await mkdir(new URL('./histories/', import.meta.url), { recursive: true });
const env = await devServer();
for (const name of names) {
  const text = toText(await recorded(name));
  await writeFile(new URL(`histories/${name}.json`, import.meta.url), text, { flag: 'wx' });
  frozen[name] = createHash('sha256').update(text).digest('hex');
  await writeFile(FROZEN, `${JSON.stringify(frozen, null, 2)}\n`);
  process.stdout.write(`${name}: ${frozen[name]}\n`);
}
await stop(env);
process.exit(0);

async function recorded(name: string) {
  const [scenario, due] = [SCENARIOS[name], SWEEP_SCENARIOS[name]];
  if (scenario !== undefined) return await recordHistory(env, name, scenario);
  return due === undefined ? await recordScoped(env, name) : await recordSweep(env, name, due);
}
