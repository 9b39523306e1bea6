import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Command } from 'commander';

import { program } from '../../../console/cli/program.ts';

const TEXT = readFileSync(fileURLToPath(new URL('../../../docs/cli.md', import.meta.url)), 'utf8');

describe('docs/cli.md', () => {
  const rows = leavesOf(
    program(process, () => Promise.resolve()),
    [],
  );

  it('docs/cli.md lists every command of the console with its arguments and flags, and no other', () => {
    const listed = TEXT.split('\n').filter((line) => line.startsWith('| `'));

    assert.deepEqual(
      listed.map((line) =>
        line
          .split('|')
          .slice(0, 3)
          .map((cell) => cell.trim())
          .join('|'),
      ),
      rows.map(([name, flags]) => `|\`${name}\`|${flags}`),
    );
  });
});

function leavesOf(
  command: Command,
  path: readonly string[],
): readonly (readonly [string, string])[] {
  return command.commands.flatMap((one) => {
    const words = [...path, one.name()];
    if (one.commands.length > 0) return leavesOf(one, words);
    const args = one.registeredArguments.map((argument) =>
      argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
    );
    const flags = one.options.map(({ flags: text }) => `\`${text}\``).join(' ');
    return [[[...words, ...args].join(' '), flags]];
  });
}
