/** One invocation: parse, connect, act, print, exit code. Everything it touches is passed in. */
import { CommanderError } from 'commander';

import type { CliError } from './cli-error.ts';
import { connect } from './connect.ts';
import { loadEnvFile } from './env-file.ts';
import { explainFailure } from './explain-failure.ts';
import { pageOf } from './page.ts';
import { program, sentence } from './program.ts';
import type { Reply } from './reply.ts';

export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The process's own: the AWS SDK reads it, so an environment file is put into it. */
  readonly variables: Record<string, string | undefined>;
}

/** The exit code: 0 done, 1 refused, not found or failed, 2 wrong usage. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const asked = { json: false };
  const done = { failed: false };
  const tree = program(terminal, async (work) => {
    const options = tree.opts<{ json?: boolean; env?: string }>();
    asked.json = options.json === true;
    useEnvFile(options.env, terminal);
    const world = connect(terminal.variables);
    try {
      const reply = await work(world);
      print(reply, asked.json, terminal);
      done.failed = reply.failed === true;
    } finally {
      await world.close();
    }
  });
  try {
    await tree.parseAsync([...words], { from: 'user' });
    return done.failed ? 1 : 0;
  } catch (error) {
    // commander has printed its own message, or the help that was asked for.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (words.includes('--json')) terminal.stdout.write(usageJson(error));
      return 2;
    }
    return report(error, asked.json, terminal);
  }
}

/** Said aloud when nobody asked for it: a person must know which world is looked at. */
function useEnvFile(named: string | undefined, { variables, stderr }: Terminal): void {
  const { file, values } = loadEnvFile(named, variables);
  Object.assign(variables, values);
  if (file !== null && named === undefined) {
    stderr.write(pageOf(stderr).style.dim(`The running sandbox is used (${file}).\n`));
  }
}

function print(reply: Reply, json: boolean, { stdout }: Terminal): void {
  const text = json ? JSON.stringify(reply.json) : reply.text(pageOf(stdout));
  stdout.write(`${text.replace(/\n+$/, '')}\n`);
}

/** For scripts one line on stdout, for people words on stderr; a stack only when asked. */
function report(error: unknown, json: boolean, { stdout, stderr, variables }: Terminal): number {
  const known = explainFailure(error, variables);
  const { code, message, next, details } = known;
  if (json) stdout.write(`${JSON.stringify({ error: { code, message, next, ...details } })}\n`);
  stderr.write(`${errorText(known, pageOf(stderr).style.red)}\n`);
  if ((variables['CLOSELOOP_DEBUG'] ?? '') !== '') stderr.write(`\n${trace(error)}\n`);
  return known.exitCode;
}

function usageJson({ message }: CommanderError): string {
  return `${JSON.stringify({ error: { code: 'usage', message: sentence(message) } })}\n`;
}

function errorText({ message, next }: CliError, paint: (text: string) => string): string {
  if (next.length === 0) return `${paint('✗')} ${message}`;
  return [`${paint('✗')} ${message}`, '', 'What to do:', ...next.map((l) => `  ${l}`)].join('\n');
}

function trace(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${trace(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
