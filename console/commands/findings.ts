/** The noun `findings`: what was reported, where it stands, and what people say to it. */
import type { Command } from 'commander';

import { ID_HELP } from '../find-lifecycle.ts';
import { leaf, NEEDS, type Perform } from '../leaf.ts';
import type { World } from '../world.ts';
import { PHASES, phase } from './phases.ts';
import type { Door } from './say.ts';

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
  decisions(noun, perform);
  commands(noun, perform);
}

function explain(noun: Command, perform: Perform): void {
  leaf(noun.command('explain'), {
    purpose: 'Explain what the starter would do with an event, and why; send nothing',
    needs: `${NEEDS.nothing}; CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['findings explain event.json', 'findings explain event.json --json'],
  })
    .argument('<file>', FILE_HELP)
    .action(async (file: string) => {
      await perform(async () => {
        const { explainFile } = await import('./findings-explain.ts');
        return await explainFile(file);
      });
    });
}

function send(noun: Command, perform: Perform): void {
  leaf(noun.command('send'), {
    purpose: 'Do with an event what the starter would do: start, wake or drop',
    needs: `${NEEDS.lifecycle};\n  CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['findings send event.json', 'findings send event.json --json'],
  })
    .argument('<file>', FILE_HELP)
    .action(async (file: string) => {
      await perform(async (world) => {
        await world.env();
        const { sendFile } = await import('./findings-send.ts');
        return await sendFile(file, process.env);
      });
    });
}

function list(noun: Command, perform: Perform): void {
  leaf(noun.command('list'), {
    purpose: 'List findings, the most urgent first',
    needs: NEEDS.ledger,
    examples: [
      'findings list',
      'findings list --open --owner payments',
      'findings list --phase awaiting-approval --json',
    ],
  })
    .option('--phase <phase>', `only this phase: ${PHASES.join(', ')}`, phase)
    .option('--owner <team>', 'only what this team owns')
    .option('--open', 'leave out what is closed')
    .action(async (filter: { phase?: string; owner?: string; open?: boolean }) => {
      await perform(async (world) => {
        const { listFindings } = await import('./findings-list.ts');
        return await listFindings(await world.ledger(), filter, world.now());
      });
    });
}

function show(noun: Command, perform: Perform): void {
  leaf(noun.command('show'), {
    purpose: "Show one finding's story: what happened, who decided, what it waits for",
    needs: `${NEEDS.ledger};\n  CLOSELOOP_TEMPORAL_UI for links to a Web UI elsewhere`,
    examples: ['findings show 5f2c1a9b04', `findings show ${ID} --json`],
  })
    .argument('<id>', ID_HELP)
    .action(async (id: string) => {
      await perform(async (world) => {
        const { showFinding } = await import('./findings-show.ts');
        const from = { ledger: await world.ledger(), links: await world.links() };
        return await showFinding(from, id, world.now());
      });
    });
}

/** Who says it and why: on every message of a person. */
interface PersonOptions {
  readonly why?: string;
  readonly as?: string;
}

/** approve and reject bind the plan that was seen, so they take its hash. */
function decisions(noun: Command, perform: Perform): void {
  const said = [
    ['approve', 'Approve exactly the plan you saw; without --plan, show it'],
    ['reject', 'Reject exactly the plan you saw; without --plan, show it'],
  ] as const;
  for (const [decision, purpose] of said) {
    const command = leaf(noun.command(decision), {
      purpose,
      needs: NEEDS.lifecycle,
      examples: [
        `findings ${decision} 5f2c1a9b04`,
        `findings ${decision} 5f2c1a9b04 --plan HASH --why "checked with the team"`,
      ],
    })
      .argument('<id>', ID_HELP)
      .option('--plan <hash>', 'the whole hash of the plan you saw: only that plan is decided');
    person(command).action(async (id: string, options: PersonOptions & { plan?: string }) => {
      await perform(async (world) => {
        const { decide } = await import('./findings-decide.ts');
        const { plan, why } = options;
        return await decide(await door(world), {
          id,
          decision,
          plan,
          why,
          actor: who(options, world),
        });
      });
    });
  }
}

/** recheck, cancel and claim-fixed bind no plan. */
function commands(noun: Command, perform: Perform): void {
  const told = [
    ['recheck', 'Look at the resource now'],
    ['cancel', 'Stop all automatic steps of a finding: back to people'],
  ] as const;
  for (const [verb, purpose] of told) {
    const examples = [`findings ${verb} 5f2c1a9b04`, `findings ${verb} ${ID} --why "we do it"`];
    const command = leaf(noun.command(verb), { purpose, needs: NEEDS.lifecycle, examples });
    person(command.argument('<id>', ID_HELP)).action(async (id: string, options: PersonOptions) => {
      await perform(async (world) => {
        const tell = await import('./findings-tell.ts');
        return await tell[verb](await door(world), {
          id,
          why: options.why,
          actor: who(options, world),
        });
      });
    });
  }
  const claim = leaf(noun.command('claim-fixed'), {
    purpose: 'Say that it is fixed; verification decides',
    needs: NEEDS.lifecycle,
    examples: ['findings claim-fixed 5f2c1a9b04 --evidence https://git.example/acme/infra/pull/7'],
  })
    .argument('<id>', ID_HELP)
    .requiredOption('--evidence <text>', 'what was done, in words or as a link');
  person(claim).action(async (id: string, options: PersonOptions & { evidence: string }) => {
    await perform(async (world) => {
      const { claimFixed } = await import('./findings-tell.ts');
      const { evidence, why } = options;
      return await claimFixed(await door(world), { id, evidence, why, actor: who(options, world) });
    });
  });
}

function person(command: Command): Command {
  return command
    .option('--why <text>', 'your reason; it stands in the story')
    .option('--as <name>', 'who you are (default: your user name)');
}

function who(options: PersonOptions, world: World): string {
  return options.as ?? world.user();
}

async function door(world: World): Promise<Door> {
  return { ledger: await world.ledger(), messages: await world.messages() };
}
