import type { Command } from 'commander';

import { describeCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';

/** The noun `controls`: answered from the code, without any server. */
export function controlsCommands(noun: Command, perform: Perform): void {
  const purpose = 'See the catalogue of problems that Closeloop can verify and fix';
  noun.summary(purpose).description(purpose);
  describeCommand(noun.command('list'), {
    purpose: 'List the controls: what each covers and how it is fixed',
    needs: NEEDS.nothing,
    examples: ['controls list', 'controls list --json'],
  }).action(async () => {
    await perform(async () => (await import('./list.ts')).listControls());
  });
  describeCommand(noun.command('check'), {
    purpose: 'Check that the catalogue is complete and consistent',
    needs: `${NEEDS.nothing}; CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['controls check', 'controls check --json'],
  }).action(async () => {
    await perform(async () => await (await import('./check.ts')).checkControls());
  });
}
