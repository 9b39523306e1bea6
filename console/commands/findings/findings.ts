/** The noun `findings`: what was reported, where it stands, and what people say to it. */
import type { Command } from 'commander';

import { describeCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { days } from '../../cli/expiry.ts';
import { ID_HELP } from '../../cli/find-lifecycle.ts';
import { name, words } from '../../cli/option-values.ts';
import { decisionDoor, door, person, type PersonOptions, reads, who } from '../person-options.ts';
import { decisionCommands } from './decisions.ts';
import type { ListFilter } from './list.ts';
import { PHASES, phase } from './phases.ts';

const ID = 'S3.PublicAccess:111122223333:eu-west-1:payments-logs:5f2c1a9b04';

const FILE_HELP =
  'JSON: an EventBridge event, an SQS batch of them, a finding, a list of findings, or what `aws securityhub get-findings` printed';

export function findingsCommands(noun: Command, perform: Perform): void {
  const purpose = 'See findings, decide about them, and try events';
  noun.summary(purpose).description(purpose);
  explain(noun, perform);
  send(noun, perform);
  list(noun, perform);
  show(noun, perform);
  decisionCommands(noun, perform);
  commands(noun, perform);
}

function explain(noun: Command, perform: Perform): void {
  describeCommand(noun.command('explain'), {
    purpose: 'Explain what the starter would do with an event, and why; send nothing',
    needs: `${NEEDS.nothing}; CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['findings explain event.json', 'findings explain event.json --json'],
  })
    .argument('<file>', FILE_HELP)
    .action(async (file: string) => {
      await perform(async () => {
        const { explainFile } = await import('./explain.ts');
        return await explainFile(file);
      });
    });
}

function send(noun: Command, perform: Perform): void {
  describeCommand(noun.command('send'), {
    purpose: 'Do with an event what the starter would do: start, wake or drop',
    needs: `${NEEDS.lifecycle};\n  CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['findings send event.json', 'findings send event.json --json'],
  })
    .argument('<file>', FILE_HELP)
    .action(async (file: string) => {
      await perform(async (world) => {
        await world.env();
        const { sendFile } = await import('./send.ts');
        return await sendFile(file, process.env);
      });
    });
}

function list(noun: Command, perform: Perform): void {
  describeCommand(noun.command('list'), {
    purpose: 'List findings, the most urgent first',
    needs: NEEDS.ledger,
    examples: [
      'findings list',
      'findings list --open --owner payments',
      'findings list --expiring 14',
      'findings list --phase awaiting-approval --json',
    ],
  })
    .option('--phase <phase>', `only this phase: ${PHASES.join(', ')}`, phase)
    .option(
      '--owner <team>',
      'only what this team owns or, as the default team, what nobody owns',
      name,
    )
    .option('--open', 'leave out what is closed')
    .option('--accepted', 'only what is accepted until a date')
    .option('--expiring <days>', 'only what was accepted and ends within so many days', days)
    .option('--overdue', 'only what people let slip')
    .action(async (filter: ListFilter) => {
      await perform(async (world) => {
        const { listFindings } = await import('./list.ts');
        const from = { ledger: await world.ledger(), tables: world.policyTables };
        return await listFindings(from, filter, world.now());
      });
    });
}

function show(noun: Command, perform: Perform): void {
  describeCommand(noun.command('show'), {
    purpose: "Show one finding's story: what happened, who decided, what it waits for",
    needs: `${NEEDS.ledger};\n  CLOSELOOP_TEMPORAL_UI for links to a Web UI elsewhere`,
    examples: ['findings show 5f2c1a9b04', `findings show ${ID} --json`],
  })
    .argument('<id>', ID_HELP)
    .action(async (id: string) => {
      await perform(async (world) => {
        const { showFinding } = await import('./show.ts');
        const [refusals, links] = [await world.refusals(), await world.links()];
        const [notices, attempts] = [await world.notices(), await world.attempts()];
        const whereTold = await world.whereTold();
        const from = { ...(await reads(world)), refusals, notices, attempts, whereTold, links };
        return await showFinding(from, id, world.now());
      });
    });
}

const RECHECK =
  'Fixed closes it; still open, it waits on as before. Refused while a step is running, and where no control verifies the type.';
const CANCEL =
  'A change that has not begun does not begin; one that runs is not interrupted, and the resource is read afterwards. Closing still follows from what is read: fixed closes it, otherwise people decide. Refused where nothing automatic is ahead: with people already, while it closes, and closed.';

const CLAIM =
  'The resource is read, and what is seen decides. Where no control verifies the type it is your word: a second person confirms it with the same command, and it closes as Fixed (attested) when the source no longer reports it.';

/** recheck, cancel and claim-fixed bind no plan. */
function commands(noun: Command, perform: Perform): void {
  const told = [
    ['recheck', 'Look at the resource now', RECHECK],
    [
      'cancel',
      'Call off what is automatic: no further change unless somebody approves one',
      CANCEL,
    ],
  ] as const;
  for (const [verb, purpose, exactly] of told) {
    const examples = [`findings ${verb} 5f2c1a9b04`, `findings ${verb} ${ID} --why "we do it"`];
    const command = describeCommand(noun.command(verb), {
      purpose,
      exactly,
      needs: NEEDS.lifecycle,
      examples,
    });
    person(command.argument('<id>', ID_HELP)).action(async (id: string, options: PersonOptions) => {
      await perform(async (world) => {
        const tell = await import('./tell.ts');
        return await tell[verb](await door(world), {
          id,
          why: options.why,
          actor: await who(options, world),
        });
      });
    });
  }
  const claim = describeCommand(noun.command('claim-fixed'), {
    purpose: 'Say that it is fixed; verification decides',
    exactly: CLAIM,
    needs: NEEDS.lifecycle,
    examples: ['findings claim-fixed 5f2c1a9b04 --evidence https://git.example/acme/infra/pull/7'],
  })
    .argument('<id>', ID_HELP)
    .requiredOption('--evidence <text>', 'what was done, in words or as a link', words);
  person(claim).action(async (id: string, options: PersonOptions & { evidence: string }) => {
    await perform(async (world) => {
      const { claimFixed } = await import('./claim.ts');
      const { evidence, why, as } = options;
      const request = { id, evidence, why, as, actor: await who(options, world) };
      return await claimFixed(await decisionDoor(world), request);
    });
  });
}
