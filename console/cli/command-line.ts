import { shellWord } from '../../domain/shell.ts';

/** How this program is called from a shell, so that every command we print can be copied. */
export const PROGRAM = 'npm run -s closeloop --';

/** A command line to copy: `commandLine('findings', 'show', id)`. Words that a shell would split are quoted. */
export function commandLine(...words: readonly string[]): string {
  return [PROGRAM, ...words.map(shellWord)].join(' ');
}
