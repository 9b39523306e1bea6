import type { Command } from 'commander';

import { describeCommand, type Perform } from '../cli/describe-command.ts';

/** Fails (exit code 1) when something required is broken; a warning does not fail it. */
export function doctorCommand(command: Command, perform: Perform): void {
  describeCommand(command, {
    purpose: 'Check everything that Closeloop needs, and say what is missing',
    needs: 'nothing, but it looks at all that other commands need',
    examples: ['doctor', 'doctor --json'],
  }).action(async () => {
    await perform(async (world) => {
      const { examine } = await import('../doctor/examine.ts');
      return await examine(world);
    });
  });
}
