/** ask, confirm, extend and revoke: exceptions for a control in an account or on resources with a protected tag. */
import { type Command, InvalidArgumentError } from 'commander';

import { describeCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { type End, endOf, endWritten } from '../../cli/expiry.ts';
import { SCOPED_ID_HELP } from '../../cli/find-scoped-exception.ts';
import { name } from '../../cli/option-values.ts';
import type { Services } from '../../connect/services.ts';
import { decisionDoor, type PersonOptions, reasoned, who } from '../person-options.ts';

export function widerCommands(noun: Command, perform: Perform): void {
  asking(noun, perform);
  confirming(noun, perform);
  extending(noun, perform);
  revoking(noun, perform);
}

const NEEDED = `${NEEDS.lifecycle}.\n  Your AWS sign-in proves that it is you: security leads (ownership.yaml)`;

interface Said extends PersonOptions {
  readonly why: string;
}

interface AskOptions extends Said {
  readonly control: string;
  readonly account?: string;
  readonly tag?: { readonly key: string; readonly value: string };
  readonly until: End;
  readonly yes?: true;
}

function asking(noun: Command, perform: Perform): void {
  const command = describeCommand(noun.command('ask'), {
    purpose: 'Ask for an exception wider than one finding; another security lead confirms',
    exactly:
      'It covers a control in an account, on resources with a protected tag (decisions.yaml), or both; never a CRITICAL finding, and never without an end. Without --yes it only lists what it would be about.',
    needs: NEEDED,
    examples: [
      'exceptions ask --control S3.PublicAccess --tag RiskAccepted=yes --until 60d --why "static sites"',
      'exceptions ask --control S3.MissingVersioning --account 111122223333 --until 30d --why "moves" --yes',
    ],
  })
    .requiredOption('--control <id>', 'the control, as `controls list` shows it', name)
    .option('--account <id>', 'only in this account: 12 digits', account)
    .option('--tag <key=value>', 'only on resources with this tag, read live', tag)
    .requiredOption('--until <end>', 'its end: 60d, or ISO 8601 with a time zone', endWritten)
    .option('--yes', 'ask; without it nothing is sent');
  reasoned(command).action(async (options: AskOptions) => {
    await perform(async (world) => {
      const { askWider } = await import('./scoped-ask.ts');
      const { control, why, yes = false } = options;
      const scope = { control, account: options.account ?? null, tag: options.tag ?? null };
      const until = endOf(options.until, 'ask-wider', world.now());
      const saying = { actor: await who(options, world), why };
      return await askWider(await widerDoor(world), { scope, until, sent: yes, saying });
    });
  });
}

function confirming(noun: Command, perform: Perform): void {
  const command = describeCommand(noun.command('confirm'), {
    purpose: 'Confirm what another security lead asked for; without --hash, show it',
    needs: NEEDED,
    examples: ['exceptions confirm exception:3a5e09c1d2b4f687 --hash HASH --why "agreed"'],
  })
    .argument('<id>', SCOPED_ID_HELP)
    .option('--hash <hash>', 'the whole hash of what you saw: only that is confirmed');
  reasoned(command).action(async (id: string, options: Said & { hash?: string }) => {
    await perform(async (world) => {
      const { confirmWider } = await import('./scoped-decide.ts');
      const saying = { actor: await who(options, world), why: options.why };
      return await confirmWider(await widerDoor(world), { id, hash: options.hash, saying });
    });
  });
}

function extending(noun: Command, perform: Perform): void {
  const command = describeCommand(noun.command('extend'), {
    purpose: 'Ask for a later end of a wider exception; another security lead confirms',
    exactly: 'All extensions share one lifetime. Until it is confirmed the earlier end holds.',
    needs: NEEDED,
    examples: ['exceptions extend exception:3a5e09c1d2b4f687 --until 60d --why "needs longer"'],
  })
    .argument('<id>', SCOPED_ID_HELP)
    .requiredOption('--until <end>', 'its new end: 60d from now, or ISO 8601', endWritten);
  reasoned(command).action(async (id: string, options: Said & { until: End }) => {
    await perform(async (world) => {
      const { extendWider } = await import('./scoped-decide.ts');
      const until = endOf(options.until, 'extend-wider', world.now());
      const saying = { actor: await who(options, world), why: options.why };
      return await extendWider(await widerDoor(world), { id, until, saying });
    });
  });
}

function revoking(noun: Command, perform: Perform): void {
  const command = describeCommand(noun.command('revoke'), {
    purpose: 'Revoke a wider exception, or a request for one: what it covers comes back',
    exactly: 'One security lead is enough. Every finding under it is looked at and triaged anew.',
    needs: NEEDED,
    examples: ['exceptions revoke exception:3a5e09c1d2b4f687 --why "the sites have moved"'],
  }).argument('<id>', SCOPED_ID_HELP);
  reasoned(command).action(async (id: string, options: Said) => {
    await perform(async (world) => {
      const { revokeWider } = await import('./scoped-decide.ts');
      const saying = { actor: await who(options, world), why: options.why };
      return await revokeWider(await widerDoor(world), { id, saying });
    });
  });
}

async function widerDoor(world: Services) {
  return { ...(await decisionDoor(world)), exceptions: await world.exceptions() };
}

function account(given: string): string {
  if (/^\d{12}$/.test(given)) return given;
  throw new InvalidArgumentError('Expected an account id of 12 digits.');
}

function tag(given: string): { readonly key: string; readonly value: string } {
  const at = given.indexOf('=');
  const [key, value] = [given.slice(0, at), given.slice(at + 1)];
  if (at > 0 && value !== '' && key.length <= 128 && value.length <= 256) return { key, value };
  throw new InvalidArgumentError('Expected KEY=VALUE, for example RiskAccepted=yes.');
}
