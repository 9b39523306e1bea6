import type { Command } from 'commander';

import type { Ledger } from '../../activities/ledger/ledger.ts';
import { commandLine } from '../cli/command-line.ts';
import { describeCommand, NEEDS, type Perform } from '../cli/describe-command.ts';
import { name, words } from '../cli/option-values.ts';
import type { Reply } from '../cli/reply.ts';
import { timestamp } from '../output/time.ts';
import { wrapAfter } from '../output/wrap.ts';

interface Flip {
  readonly why: string;
  readonly as?: string;
}

/** The noun `kill-switch`. It lives in the ledger: every worker reads it just before each write. */
export function killSwitchCommands(noun: Command, perform: Perform): void {
  const purpose = 'Stop or allow all automatic writes, everywhere at once';
  noun.summary(purpose).description(purpose);
  describeCommand(noun.command('show'), {
    purpose: 'Show whether automatic writes are stopped, by whom and why',
    needs: NEEDS.ledger,
    examples: ['kill-switch show', 'kill-switch show --json'],
  }).action(async () => {
    await perform(async (world) => await showSwitch(await world.ledger()));
  });
  flip(noun, 'on', perform);
  flip(noun, 'off', perform);
}

/** Its state, with who set it and the command that turns it round. */
export async function showSwitch(ledger: Pick<Ledger, 'killSwitch'>): Promise<Reply> {
  const { on, by, why, at = null } = await ledger.killSwitch();
  const since = at === null ? '' : ` since ${timestamp(at)} UTC`;
  return {
    json: { on, by, why, at },
    text: (page) => {
      const { style } = page;
      if (on) {
        const stopped = `: automatic writes are stopped${since} by ${by}: ${why}`;
        return [...wrapAfter('', style.red('on') + stopped, page), ALLOW];
      }
      const set = at === null ? '' : `,${since} by ${by}: ${why}`;
      const allowed = `: automatic writes are allowed${set}.`;
      return [...wrapAfter('', style.green('off') + allowed, page), STOP];
    },
  };
}

const ALLOW = `Allow them again: ${commandLine('kill-switch', 'off', '--why', 'your reason')}`;
const STOP = `Stop them: ${commandLine('kill-switch', 'on', '--why', 'your reason')}`;

/** Writes state, name and reason; nothing that is under way is interrupted. */
export async function setSwitch(
  ledger: Pick<Ledger, 'setKillSwitch'>,
  set: { readonly on: boolean; readonly by: string; readonly why: string },
): Promise<Reply> {
  const { on, by, why } = set;
  await ledger.setKillSwitch(on, by, why);
  const text = on
    ? 'Automatic writes are stopped from the next one on. A running automation is not interrupted: it is verified as always.'
    : 'Automatic writes are allowed again. Findings that the switch handed to people stay with them.';
  const next = on ? ALLOW : `Now: ${commandLine('findings', 'list', '--open')}`;
  return {
    json: { on, by, why },
    text: (page) => [...wrapAfter(`${page.style.green('✓')} `, text, page), next],
  };
}

/** Both say why: whoever wonders later reads it. */
function flip(noun: Command, word: 'on' | 'off', perform: Perform): void {
  const on = word === 'on';
  const command = describeCommand(noun.command(word), {
    purpose: on ? 'Stop all automatic writes now' : 'Allow automatic writes again',
    needs: NEEDS.ledger,
    examples: [`kill-switch ${word} --why "${on ? 'wrong buckets are changed' : 'cause found'}"`],
  });
  command.requiredOption('--why <text>', 'your reason', words);
  command.option(
    '--as <name>',
    'who you are (default: your AWS sign-in, else your user name)',
    name,
  );
  command.action(async ({ why, as }: Flip) => {
    await perform(async (world) => {
      const by = as ?? (await world.user());
      return await setSwitch(await world.ledger(), { on, by, why });
    });
  });
}
