import type { Command } from 'commander';

import { describeCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';

/** The noun `channels`: where people are told. */
export function channelsCommands(noun: Command, perform: Perform): void {
  const purpose = 'Try out where people are told';
  noun.summary(purpose).description(purpose);
  describeCommand(noun.command('test'), {
    purpose: "Publish a sample message, as a finding of a team's would be",
    needs: `${NEEDS.ledger};\n  CLOSELOOP_TOPIC_ARN`,
    examples: ['channels test', 'channels test --team payments --json'],
  })
    .option('--team <slug>', 'whose finding it would be (default: the default team)')
    .action(async ({ team }: { readonly team?: string }) => {
      await perform(async (world) => {
        const { testChannels } = await import('./publish-sample.ts');
        return await testChannels(world, team ?? null);
      });
    });
}
