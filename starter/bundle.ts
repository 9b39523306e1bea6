/** Builds the starter's Lambda function: `npm run bundle` writes dist/starter and prints its size. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import type { Metafile } from 'esbuild';

export interface Bundle {
  /** The module whose `handler` Lambda calls. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * One module for Lambda's nodejs24.x with the policies beside it. Throws when a worker's package got in: its native
 * code is tens of megabytes and would not run there.
 */
export async function bundleStarter(folder = DIST, once: Once = everyTime): Promise<Bundle> {
  return await bundleFunction({
    entry: join(HERE, 'handler.ts'),
    policies: ['intake.yaml'],
    folder,
    once,
  });
}

export interface FunctionParts {
  /** The module that exports `handler`. */
  readonly entry: string;
  /** Names of policy files that it reads. */
  readonly policies: readonly string[];
  readonly folder: string;
  readonly once: Once;
}

/** Calls `make`, or answers what it made of the same sources before. */
export type Once = (make: () => Promise<string>) => Promise<string>;
export const everyTime: Once = (make) => make();

/** As `bundleStarter`, for any function. */
export async function bundleFunction(parts: FunctionParts): Promise<Bundle> {
  const { entry, policies, folder, once } = parts;
  const path = join(folder, 'index.mjs');
  const code = await once(() => codeOf(entry));
  await mkdir(join(folder, 'policies'), { recursive: true });
  await writeFile(path, code);
  for (const name of policies)
    await copyFile(join(HERE, '../policies', name), join(folder, 'policies', name));
  return { path, bytes: Buffer.byteLength(code) };
}

async function codeOf(entry: string): Promise<string> {
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    banner: { js: REQUIRE },
  });
  refuseWorkers(metafile);
  return outputFiles.map(({ text }) => text).join('');
}

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DIST = join(HERE, '../dist/starter');

// Packages in the bundle are CommonJS: they call `require` and read `__dirname`, which an ES module does not have.
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); import { fileURLToPath as __toPath } from 'node:url'; import { dirname as __dirnameOf } from 'node:path'; const __filename = __toPath(import.meta.url); const __dirname = __dirnameOf(__filename);";

const WORKERS = /node_modules\/@temporalio\/(worker|core-bridge|activity|testing)\//;

function refuseWorkers({ inputs }: Metafile): void {
  const found = Object.keys(inputs).filter((file) => WORKERS.test(file));
  if (found.length === 0) return;
  throw new Error(
    `The function's bundle contains a worker's package (${found[0]}): import it as a type only`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { path, bytes } = await bundleStarter();
  console.log(`${path}: ${bytes} bytes`);
}
