import type { Command } from 'commander';

import type { Ledger } from '../../activities/ledger/ledger.ts';
import { commandLine } from '../cli/command-line.ts';
import { addCommand, describeNoun, NEEDS, type Perform } from '../cli/describe-command.ts';
import { reasonText, singleLine } from '../cli/option-values.ts';
import type { Reply } from '../cli/reply.ts';
import { timestamp } from '../output/time.ts';
import { wrapAfter } from '../output/wrap.ts';
import { actorOf, AS_HELP, type PersonOptions } from './person-options.ts';

/** The noun `kill-switch`. It is kept in the ledger: every worker reads it just before each write. */
export function killSwitchCommands(noun: Command, perform: Perform): void {
  describeNoun(noun, 'Stop or allow all automatic writes, everywhere at once');
  addCommand(noun.command('show'), perform, {
    purpose: 'Show whether automatic writes are stopped, by whom and why',
    needs: NEEDS.ledger,
    examples: ['kill-switch show', 'kill-switch show --json'],
    run: async (services) => await showSwitch(await services.ledger()),
  });
  flip(noun, 'on', perform);
  flip(noun, 'off', perform);
}

/** Its state, with who set it and the command that changes it. */
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

/** Records state, name and reason; a running automation is not interrupted. */
export async function setSwitch(
  ledger: Pick<Ledger, 'setKillSwitch'>,
  set: { readonly on: boolean; readonly by: string; readonly why: string },
): Promise<Reply> {
  const { on, by, why } = set;
  await ledger.setKillSwitch(on, by, why);
  const text = on
    ? 'Automatic writes are stopped from now on. A running automation is not interrupted, and its result is verified.'
    : 'Automatic writes are allowed again. Findings that the switch sent to human review stay there.';
  const next = on ? ALLOW : `Open findings: ${commandLine('findings', 'list', '--open')}`;
  return {
    json: { on, by, why },
    text: (page) => [...wrapAfter(`${page.style.green('✓')} `, text, page), next],
  };
}

/** Both require a reason, for whoever reads it later. */
function flip(noun: Command, word: 'on' | 'off', perform: Perform): void {
  const on = word === 'on';
  addCommand(noun.command(word), perform, {
    purpose: on ? 'Stop all automatic writes now' : 'Allow automatic writes again',
    needs: NEEDS.ledger,
    examples: [`kill-switch ${word} --why "${on ? 'wrong buckets are changed' : 'cause found'}"`],
    run: async (services, options: PersonOptions & { readonly why: string }) => {
      const by = await actorOf(options, services);
      return await setSwitch(await services.ledger(), { on, by, why: options.why });
    },
  })
    .requiredOption('--why <text>', 'required: your reason', reasonText)
    .option('--as <name>', AS_HELP, singleLine);
}
