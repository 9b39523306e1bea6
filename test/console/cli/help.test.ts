import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Command } from 'commander';

import { program } from '../../../console/cli/program.ts';
import { closeloop } from '../shared-process.ts';

const SNAPSHOT = fileURLToPath(new URL('help.snapshot.txt', import.meta.url));

describe('the help', () => {
  const tree = program(process, () => Promise.resolve());

  it('the help prints the help of the snapshot (UPDATE_SNAPSHOTS=1 renews it)', () => {
    const helps = commandsOf(tree).map(([path, command]) => `# ${path}\n${helpOf(command)}`);
    const now = helps.join('\n');

    if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(SNAPSHOT, now);

    assert.equal(now, readFileSync(SNAPSHOT, 'utf8'));
  });

  for (const [path, command] of commandsOf(tree)) {
    if (command.commands.length > 0) continue;
    it(`the help states purpose, examples and needs of ${path}`, () => {
      const text = helpOf(command);

      assert.match(command.summary(), /^[A-Z].{10,80}$/);
      assert.match(text, /\nExamples:\n {2}npm run -s closeloop -- \w/);
      assert.match(text, /\nNeeds: \w/);
    });
  }

  it('the help prints help to stdout without a server', async () => {
    const ran = await closeloop(['findings', 'approve', '--help']);

    assert.deepEqual([ran.code, ran.stderr], [0, '']);
    assert.match(ran.stdout, /--plan <hash>/);
  });

  for (const words of [[], ['findings'], ['findings', 'approve'], ['kill-switch', 'on']]) {
    it(`the help prints the same for "help ${words.join(' ')}" as for --help`, async () => {
      const [asked, flagged] = await Promise.all([
        closeloop(['help', ...words]),
        closeloop([...words, '--help']),
      ]);

      assert.deepEqual(asked, flagged);
      assert.deepEqual([asked.code, asked.stderr], [0, '']);
    });
  }

  it('the help fits a terminal of 80 columns that COLUMNS tells', async () => {
    const { stdout } = await closeloop(['findings', 'cancel', '--help'], { COLUMNS: '80' });
    const long = stdout.split('\n').filter((line) => line.length > 80);

    for (const line of long) assert.match(line, /npm run -s closeloop/);
  });

  it('the help prints the version', async () => {
    const ran = await closeloop(['--version']);

    assert.deepEqual([ran.code, ran.stderr], [0, '']);
    assert.match(ran.stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('the help reports a noun without a verb as wrong usage on stderr', async () => {
    const ran = await closeloop(['findings']);

    assert.deepEqual([ran.code, ran.stdout], [2, '']);
    assert.match(ran.stderr, /Usage: closeloop findings/);
  });
});

function commandsOf(command: Command, above = ''): (readonly [string, Command])[] {
  const path = `${above} ${command.name()}`.trim();
  const children = command.commands.flatMap((child) => commandsOf(child, path));
  return [[path, command], ...children];
}

/** As `--help` prints it, at the width of a pipe. */
function helpOf(command: Command): string {
  const parts: string[] = [];
  const before = command.configureOutput();
  command.configureOutput({
    ...before,
    writeOut: (text) => parts.push(text),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  command.configureOutput(before);
  return parts.join('');
}
