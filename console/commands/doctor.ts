import type { Command } from 'commander';

import { describeCommand, type Perform } from '../cli/describe-command.ts';

/** Fails (exit code 1) when something required is broken, not for warnings. */
export function doctorCommand(command: Command, perform: Perform): void {
  describeCommand(command, {
    purpose: 'Check everything that Closeloop needs, and say what is missing',
    needs: 'nothing; it checks what the other commands need',
    examples: ['doctor', 'doctor --json'],
  }).action(async () => {
    await perform(async (services) => {
      const { examine } = await import('../doctor/examine.ts');
      return await examine(services);
    });
  });
}
