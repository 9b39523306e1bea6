/** One way to declare a command: its purpose, what it needs, examples; and one way to run it. */
import type { Command } from 'commander';

import type { Services } from '../connect/services.ts';
import { PROGRAM } from './command-line.ts';
import type { Reply } from './reply.ts';

export interface CommandText {
  /** One line, an imperative. */
  readonly purpose: string;
  /** What it does exactly, where one line would promise too much. */
  readonly exactly?: string;
  readonly needs: string;
  /** Words after the program's name. */
  readonly examples: readonly string[];
}

/** What a command does; commander passes its arguments, then its options. */
export interface CommandRun<Given extends readonly unknown[]> {
  readonly run: (services: Services, ...given: Given) => Promise<Reply>;
}

/** Runs a command's work and prints its reply; made by `run.ts`. */
export type Perform = (work: (world: Services) => Promise<Reply>) => Promise<void>;

export const NEEDS = {
  nothing: 'nothing: no server, no credentials',
  ledger:
    'AWS_REGION and AWS credentials (closeloop-console) for the ledger;\n  CLOSELOOP_LEDGER_PREFIX if it is not "closeloop"',
  lifecycle:
    'as `findings list`, and Temporal: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE\n  (localhost:7233 and default), or a profile of its configuration file',
  documents:
    'AWS_REGION and AWS credentials (closeloop-console) for Systems Manager;\n  CLOSELOOP_POLICIES_DIR for policies elsewhere',
  eventBridge:
    'AWS_REGION (or CLOSELOOP_SECURITYHUB_REGION, where findings arrive) and\n  AWS credentials (closeloop-console) for EventBridge',
} as const;

/** A command that `perform` runs; the caller adds its arguments and options. */
export function addCommand<Given extends readonly unknown[]>(
  command: Command,
  perform: Perform,
  described: CommandText & CommandRun<Given>,
): Command {
  return describeCommand(command, described).action(async (...given: Given) => {
    await perform(async (services) => await described.run(services, ...given));
  });
}

/** A noun: what its commands have in common. */
export function describeNoun(noun: Command, purpose: string): void {
  noun.summary(purpose).description(purpose);
}

export function describeCommand(command: Command, described: CommandText): Command {
  const { purpose, exactly, needs, examples } = described;
  const lines = examples.map((example) => `  ${PROGRAM} ${example}`);
  return command
    .summary(purpose)
    .description(exactly === undefined ? purpose : `${purpose}\n\n${exactly}`)
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}\n\nNeeds: ${needs}`);
}
