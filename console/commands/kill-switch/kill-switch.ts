import type { Command } from 'commander';

import type { Ledger } from '../../../activities/ledger/ledger.ts';
import { addCommand, describeNoun, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { reasonText, singleLine } from '../../cli/option-values.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Services } from '../../connect/services.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { actorOf, AS_HELP, type PersonOptions, YES_HELP } from '../person-options.ts';
import { ASK, CONFIRM, STOP } from './words.ts';

const NO_REASON = 'no reason was given';

/** The noun `kill-switch`. Every write asks it just before it begins. */
export function killSwitchCommands(noun: Command, perform: Perform): void {
  describeNoun(noun, 'Stop all automatic writes at once; two people allow them again');
  addCommand(noun.command('show'), perform, {
    purpose: 'Show whether automatic writes are stopped, by whom and why',
    needs: NEEDS.ledger,
    examples: ['kill-switch show', 'kill-switch show --json'],
    run: async (services) => await showSwitch(await services.ledger()),
  });
  stopCommand(noun.command('on'), 'kill-switch on', perform);
  release(noun, 'off', perform);
  release(noun, 'confirm', perform);
}

const STOPS =
  'It needs no option and asks nothing. It counts from the moment it is in the ledger, also while Temporal is down; all channels are told. A running automation is not interrupted, and its result is verified. Two people release it: kill-switch off, then kill-switch confirm.';

/** `stop`, and `kill-switch on`: the same. */
export function stopCommand(command: Command, words: string, perform: Perform): void {
  addCommand(command, perform, {
    purpose: 'Stop all automatic writes now',
    exactly: STOPS,
    needs: `${NEEDS.ledger};\n  CLOSELOOP_TOPIC_ARN to tell the channels from here; Temporal for closeloop-runtime to\n  remember it: without them it stops all the same`,
    examples: [words, `${words} --why "wrong buckets are changed"`],
    run: async (services, options: PersonOptions) => {
      const { stopWrites } = await import('./stop.ts');
      const by = await actorOf(options, services);
      return await stopWrites(await stopDeps(services), { by, why: options.why ?? NO_REASON });
    },
  })
    .option('--why <text>', 'your reason, for whoever reads it', reasonText)
    .option('--as <name>', AS_HELP, singleLine);
}

async function stopDeps(services: Services) {
  const { topicArn } = await services.env();
  return {
    ledger: await services.ledger(),
    tables: services.policyTables,
    topic: topicArn === null ? null : { topicArn, sns: await services.sns() },
    messages: services.messages,
    prove: services.prove,
    now: services.now,
  };
}

const TEXTS = {
  off: {
    purpose: 'Ask to allow automatic writes again; a second person confirms',
    exactly:
      'You sign the request with your AWS credentials, and another person runs kill-switch confirm: until then nothing is written. Who may: people of the default team and security leads. Findings that the switch sent to human review stay there.',
    why: 'cause found',
  },
  confirm: {
    purpose: 'Confirm, as the second person, that automatic writes are allowed again',
    exactly:
      'You are shown who stopped, who asks to release it and why, and sign exactly that with your AWS credentials. closeloop-runtime checks both signatures: no record in the ledger releases the switch.',
    why: 'I looked at it too',
  },
} as const;

function release(noun: Command, word: 'off' | 'confirm', perform: Perform): void {
  const { purpose, exactly, why } = TEXTS[word];
  const decision = word === 'off' ? 'ask-release' : 'confirm-release';
  const command = addCommand(noun.command(word), perform, {
    purpose,
    exactly,
    needs: NEEDS.lifecycle,
    examples: [`kill-switch ${word} --why "${why}"`],
    run: async (services, options: PersonOptions & { readonly yes?: true }) => {
      const { releaseSwitch } = await import('./release.ts');
      const actor = await actorOf(options, services);
      const deps = {
        ledger: await services.ledger(),
        messages: await services.messages(),
        consent: services.consent,
        prove: services.prove,
      };
      const said = { why: options.why ?? null, yes: options.yes === true };
      return await releaseSwitch(deps, { decision, actor, ...said });
    },
  });
  const WHY = 'your reason, for whoever reads it';
  (word === 'off'
    ? command.requiredOption('--why <text>', `required: ${WHY}`, reasonText)
    : command.option('--why <text>', WHY, reasonText)
  )
    .option('--as <name>', AS_HELP, singleLine)
    .option('--yes', YES_HELP);
}

/** Its state, with who set it and the command that changes it. */
export async function showSwitch(ledger: Pick<Ledger, 'killSwitch'>): Promise<Reply> {
  const { on, by, why, at = null, request = null } = await ledger.killSwitch();
  const since = at === null ? '' : ` since ${timestamp(at)} UTC`;
  return {
    json: { on, by, why, at, request },
    text: (page) => {
      const { style } = page;
      if (!on) {
        const set = at === null ? '' : `,${since} by ${by}: ${why}`;
        const allowed = `: automatic writes are allowed${set}.`;
        return [...wrapAfter('', style.green('off') + allowed, page), `Stop them: ${STOP}`];
      }
      const stopped = `: automatic writes are stopped${since} by ${by}: ${why}`;
      const asked = `${request?.by ?? ''} asks to allow them again: ${request?.why ?? ''}`;
      return [
        ...wrapAfter('', style.red('on') + stopped, page),
        ...(request === null ? [`Allow them again: ${ASK}`] : wrapAfter('', asked, page)),
        ...(request === null ? [] : [`A second person confirms: ${CONFIRM}`]),
      ];
    },
  };
}
