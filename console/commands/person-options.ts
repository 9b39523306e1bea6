/** What every message of a person has: who says it and why. */
import type { Command } from 'commander';

import { name, words } from '../cli/option-values.ts';
import type { Services } from '../connect/services.ts';
import type { Door } from './send-message.ts';

export interface PersonOptions {
  readonly why?: string;
  readonly as?: string;
}

const WHO = 'who you are (default: your AWS sign-in, else your user name)';

export function person(command: Command): Command {
  return command
    .option('--why <text>', 'your reason; it stands in the story', words)
    .option('--as <name>', WHO, name);
}

/** Where a decision without a reason would be refused. */
export function reasoned(command: Command): Command {
  return command
    .requiredOption('--why <text>', 'needed: your reason; it stands in the story', words)
    .option('--as <name>', `${WHO}; where you are signed in, your sign-in counts instead`, name);
}

export async function who(options: PersonOptions, world: Services): Promise<string> {
  return options.as ?? (await world.user());
}

/** Who says it, as every decision names it. */
export async function said(options: PersonOptions, world: Services) {
  return { actor: await who(options, world), as: options.as };
}

/** What is asked before an approval is offered or taken. */
export async function reads(world: Services) {
  const [ledger, tables] = [await world.ledger(), await world.policyTables()];
  return { ledger, tables, policiesDir: (await world.env()).policiesDir };
}

export async function door(world: Services): Promise<Door> {
  const { now } = world;
  const refusals = await world.refusals();
  return { ledger: await world.ledger(), messages: await world.messages(), refusals, now };
}

/** A door through which decisions go. */
export async function decisionDoor(world: Services) {
  const { prove, pause } = world;
  const { ledger, tables, policiesDir } = await reads(world);
  return { ...(await door(world)), ledger, tables, policiesDir, prove, pause };
}
