/** One invocation: parse, connect, act, print, exit code. Everything it touches is passed in. */
import { CommanderError } from 'commander';

import { connect } from '../connect/connect.ts';
import { loadEnvFile } from '../connect/env-file.ts';
import { pageOf } from '../output/page.ts';
import type { Lines } from '../output/page.ts';
import { sanitizedJson } from '../output/sanitize.ts';
import { wrapAfter, nextStepLines } from '../output/wrap.ts';
import { consentAt } from './consent.ts';
import { explainFailure } from './explain-failure.ts';
import { program, sentence } from './program.ts';
import type { Reply } from './reply.ts';

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The process's own: the AWS SDK reads it, so an environment file is put into it. */
  readonly variables: Record<string, string | undefined>;
}

/** The exit code: 0 done, 1 refused, not found or failed, 2 wrong usage or nothing that could be judged. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const output = { json: false };
  const done = { exitCode: 0 };
  const advice: string[] = [];
  const streams = { ...terminal, advise: (next: Lines) => void advice.push(...next) };
  const tree = program(streams, async (work) => {
    const options = tree.opts<{ json?: boolean; env?: string }>();
    output.json = options.json === true;
    useEnvFile(options.env, terminal);
    const services = connect(terminal.variables, consentAt(terminal, output.json));
    try {
      const reply = await work(services);
      print(reply, output.json, terminal);
      done.exitCode = exitCodeOf(reply);
    } finally {
      await services.close();
    }
  });
  try {
    await tree.parseAsync([...words], { from: 'user' });
    return done.exitCode;
  } catch (error) {
    // commander has printed its message, or the help.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (words.includes('--json')) terminal.stdout.write(usageJson(error, advice));
      return 2;
    }
    return report(error, output.json, terminal);
  }
}

/** Says which environment is used when it was not named: a person must know it. */
function useEnvFile(named: string | undefined, { variables, stderr }: Terminal): void {
  const { file, values } = loadEnvFile(named, variables);
  Object.assign(variables, values);
  if (file !== null && named === undefined) {
    const page = pageOf(stderr, variables);
    stderr.write(`${page.print([page.style.dim(`Using the running sandbox (${file}).`)])}\n`);
  }
}

function exitCodeOf({ failed, unusable }: Reply): 0 | 1 | 2 {
  if (unusable === true) return 2;
  return failed === true ? 1 : 0;
}

function print(reply: Reply, json: boolean, { stdout, variables }: Terminal): void {
  if (json) {
    for (const facts of [reply.json, ...(reply.moreJson ?? [])])
      stdout.write(`${sanitizedJson(facts)}\n`);
    return;
  }
  const page = pageOf(stdout, variables);
  stdout.write(`${page.print(reply.text(page))}\n`);
}

/** For scripts one line on stdout, for people words on stderr; a stack only when asked. */
function report(error: unknown, json: boolean, { stdout, stderr, variables }: Terminal): number {
  const { code, message, lines, next, details, exitCode } = explainFailure(error, variables);
  if (json) stdout.write(`${sanitizedJson({ error: { code, message, next, ...details } })}\n`);
  const page = pageOf(stderr, variables);
  const [first = '', ...more] = lines;
  const text: Lines = [
    ...wrapAfter(`${page.style.red('✗')} `, first, page),
    ...more.flatMap((line) => wrapAfter(/^ */.exec(line)?.[0] ?? '', line.trimStart(), page)),
    ...(next.length === 0
      ? []
      : ['', 'What to do:', ...next.flatMap((line) => nextStepLines('  ', line, page))]),
    ...((variables['CLOSELOOP_DEBUG'] ?? '') === '' ? [] : ['', ...trace(error)]),
  ];
  stderr.write(`${page.print(text)}\n`);
  return exitCode;
}

function usageJson({ message }: CommanderError, next: Lines): string {
  return `${sanitizedJson({ error: { code: 'usage', message: sentence(message), next } })}\n`;
}

function trace(error: unknown): Lines {
  if (!(error instanceof Error)) return [String(error)];
  const own = (error.stack ?? error.message).split('\n');
  return error.cause === undefined ? own : [...own, 'caused by', ...trace(error.cause)];
}
