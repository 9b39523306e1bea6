/** Runs the programs that its parent names: `run-program.ts`. */
import { execFile } from 'node:child_process';

import type { Ended, Program } from './run-program.ts';

process.on('disconnect', () => process.exit());
process.on('message', ({ id, command, args, input, cwd, env }: Program & { id: number }) => {
  const options = { cwd, env, encoding: 'buffer', maxBuffer: Infinity } as const;
  const child = execFile(command, args, options, (error, stdout) => {
    const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
    const ended: Ended = { stdout, exitCode, failure: error?.message ?? null };
    process.send?.({ id, ended });
  });
  // A program that ends before it has read its input breaks the pipe; its exit code says whether that was wrong.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
});
