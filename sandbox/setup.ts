/** `npm run setup -- [--quiet] [--json] [--look] [TOOL…]`: obtains the tools of the sandbox that npm does not carry, and caches them. */
import { parseArgs } from 'node:util';

import { cacheRoot } from './tools/cache.ts';
import { allTools, inspectTools } from './tools/index.ts';
import { obtain, type Surroundings } from './tools/obtain.ts';
import type { Found, Tool } from './tools/tool.ts';

const USAGE = `Usage: npm run setup -- [--quiet] [--json] [--look] [TOOL…]
  TOOL     obtain these only, by name; all when none is named
  --quiet  print nothing when every tool is already there
  --json   print one JSON summary on stdout
  --look   obtain nothing: print as JSON what is there and what is missing`;

interface Result {
  readonly tool: Tool;
  readonly found: Found | null;
  readonly error: string | null;
  readonly seconds: number;
}

interface Options {
  readonly quiet: boolean;
  readonly json: boolean;
  readonly look: boolean;
  readonly tools: readonly Tool[];
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === null) return 2;
  if (options.look) return await look();
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stop.abort(new Error(`stopped by ${name}`)));
  const around: Surroundings = {
    cacheRoot: cacheRoot(process.env),
    signal: stop.signal,
    say: (line) => console.error(line),
  };
  const results = await Promise.all(options.tools.map((tool) => attempt(tool, around)));
  if (options.json) console.log(JSON.stringify(summary(results, around.cacheRoot)));
  if (stop.signal.aborted) return ended(options.quiet);
  print(results, options.quiet);
  return results.every((result) => result.found) ? 0 : 1;
}

/** The exit code, as shells have it after Ctrl-C. */
function ended(isQuiet: boolean): number {
  if (!isQuiet)
    console.error('Setup was interrupted. Tools that it had obtained stay in the cache.');
  return 130;
}

/** For `closeloop doctor`, which may not import the sandbox. */
async function look(): Promise<number> {
  console.log(JSON.stringify({ cache: cacheRoot(process.env), tools: await inspectTools() }));
  return 0;
}

function readOptions(args: string[]): Options | null {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { quiet: flag, json: flag, look: flag };
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { ...values, tools: toolsNamed(positionals) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return null;
  }
}

function toolsNamed(names: readonly string[]): readonly Tool[] {
  const tools = allTools();
  const strange = names.find((name) => tools.every((tool) => tool.name !== name));
  if (strange !== undefined) {
    const known = tools.map(({ name }) => name).join(', ');
    throw new Error(`No tool is called ${strange}; known: ${known}.`);
  }
  return names.length === 0 ? tools : tools.filter(({ name }) => names.includes(name));
}

/** One tool's failure never hides what became of the others. */
async function attempt(tool: Tool, around: Surroundings): Promise<Result> {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 100) / 10;
  try {
    const found = await obtain(tool, around);
    return { tool, found, error: null, seconds: seconds() };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { tool, found: null, error: text, seconds: seconds() };
  }
}

function print(results: readonly Result[], quiet: boolean): void {
  for (const { tool, found, error } of results) {
    if (error !== null) console.error(`\n${error}`);
    else if (found && !quiet)
      console.error(`${tool.name} ${found.version} (${found.how}): ${found.path}`);
  }
}

function summary(results: readonly Result[], cache: string): object {
  return {
    ok: results.every((result) => result.found),
    cache,
    tools: results.map(({ tool, found, error, seconds }) => ({
      name: tool.name,
      wanted: tool.version,
      version: found?.version ?? null,
      path: found?.path ?? null,
      how: found?.how ?? null,
      seconds,
      error,
    })),
  };
}
