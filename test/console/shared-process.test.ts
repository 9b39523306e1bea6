import assert from 'node:assert/strict';

import { closeloop as ownProcess } from './cli.ts';
import { closeloop } from './shared-process.ts';

const COMMANDS = [
  ['--version'],
  ['findings', 'show', '--json'],
  ['findings', 'list'],
  ['findings', 'explain', '/nowhere/event.json', '--json'],
] as const;

it('a command answers in the process that tests share what it answers in a process of its own', async () => {
  for (const words of COMMANDS) {
    assert.deepEqual(await closeloop(words), await ownProcess(words), words.join(' '));
  }
});

it('a command in the shared process gets its own environment and nothing of an earlier one', async () => {
  const first = await closeloop(['findings', 'list'], { CLOSELOOP_LEDGER_PREFIX: '?' });
  const second = await closeloop(['findings', 'list']);

  assert.match(first.stderr, /CLOSELOOP_LEDGER_PREFIX/);
  assert.doesNotMatch(second.stderr, /CLOSELOOP_LEDGER_PREFIX/);
});

it('commands that are sent at once run one after the other, and each gets its own answer', async () => {
  const [version, list] = await Promise.all([closeloop(['--version']), closeloop(['nonsense'])]);

  assert.equal(version.code, 0);
  assert.match(list.stderr, /Unknown command 'nonsense'/);
});
