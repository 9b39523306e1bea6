import { cacheRoot } from './cache.ts';
import { checkovTool } from './checkov.ts';
import { ministackTool } from './ministack.ts';
import { find } from './obtain.ts';
import { temporalCliTool } from './temporal-cli.ts';
import { testServerTool } from './test-server.ts';
import { type Found, type Tool, ToolError } from './tool.ts';

/** One line of `doctor`: what is wanted, what is there, and what to do when it is not. */
export interface ToolReport {
  readonly name: string;
  readonly wanted: string;
  /** Path of the program, or null when it is nowhere. */
  readonly found: string | null;
  readonly version: string | null;
  /** Where it was found: an environment variable, the cache, PATH. */
  readonly how: string | null;
  /** What to do; null when nothing is missing. */
  readonly missing: string | null;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  /** To be added to the environment of the process. */
  readonly env: Readonly<Record<string, string>>;
}

/** All tools that setup obtains, in the order in which people read of them. */
export function allTools(env: NodeJS.ProcessEnv = process.env): readonly Tool[] {
  return [temporalCliTool(env), testServerTool(env), ministackTool(env), checkovTool(env)];
}

/** Path of the Temporal CLI. Looks only; throws `ToolError` telling to run setup when it is nowhere. */
export async function temporalCli(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return (await mustFind(temporalCliTool(env), env)).path;
}

/**
 * Path of the time-skipping server, for
 * `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 */
export async function testServer(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return (await mustFind(testServerTool(env), env)).path;
}

/** How to start MiniStack. It listens on GATEWAY_PORT (4566 if unset), here on the loopback address only. */
export async function ministackCommand(env: NodeJS.ProcessEnv = process.env): Promise<Command> {
  const { path } = await mustFind(ministackTool(env), env);
  return {
    command: path,
    args: ['-I', '-u', '-m', 'ministack'],
    env: { BIND_HOST: '127.0.0.1' },
  };
}

/** The Python that has Checkov, for `startCheckov`. */
export async function checkovPython(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return (await mustFind(checkovTool(env), env)).path;
}

/** What `doctor` prints about the sandbox's tools. Never throws for a missing tool. */
export async function inspectTools(env: NodeJS.ProcessEnv = process.env): Promise<ToolReport[]> {
  return Promise.all(allTools(env).map((tool) => inspect(tool, env)));
}

async function inspect(tool: Tool, env: NodeJS.ProcessEnv): Promise<ToolReport> {
  const wanted = { name: tool.name, wanted: `${tool.title} ${tool.version}` };
  const nothing = { ...wanted, found: null, version: null, how: null };
  try {
    const found = await lookFor(tool, env);
    if (found.found === null) return { ...nothing, missing: missing(tool) };
    const { path, version, how } = found.found;
    return { ...wanted, found: path, version, how, missing: null };
  } catch (error) {
    if (error instanceof ToolError) return { ...nothing, missing: error.message };
    throw error;
  }
}

async function mustFind(tool: Tool, env: NodeJS.ProcessEnv): Promise<Found> {
  const { found, misses } = await lookFor(tool, env);
  if (found) return found;
  throw new ToolError(
    tool.name,
    `${tool.title} ${tool.version} is missing. Run \`npm run setup\`. Looked at:`,
    misses,
  );
}

function lookFor(tool: Tool, env: NodeJS.ProcessEnv): ReturnType<typeof find> {
  return find(tool, { cacheRoot: cacheRoot(env), signal: new AbortController().signal });
}

function missing(tool: Tool): string {
  return `Run \`npm run setup\`. If that fails: ${tool.help}`;
}
