/** The noun `exceptions`: what was accepted, by whom and until when. */
import type { Command } from 'commander';

import { describeCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { days } from '../../cli/expiry.ts';
import { ID_HELP } from '../../cli/find-lifecycle.ts';
import { SCOPED_ID_HELP } from '../../cli/find-scoped-exception.ts';
import { name } from '../../cli/option-values.ts';
import { type PersonOptions, who } from '../person-options.ts';
import { widerCommands } from './wider.ts';

export function exceptionsCommands(noun: Command, perform: Perform): void {
  const purpose = 'See what was accepted and until when; accept more than one finding at once';
  noun.summary(purpose).description(purpose);
  describeCommand(noun.command('list'), {
    purpose: 'List exceptions, the one that ends first first',
    needs: NEEDS.ledger,
    examples: ['exceptions list', 'exceptions list --expiring 14 --json'],
  })
    .option('--expiring <days>', 'only what ends within so many days', days)
    .action(async ({ expiring }: { expiring?: number }) => {
      await perform(async (world) => {
        const { listExceptions } = await import('./list.ts');
        const wider = await (await world.exceptions()).all();
        return await listExceptions(await world.ledger(), { expiring, now: world.now(), wider });
      });
    });
  importing(noun, perform);
  widerCommands(noun, perform);
  describeCommand(noun.command('show'), {
    purpose: 'Show one exception: who accepted it, why, until when, what comes next',
    needs: NEEDS.ledger,
    examples: ['exceptions show 5f2c1a9b04', 'exceptions show exception:3a5e09c1d2b4f687'],
  })
    .argument('<id>', `${SCOPED_ID_HELP}; or ${ID_HELP}`)
    .action(async (id: string) => {
      await perform(async (world) => {
        const { isScopedId, findScopedException } =
          await import('../../cli/find-scoped-exception.ts');
        if (isScopedId(id)) {
          const { showWider } = await import('./scoped-show.ts');
          const one = await findScopedException(await world.exceptions(), id);
          return await showWider(await world.ledger(), one, world.now());
        }
        const { showException } = await import('./list.ts');
        return await showException(await world.ledger(), id, world.now());
      });
    });
}

const IMPORT =
  'Every finding that Security Hub holds as SUPPRESSED gets an end: as long as policy accepts its severity, the ends spread over the last quarter of that time. CRITICAL findings and types without a control go to people, and so does everything that somebody else than a security lead imports. Suppressing automation rules are reported and never changed. Without --yes the plan is only shown; what is imported already is skipped.';

function importing(noun: Command, perform: Perform): void {
  describeCommand(noun.command('import'), {
    purpose: 'Give what Security Hub holds as SUPPRESSED an end; without --yes, show the plan',
    exactly: IMPORT,
    needs: `${NEEDS.lifecycle}, and Security Hub.\n  Your AWS sign-in proves that it is you: security leads (ownership.yaml)`,
    examples: ['exceptions import', 'exceptions import --yes --json'],
  })
    .option('--yes', 'import; without it nothing is sent')
    .option('--as <name>', 'who you are (default: your user name); a proof counts more', name)
    .action(async (options: PersonOptions & { yes?: true }) => {
      await perform(async (world) => {
        const { importSuppressed } = await import('./import.ts');
        const { loadPolicies } = await import('../../../policies/load.ts');
        const { loadIntake } = await import('../../../policies/intake.ts');
        const { policiesDir } = await world.env();
        const [policies, intake] = [await loadPolicies(policiesDir), await loadIntake(policiesDir)];
        const ledger = await world.ledger();
        const { most } = policies.decisions.acceptance;
        const { prove } = world;
        return await importSuppressed({
          hub: await world.securityHub(),
          deps: { ledger, intake, most, now: world.now() },
          door: async () => ({ ledger, messages: await world.messages(), prove }),
          actor: await who(options, world),
          yes: options.yes === true,
        });
      });
    });
}
