import { askVersion, isAtLeast, onPath } from './look.ts';

/** In this order: what the person's `python3` is, then newer ones beside it. */
const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const READ_VERSION =
  'import sys, venv, ensurepip; print(*sys.version_info[:2], sys.executable, sep="|")';

/**
 * The first Python on PATH that is new enough and can make virtual environments.
 * @throws Error that names every Python it looked at and what that one lacks.
 */
export async function pickPython(
  env: NodeJS.ProcessEnv,
  oldest: readonly number[],
  signal: AbortSignal,
): Promise<string> {
  const reasons: string[] = [];
  for (const name of NAMES) {
    const path = await onPath(name, env);
    if (path === null) {
      reasons.push(`${name} is not on PATH`);
      continue;
    }
    const answer = await askVersion([path, '-c', READ_VERSION], signal, (text) =>
      judge(text, oldest),
    );
    if ('version' in answer) return answer.version;
    reasons.push(`${name}: ${answer.why}`);
  }
  throw new Error(
    `no Python ${oldest.join('.')} or newer with venv and ensurepip (${reasons.join('; ')})`,
  );
}

/** Answers with the interpreter's own path: a version manager's shim may point elsewhere tomorrow. */
function judge(text: string, oldest: readonly number[]): string | { not: string } {
  const [major, minor, executable] = text.trim().split('|');
  if (!executable) return { not: `it answered ${text}` };
  if (!isAtLeast([Number(major), Number(minor)], oldest)) return { not: `it is ${major}.${minor}` };
  return executable;
}
