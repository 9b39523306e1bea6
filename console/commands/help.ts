import type { Command } from 'commander';

import { describeCommand, NEEDS } from '../cli/describe-command.ts';

/** `closeloop help findings list` says what `closeloop findings list --help` says. */
export function helpCommand(command: Command, tree: Command): void {
  describeCommand(command, {
    purpose: 'Show the help of a command, as its --help does',
    needs: NEEDS.nothing,
    examples: ['help', 'help findings', 'help findings approve'],
  })
    .argument('[command...]', 'the words of the command')
    .action((words: readonly string[]) => {
      named(tree, words).outputHelp();
    });
}

function named(tree: Command, [word, ...more]: readonly string[]): Command {
  if (word === undefined) return tree;
  const child = tree.commands.find((one) => one.name() === word);
  // In commander's own words, so that the same explanation follows.
  return child === undefined ? tree.error(`error: unknown command '${word}'`) : named(child, more);
}
