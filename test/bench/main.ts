import { mkdtemp, rm } from 'node:fs/promises';
/** `npm run bench -- [--json] [--full] [--only PART]`: figures of this machine, as ratios where a ratio says more. Exits with 1 where one is over its limit. */
import { cpus, loadavg, totalmem } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { bundleStarter } from '../../starter/bundle.ts';
import { codeFigures } from './code.ts';
import { endToEndFigures } from './end-to-end.ts';
import { overLimit } from './figure.ts';
import type { Figure } from './figure.ts';
import { lifecycleFigures } from './lifecycle.ts';
import { sleeperFigures } from './sleepers.ts';
import { validateFigures } from './validate.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** As many sleepers as a large installation has. */
    full: { type: 'boolean', default: false },
    /** The names of some of the parts. */
    only: { type: 'string', multiple: true, default: [] },
  },
});

const PARTS = {
  bundle: bundleFigures,
  validate: () => validateFigures(),
  lifecycle: lifecycleFigures,
  sleepers: () => sleeperFigures(values.full ? 20_000 : 2_000),
  'end-to-end': endToEndFigures,
  code: codeFigures,
};
const unknown = values.only.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  throw new Error(
    `--only ${unknown.join(', ')}: expected some of ${Object.keys(PARTS).join(', ')}.`,
  );
}
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(PARTS)) {
  if (values.only.length === 0 || values.only.includes(name)) figures.push(...(await measure()));
}
const busy = loadavg()
  .map((one) => one.toFixed(1))
  .join(', ');
const gib = Math.round(totalmem() / 2 ** 30);
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${gib} GiB, Node ${process.version}, load ${busy}, ${new Date().toISOString().slice(0, 16)}Z`;
process.stdout.write(values.json ? `${JSON.stringify({ machine, figures })}\n` : text());
const over = overLimit(figures);
for (const sentence of over) process.stderr.write(`${sentence}.\n`);
process.exit(over.length === 0 ? 0 : 1);

function text(): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const lines = figures.map(
    ({ name, value, unit, against }) => `${name.padEnd(width)}  ${value} ${unit}  (${against})`,
  );
  return `${machine}\n${lines.join('\n')}\n`;
}

async function bundleFigures(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-bench-'));
  const { bytes } = await bundleStarter(folder);
  await rm(folder, { recursive: true });
  const against = 'Lambda: 50 MB zipped, 250 MB unzipped';
  return [{ name: 'starter.bundle_bytes', value: bytes, unit: 'bytes', against }];
}
