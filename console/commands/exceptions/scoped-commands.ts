/** ask, confirm, extend and revoke: scoped exceptions, for a control in an account or on resources with a protected tag. */
import { type Command, InvalidArgumentError } from 'commander';

import { addCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { type End, parseEnd, resolveEnd } from '../../cli/expiry.ts';
import { SCOPED_ID_HELP } from '../../cli/find-scoped-exception.ts';
import { singleLine } from '../../cli/option-values.ts';
import type { Services } from '../../connect/services.ts';
import {
  actorOf,
  decisionDeps,
  type PersonOptions,
  withRequiredReason,
} from '../person-options.ts';
import type { ScopedAuthor } from './send-scoped.ts';

export function scopedCommands(noun: Command, perform: Perform): void {
  ask(noun, perform);
  confirm(noun, perform);
  extend(noun, perform);
  revoke(noun, perform);
}

const NEEDED = `${NEEDS.lifecycle}.\n  Your AWS sign-in proves that it is you: security leads (ownership.yaml)`;

interface Reasoned extends PersonOptions {
  readonly why: string;
}

interface AskOptions extends Reasoned {
  readonly control: string;
  readonly account?: string;
  readonly tag?: { readonly key: string; readonly value: string };
  readonly until: End;
  readonly yes?: true;
}

function ask(noun: Command, perform: Perform): void {
  const command = addCommand(noun.command('ask'), perform, {
    purpose: 'Request an exception for more than one finding; another security lead confirms',
    exactly:
      'It covers a control in an account, on resources with a protected tag (decisions.yaml), or both; never a CRITICAL finding, and never without an end. Without --yes it only lists what it would cover.',
    needs: NEEDED,
    examples: [
      'exceptions ask --control S3.PublicAccess --tag RiskAccepted=yes --until 60d --why "static sites"',
      'exceptions ask --control S3.MissingVersioning --account 111122223333 --until 30d --why "moves" --yes',
    ],
    run: async (services, options: AskOptions) => {
      const { askScoped } = await import('./ask-scoped.ts');
      const { control, yes = false } = options;
      const scope = { control, account: options.account ?? null, tag: options.tag ?? null };
      const until = resolveEnd(options.until, 'ask-scoped', services.now());
      const author = await authorOf(options, services);
      return await askScoped(await scopedDeps(services), { scope, until, sent: yes, author });
    },
  })
    .requiredOption('--control <id>', 'the control, as `controls list` shows it', singleLine)
    .option('--account <id>', 'only in this account: 12 digits', account)
    .option('--tag <key=value>', 'only on resources that have this tag now', tag)
    .requiredOption('--until <end>', 'its end: 60d, or ISO 8601 with a time zone', parseEnd)
    .option('--yes', 'send the request; without it nothing is sent');
  withRequiredReason(command);
}

function confirm(noun: Command, perform: Perform): void {
  const command = addCommand(noun.command('confirm'), perform, {
    purpose: 'Confirm what another security lead requested; without --hash, show it',
    needs: NEEDED,
    examples: ['exceptions confirm exception:3a5e09c1d2b4f687 --hash HASH --why "agreed"'],
    run: async (services, id: string, options: Reasoned & { hash?: string }) => {
      const { confirmScoped } = await import('./decide-scoped.ts');
      const author = await authorOf(options, services);
      return await confirmScoped(await scopedDeps(services), id, { hash: options.hash, author });
    },
  })
    .argument('<id>', SCOPED_ID_HELP)
    .option('--hash <hash>', 'the whole hash of what you saw: only that is confirmed');
  withRequiredReason(command);
}

function extend(noun: Command, perform: Perform): void {
  const command = addCommand(noun.command('extend'), perform, {
    purpose: 'Request a later end of a scoped exception; another security lead confirms',
    exactly: 'All extensions share one lifetime. Until it is confirmed the earlier end stays.',
    needs: NEEDED,
    examples: ['exceptions extend exception:3a5e09c1d2b4f687 --until 60d --why "needs longer"'],
    run: async (services, id: string, options: Reasoned & { until: End }) => {
      const { decideScoped } = await import('./decide-scoped.ts');
      const until = resolveEnd(options.until, 'extend-scoped', services.now());
      const author = await authorOf(options, services);
      const choice = { decision: 'extend', until, ...author } as const;
      return await decideScoped(await scopedDeps(services), id, choice);
    },
  })
    .argument('<id>', SCOPED_ID_HELP)
    .requiredOption('--until <end>', 'its new end: 60d from now, or ISO 8601', parseEnd);
  withRequiredReason(command);
}

function revoke(noun: Command, perform: Perform): void {
  const command = addCommand(noun.command('revoke'), perform, {
    purpose: 'Revoke a scoped exception, or a request for one: its findings are open again',
    exactly: 'One security lead is enough. Every finding under it is checked and triaged again.',
    needs: NEEDED,
    examples: ['exceptions revoke exception:3a5e09c1d2b4f687 --why "the sites have moved"'],
    run: async (services, id: string, options: Reasoned) => {
      const { decideScoped } = await import('./decide-scoped.ts');
      const author = await authorOf(options, services);
      return await decideScoped(await scopedDeps(services), id, { decision: 'revoke', ...author });
    },
  }).argument('<id>', SCOPED_ID_HELP);
  withRequiredReason(command);
}

async function authorOf(options: Reasoned, services: Services): Promise<ScopedAuthor> {
  return { actor: await actorOf(options, services), why: options.why };
}

async function scopedDeps(services: Services) {
  return { ...(await decisionDeps(services)), exceptions: await services.exceptions() };
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
