/** The options `--why` and `--as`, and what the commands of people are run with. */
import type { Command } from 'commander';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { reasonText, singleLine } from '../cli/option-values.ts';
import type { Services } from '../connect/services.ts';
import type { Viewer } from './findings/viewer.ts';
import type { MessageDeps } from './send-message.ts';

export interface PersonOptions {
  readonly why?: string;
  readonly as?: string;
}

export const AS_HELP = 'who you are (default: your AWS sign-in, else your user name)';

export const YES_HELP = 'sign what is shown without asking; a pipe and --json do not ask either';

export function withPerson(command: Command): Command {
  return command
    .option('--why <text>', 'your reason; it is kept in the story', reasonText)
    .option('--as <name>', AS_HELP, singleLine);
}

/** For decisions: one without a reason would be refused. */
export function withRequiredReason(command: Command): Command {
  return command
    .requiredOption('--why <text>', 'required: your reason; it is kept in the story', reasonText)
    .option('--as <name>', `${AS_HELP}; where you are signed in, your sign-in counts`, singleLine);
}

export async function actorOf({ as }: PersonOptions, services: Services): Promise<string> {
  return as ?? (await services.user());
}

/** What is read before an approval is offered or sent. */
export async function approvalReads(services: Services) {
  const [ledger, tables] = [await services.ledger(), await services.policyTables()];
  return { ledger, tables, policiesDir: (await services.env()).policiesDir };
}

export async function messageDeps(services: Services): Promise<MessageDeps> {
  const { now } = services;
  const refusals = await services.refusals();
  const viewer = viewerReads(services);
  const parts = { ledger: await services.ledger(), messages: await services.messages() };
  return { ...parts, refusals, now, viewer };
}

/** Who looks at a finding. */
export function viewerReads(services: Services): (row: Lifecycle) => Promise<Viewer> {
  return async (row) => {
    const { viewerOf } = await import('./findings/viewer.ts');
    const { loadDecisions } = await import('../../policies/load.ts');
    const decisions = async () => await loadDecisions((await services.env()).policiesDir);
    const { identity } = services;
    return await viewerOf({ identity, decisions, tables: await services.policyTables() }, row);
  };
}

export async function decisionDeps(services: Services) {
  const { prove, pause, consent } = services;
  const { ledger, tables, policiesDir } = await approvalReads(services);
  const { exceptions: scopedExceptions } = services;
  const signing = { prove, pause, consent, scopedExceptions };
  return { ...(await messageDeps(services)), ledger, tables, policiesDir, ...signing };
}
