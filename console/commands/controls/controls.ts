import type { Command } from 'commander';

import { addCommand, describeNoun, NEEDS, type Perform } from '../../cli/describe-command.ts';

/** The noun `controls`: answered from the code, without any server. */
export function controlsCommands(noun: Command, perform: Perform): void {
  describeNoun(noun, 'See the catalogue of problems that Closeloop can verify and fix');
  addCommand(noun.command('list'), perform, {
    purpose: 'List the controls: what each covers and how it is fixed',
    needs: NEEDS.nothing,
    examples: ['controls list', 'controls list --json'],
    run: async () => (await import('./list.ts')).listControls(),
  });
  addCommand(noun.command('check'), perform, {
    purpose: 'Check that the catalogue is complete and consistent',
    needs: `${NEEDS.nothing}; CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['controls check', 'controls check --json'],
    run: async () => await (await import('./check.ts')).checkControls(),
  });
}
