/** Runs the console's commands that its parent sends, one at a time, as `console/main.ts` runs one. */
import { setTimeout } from 'node:timers/promises';

import { run } from '../../console/cli/run.ts';
import type { Ran } from './cli.ts';
import type { Command } from './shared-process.ts';

process.on('disconnect', () => process.exit());
process.on('message', (command: Command) => {
  void runCommand(command)
    .catch((error: Error): Ran => ({ code: -1, stdout: '', stderr: error.stack ?? error.message }))
    .then((ran) => process.send?.(ran));
});

async function runCommand({ words, env }: Command): Promise<Ran> {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  const { stdin, stdout, stderr } = process;
  const [out, err] = [capture(stdout), capture(stderr)];
  const before = held();
  const code = await run(words, { stdin, stdout, stderr, variables: process.env });
  await ended(before, words);
  return { code, stdout: out.join(''), stderr: err.join('') };
}

function capture(stream: NodeJS.WriteStream): readonly string[] {
  const written: string[] = [];
  stream.write = (text: string | Uint8Array) => {
    written.push(Buffer.from(text).toString());
    return true;
  };
  return written;
}

/** A process of its own would end now: whatever the command opened is closed again, connections after a moment. */
async function ended(before: number, words: readonly string[]): Promise<void> {
  for (const deadline = Date.now() + 10_000; held() > before; await setTimeout(5)) {
    if (Date.now() < deadline) continue;
    const kept = process.getActiveResourcesInfo().join(', ');
    throw new Error(`${words.join(' ')} would not have ended: it still holds ${kept}`);
  }
}

function held(): number {
  return process.getActiveResourcesInfo().length;
}
