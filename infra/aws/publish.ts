/**
 * `node infra/aws/publish.ts [FOLDER]`: writes the templates and the functions' zips into one folder, to be copied into
 * a bucket in the Region where they are deployed. Uploads nothing and needs no credentials.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleChannel, FUNCTIONS } from '../../channels/bundle.ts';
import type { ChannelFunction } from '../../channels/bundle.ts';
import { bundleStarter } from '../../starter/bundle.ts';
import { closeloopApp } from './stacks.ts';
import { zip } from './zip.ts';

const POLICIES = join(import.meta.dirname, '../../policies');

/** Names of the files that it wrote. */
export async function publish(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'closeloop-publish-'));
  try {
    const templates = await writeTemplates(folder, join(scratch, 'cdk.out'));
    const zips = await writeZips(folder, scratch);
    return [...templates, ...zips];
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function writeTemplates(folder: string, outdir: string): Promise<readonly string[]> {
  (await closeloopApp(outdir, POLICIES)).synth();
  const names = (await readdir(outdir)).filter((name) => name.endsWith('.template.json'));
  for (const name of names) {
    // Without blanks: CloudFormation counts characters.
    const template: unknown = JSON.parse(await readFile(join(outdir, name), 'utf8'));
    await writeFile(join(folder, name), `${JSON.stringify(template)}\n`);
  }
  return names.toSorted();
}

async function writeZips(folder: string, scratch: string): Promise<readonly string[]> {
  const channels = Object.keys(FUNCTIONS).filter(
    (name): name is ChannelFunction => name in FUNCTIONS,
  );
  const made: string[] = [];
  for (const name of ['starter', ...channels] as const) {
    const from = join(scratch, name);
    await (name === 'starter' ? bundleStarter(from) : bundleChannel(name, from));
    await writeFile(join(folder, `${name}.zip`), zip(await filesIn(from)));
    made.push(`${name}.zip`);
  }
  return made;
}

async function filesIn(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { path: path.slice(folder.length + 1), data: await readFile(path) };
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? join(import.meta.dirname, 'dist');
  for (const name of await publish(folder)) console.log(join(folder, name));
}
