import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { bareEnv } from '../world/bare-env.ts';
import type { Decide } from './scenario.ts';

/** The result of one `closeloop` command. */
export interface Answer {
  readonly ok: boolean;
  readonly text: string;
}

export type RunConsole = (args: readonly string[]) => Promise<Answer>;

/**
 * Sends a decision and answers the command as it was typed with what the console printed.
 * Throws with the console's refusal.
 */
export async function decide(
  runConsole: RunConsole,
  args: readonly string[],
  untilSeconds: Decide['untilSeconds'],
): Promise<string> {
  const end = untilSeconds === undefined ? null : Date.now() + untilSeconds * 1000;
  const until = end === null ? [] : ['--until', new Date(end).toISOString()];
  const all = ['findings', ...args, ...until];
  const command = all.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ');
  const { ok, text } = await runConsole(all);
  if (ok) return `npm run -s closeloop -- ${command}\n${text}`;
  // On a busy machine the command can take longer than the acceptance was to last.
  if (end !== null && untilSeconds !== undefined && Date.now() >= end)
    return await decide(runConsole, args, untilSeconds * 2);
  const [refusal = ''] = text.replace(/^✗ /, '').split('\n');
  throw new Error(`closeloop ${command}: ${refusal}`);
}

const MAIN = fileURLToPath(new URL('../../console/main.ts', import.meta.url));

/** The console in a process of its own, with the environment of the person who is signed in. */
export function consoleOf(person: Readonly<Record<string, string>>): RunConsole {
  const env = { ...bareEnv(), ...person };
  return (args) =>
    new Promise((resolve) => {
      execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) =>
        resolve({ ok: error === null, text: (error === null ? stdout : stderr).trimEnd() }),
      );
    });
}
