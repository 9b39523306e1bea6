import type { Command } from 'commander';

import { describeCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';

/** The noun `channels`: where notifications go. */
export function channelsCommands(noun: Command, perform: Perform): void {
  const purpose = 'Test the notification channels';
  noun.summary(purpose).description(purpose);
  describeCommand(noun.command('test'), {
    purpose: 'Publish a sample notification, as for a finding of a team',
    needs: `${NEEDS.ledger};\n  CLOSELOOP_TOPIC_ARN`,
    examples: ['channels test', 'channels test --team payments --json'],
  })
    .option('--team <slug>', 'the team that owns the sample (default: the default team)')
    .action(async ({ team }: { readonly team?: string }) => {
      await perform(async (services) => {
        const { testChannels } = await import('./publish-sample.ts');
        return await testChannels(services, team ?? null);
      });
    });
}
