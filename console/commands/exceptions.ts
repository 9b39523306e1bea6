/** The noun `exceptions`: what was accepted, by whom and until when. */
import type { Command } from 'commander';

import { days } from '../expiry.ts';
import { ID_HELP } from '../find-lifecycle.ts';
import { WIDER_ID_HELP } from '../find-wider.ts';
import { leaf, NEEDS, type Perform } from '../leaf.ts';
import { widerCommands } from './exceptions-wider.ts';

export function exceptionsCommands(noun: Command, perform: Perform): void {
  const purpose = 'See what was accepted and until when; accept more than one finding at once';
  noun.summary(purpose).description(purpose);
  leaf(noun.command('list'), {
    purpose: 'List exceptions, the one that ends first first',
    needs: NEEDS.ledger,
    examples: ['exceptions list', 'exceptions list --expiring 14 --json'],
  })
    .option('--expiring <days>', 'only what ends within so many days', days)
    .action(async ({ expiring }: { expiring?: number }) => {
      await perform(async (world) => {
        const { listExceptions } = await import('./exceptions-list.ts');
        const wider = await (await world.exceptions()).all();
        return await listExceptions(await world.ledger(), { expiring, now: world.now(), wider });
      });
    });
  widerCommands(noun, perform);
  leaf(noun.command('show'), {
    purpose: 'Show one exception: who accepted it, why, until when, what comes next',
    needs: NEEDS.ledger,
    examples: ['exceptions show 5f2c1a9b04', 'exceptions show exception:3a5e09c1d2b4f687'],
  })
    .argument('<id>', `${WIDER_ID_HELP}; or ${ID_HELP}`)
    .action(async (id: string) => {
      await perform(async (world) => {
        const { isWiderId, findWider } = await import('../find-wider.ts');
        if (isWiderId(id)) {
          const { showWider } = await import('./scoped-show.ts');
          const one = await findWider(await world.exceptions(), id);
          return await showWider(await world.ledger(), one, world.now());
        }
        const { showException } = await import('./exceptions-list.ts');
        return await showException(await world.ledger(), id, world.now());
      });
    });
}
