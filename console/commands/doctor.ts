import type { Command } from 'commander';

import { addCommand, type Perform } from '../cli/describe-command.ts';

/** Fails (exit code 1) when something required is broken, not for warnings. */
export function doctorCommand(command: Command, perform: Perform): void {
  addCommand(command, perform, {
    purpose: 'Check everything that Closeloop needs, and say what is missing',
    needs: 'nothing; it checks what the other commands need',
    examples: ['doctor', 'doctor --json'],
    run: async (services) => await (await import('../doctor/examine.ts')).examine(services),
  });
}
