/** The noun `findings`: what was reported, its status, and what people decide. */
import type { Command } from 'commander';

import { PHASES } from '../../../domain/lifecycle/phases.ts';
import { addCommand, describeNoun, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { parseDays } from '../../cli/expiry.ts';
import { ID_HELP } from '../../cli/find-lifecycle.ts';
import { reasonText, singleLine } from '../../cli/option-values.ts';
import type { Services } from '../../connect/services.ts';
import {
  actorOf,
  approvalReads,
  decisionDeps,
  messageDeps,
  type PersonOptions,
  viewerReads,
  withPerson,
  YES_HELP,
} from '../person-options.ts';
import { decisionCommands } from './decisions.ts';
import { evidenceCommand } from './evidence/command.ts';
import type { ListFilter } from './list.ts';
import { parsePhase } from './phases.ts';

const ID = 'S3.PublicAccess:111122223333:eu-west-1:payments-logs:5f2c1a9b04';

const FILE_HELP =
  'JSON, or - for standard input: EventBridge events, ASFF findings, what `aws securityhub get-findings`, `aws sqs receive-message` or `aws logs` printed, a list or one value a line of any of them';

export function findingsCommands(noun: Command, perform: Perform): void {
  describeNoun(noun, 'See findings, decide about them, and try events');
  explain(noun, perform);
  send(noun, perform);
  list(noun, perform);
  show(noun, perform);
  evidenceCommand(noun, perform);
  decisionCommands(noun, perform);
  commands(noun, perform);
}

function explain(noun: Command, perform: Perform): void {
  addCommand(noun.command('explain'), perform, {
    purpose: 'Explain what the starter would do with an event, and why; send nothing',
    needs: `${NEEDS.nothing}; CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['findings explain samples/event.json', 'findings explain samples/event.json --json'],
    run: async (_services, file: string) => {
      const { explainFile } = await import('./explain.ts');
      return await explainFile(file);
    },
  }).argument('<file>', FILE_HELP);
}

function send(noun: Command, perform: Perform): void {
  addCommand(noun.command('send'), perform, {
    purpose: 'Process an event as the starter does: start or wake a lifecycle, or drop it',
    needs: `${NEEDS.lifecycle};\n  CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['findings send samples/event.json', 'findings send samples/event.json --json'],
    run: async (services, file: string) => {
      await services.env();
      const { sendFile } = await import('./send.ts');
      return await sendFile(file, process.env);
    },
  }).argument('<file>', FILE_HELP);
}

function list(noun: Command, perform: Perform): void {
  addCommand(noun.command('list'), perform, {
    purpose: 'List findings, the most urgent first',
    needs: NEEDS.ledger,
    examples: [
      'findings list',
      'findings list --mine',
      'findings list --open --owner payments',
      'findings list --expiring 14',
      'findings list --phase awaiting-approval --json',
    ],
    run: async (services, filter: ListFilter) => {
      const { listFindings } = await import('./list.ts');
      const { loadDecisions } = await import('../../../policies/load.ts');
      const signIn = async () => (await loadDecisions((await services.env()).policiesDir)).signIn;
      const { identity, policyTables: tables } = services;
      const ledger = await services.ledger();
      const killSwitch = async () => await ledger.killSwitch();
      const from = { ledger, killSwitch, tables, identity, signIn };
      return await listFindings(from, filter, services.now());
    },
  })
    .option('--phase <phase>', `only with this status: ${PHASES.join(', ')}`, parsePhase)
    .option(
      '--owner <team>',
      'only what this team owns; for the default team also what nobody owns',
      singleLine,
    )
    .option('--mine', 'only what you are asked now: decisions, and second signatures')
    .option('--asked <who>', 'only what this person or team is asked now', singleLine)
    .option('--open', 'without closed findings')
    .option('--accepted', 'only what is accepted until a date')
    .option('--expiring <days>', 'only what is accepted and ends within so many days', parseDays)
    .option('--overdue', 'only what missed its first deadline, also where others were asked since');
}

function show(noun: Command, perform: Perform): void {
  addCommand(noun.command('show'), perform, {
    purpose: 'Show one finding: what it waits for, its plan and its story',
    needs: `${NEEDS.ledger};\n  CLOSELOOP_TEMPORAL_UI for links to a Web UI elsewhere`,
    examples: ['findings show 5f2c1a9b04', `findings show ${ID} --json`],
    run: async (services, id: string) => {
      const { showFinding } = await import('./show.ts');
      const from = {
        ...(await approvalReads(services)),
        refusals: await services.refusals(),
        notices: await services.notices(),
        attempts: await services.attempts(),
        whereTold: await services.whereTold(),
        storyChecks: await services.storyChecks(),
        links: await services.links(),
        viewer: viewerReads(services),
      };
      return await showFinding(from, id, services.now());
    },
  }).argument('<id>', ID_HELP);
}

const RECHECK =
  'If it is compliant the finding closes; if not, its status stays. Refused while a step is running, and where no control verifies the type.';
const CANCEL =
  'A change that has not begun does not begin; one that runs is not interrupted, and the resource is checked afterwards. If it is compliant the finding closes, otherwise people decide. Refused where no automatic step follows: during human review, while it closes, and when it is closed.';
const CLAIM =
  'The resource is read, and what is found decides. Where no control verifies the type, it is an attestation: a second person confirms it with `findings confirm`, and it closes as Fixed (attested) when the source no longer reports it.';

/** recheck, cancel and claim-fixed bind no plan. */
function commands(noun: Command, perform: Perform): void {
  const texts = [
    ['recheck', 'Check the resource now', RECHECK],
    ['cancel', 'Cancel automatic steps: no further change unless somebody approves one', CANCEL],
  ] as const;
  for (const [verb, purpose, exactly] of texts) {
    const examples = [`findings ${verb} 5f2c1a9b04`, `findings ${verb} ${ID} --why "we do it"`];
    const run = async (services: Services, id: string, options: PersonOptions) => {
      const sending = await import('./send-command.ts');
      const actor = await actorOf(options, services);
      return await sending[verb](await messageDeps(services), { id, why: options.why, actor });
    };
    const text = { purpose, exactly, needs: NEEDS.lifecycle, examples };
    withPerson(addCommand(noun.command(verb), perform, { ...text, run }).argument('<id>', ID_HELP));
  }
  const claim = addCommand(noun.command('claim-fixed'), perform, {
    purpose: 'Claim that it is fixed; verification decides',
    exactly: CLAIM,
    needs: NEEDS.lifecycle,
    examples: ['findings claim-fixed 5f2c1a9b04 --evidence https://git.example/acme/infra/pull/7'],
    run: async (
      services,
      id: string,
      options: PersonOptions & { evidence: string; yes?: true },
    ) => {
      const { claimFixed } = await import('./send-command.ts');
      const { evidence, why, as, yes } = options;
      const request = { id, evidence, why, as, yes, actor: await actorOf(options, services) };
      return await claimFixed(await decisionDeps(services), request);
    },
  })
    .argument('<id>', ID_HELP)
    .requiredOption('--evidence <text>', 'what was done, in words or as a link', reasonText)
    .option('--yes', YES_HELP);
  withPerson(claim);
}
