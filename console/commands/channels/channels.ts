import type { Command } from 'commander';

import { addCommand, describeNoun, NEEDS, type Perform } from '../../cli/describe-command.ts';

/** The noun `channels`: where notifications go. */
export function channelsCommands(noun: Command, perform: Perform): void {
  describeNoun(noun, 'Test the notification channels');
  addCommand(noun.command('test'), perform, {
    purpose: 'Publish a sample notification, as for a finding of a team',
    needs: `${NEEDS.ledger};\n  CLOSELOOP_TOPIC_ARN`,
    examples: ['channels test', 'channels test --team payments --json'],
    run: async (services, { team }: { readonly team?: string }) => {
      const { testChannels } = await import('./publish-sample.ts');
      return await testChannels(services, team ?? null);
    },
  }).option('--team <slug>', 'the team that owns the sample (default: the default team)');
}
