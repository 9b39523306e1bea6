/** The noun `exceptions`: what was accepted, by whom and until when. */
import type { Command } from 'commander';

import { addCommand, describeNoun, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { parseDays } from '../../cli/expiry.ts';
import { ID_HELP } from '../../cli/find-lifecycle.ts';
import { SCOPED_ID_HELP } from '../../cli/find-scoped-exception.ts';
import { singleLine } from '../../cli/option-values.ts';
import { actorOf, AS_HELP, type PersonOptions, viewerReads } from '../person-options.ts';
import { scopedCommands } from './scoped-commands.ts';

export function exceptionsCommands(noun: Command, perform: Perform): void {
  describeNoun(noun, 'See what was accepted and until when; accept more than one finding at once');
  list(noun, perform);
  importSuppressed(noun, perform);
  scopedCommands(noun, perform);
  show(noun, perform);
}

function list(noun: Command, perform: Perform): void {
  addCommand(noun.command('list'), perform, {
    purpose: 'List exceptions, the next to end first',
    needs: NEEDS.ledger,
    examples: ['exceptions list', 'exceptions list --expiring 14 --json'],
    run: async (services, { expiring }: { expiring?: number }) => {
      const { listExceptions } = await import('./list.ts');
      const scoped = await (await services.exceptions()).all();
      const now = services.now();
      return await listExceptions(await services.ledger(), { expiring, now, scoped });
    },
  }).option('--expiring <days>', 'only what ends within so many days', parseDays);
}

function show(noun: Command, perform: Perform): void {
  addCommand(noun.command('show'), perform, {
    purpose: 'Show one exception: who accepted it, why, until when, what comes next',
    needs: NEEDS.ledger,
    examples: ['exceptions show 5f2c1a9b04', 'exceptions show exception:3a5e09c1d2b4f687'],
    run: async (services, id: string) => {
      const find = await import('../../cli/find-scoped-exception.ts');
      const { showException, showScoped } = await import('./show.ts');
      const [ledger, now] = [await services.ledger(), services.now()];
      const viewer = viewerReads(services);
      if (!find.isScopedId(id)) return await showException({ ledger, viewer }, id, now);
      const one = await find.findScopedException(await services.exceptions(), id);
      return await showScoped(ledger, one, now);
    },
  }).argument('<id>', `${SCOPED_ID_HELP}; or ${ID_HELP}`);
}

const IMPORT =
  'Every finding that is SUPPRESSED in Security Hub gets an end: as late as policy allows for its severity, spread over the last quarter of that time. CRITICAL findings and types without a control go to human review, and so does everything that somebody imports who is no security lead. You are the one who accepts, whoever the note in Security Hub names; from the severity on that two people accept, another person confirms each import (findings accept). Automation rules that suppress are reported and never changed. Without --yes the plan is only shown; what is imported already is skipped.';

function importSuppressed(noun: Command, perform: Perform): void {
  addCommand(noun.command('import'), perform, {
    purpose: 'Give what is SUPPRESSED in Security Hub an end; without --yes, show the plan',
    exactly: IMPORT,
    needs: `${NEEDS.lifecycle}, and Security Hub.\n  Your AWS sign-in proves that it is you: security leads (ownership.yaml)`,
    examples: ['exceptions import', 'exceptions import --yes --json'],
    run: async (services, options: PersonOptions & { yes?: true }) => {
      const { importSuppressedFindings } = await import('./import.ts');
      const { loadPolicies } = await import('../../../policies/load.ts');
      const { loadIntake } = await import('../../../policies/intake.ts');
      const { policiesDir } = await services.env();
      const [policies, intake] = [await loadPolicies(policiesDir), await loadIntake(policiesDir)];
      const ledger = await services.ledger();
      const { acceptance } = policies.decisions;
      const { prove } = services;
      const actor = await actorOf(options, services);
      return await importSuppressedFindings({
        hub: await services.securityHub(),
        deps: { ledger, intake, acceptance, actor, now: services.now() },
        sending: async () => ({ ledger, messages: await services.messages(), prove }),
        yes: options.yes === true,
      });
    },
  })
    .option('--yes', 'import; without it nothing is sent')
    .option('--as <name>', `${AS_HELP}; where you are signed in, your sign-in counts`, singleLine);
}
