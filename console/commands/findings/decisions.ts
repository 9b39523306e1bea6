/** The commands by which people decide: approve, reject, accept, extend, revoke, assign, claim. */
import type { Command } from 'commander';

import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { describeCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { days, endOf, until } from '../../cli/expiry.ts';
import { ID_HELP } from '../../cli/find-lifecycle.ts';
import { name } from '../../cli/option-values.ts';
import { decisionDoor, type PersonOptions, person, reasoned, said } from '../person-options.ts';

export function decisionCommands(noun: Command, perform: Perform): void {
  planDecisions(noun, perform);
  acceptances(noun, perform);
  revocation(noun, perform);
  undoing(noun, perform);
  assignment(noun, perform);
  claiming(noun, perform);
}

interface Options extends PersonOptions {
  readonly wait: boolean;
}

const NEEDED = `${NEEDS.lifecycle}.\n  Your AWS sign-in proves that it is you; without one the decision goes out as a request`;

/** Each decision is checked after it was taken in: people wait for that, scripts need not. */
function waits(command: Command): Command {
  return command.option('--no-wait', 'do not wait until the decision has been checked');
}

/** approve and reject bind the plan that was seen, so they take its hash. */
function planDecisions(noun: Command, perform: Perform): void {
  const verbs = [
    ['approve', 'Approve exactly the plan you saw; without --plan, show it'],
    ['reject', 'Reject exactly the plan you saw; without --plan, show it'],
  ] as const;
  for (const [decision, purpose] of verbs) {
    const command = describeCommand(noun.command(decision), {
      purpose,
      needs: NEEDED,
      examples: [
        `findings ${decision} 5f2c1a9b04`,
        `findings ${decision} 5f2c1a9b04 --plan HASH --why "checked with the team"`,
      ],
    })
      .argument('<id>', ID_HELP)
      .option('--plan <hash>', 'the whole hash of the plan you saw: only that plan is decided');
    waits(person(command)).action(async (id: string, options: Options & { plan?: string }) => {
      await perform(async (world) => {
        const { decide } = await import('./decide.ts');
        const { whyWritesStopped } = await import('./writes-stopped.ts');
        const { plan, why, wait } = options;
        const from = await decisionDoor(world);
        const stopped = async (row: Lifecycle) => await whyWritesStopped(from, row);
        const request = { id, decision, plan, why, wait, ...(await said(options, world)) };
        return await decide({ ...from, stopped }, request);
      });
    });
  }
}

const ACCEPT =
  'Security Hub shows it as SUPPRESSED until then; people are told before the end, and at the end it comes back. How long is allowed, and from which severity a second person confirms, is policy (deadlines.yaml). A second person names the same end: `findings show` prints the exact command. Allowed while people decide or an approval is awaited.';
const EXTEND =
  'The new end counts from now and is later than the present one; all extensions of an exception share one lifetime. As with accept, policy may ask for a second person. Allowed while it is accepted.';

/** accept and extend end at a date: there is no exception without an end. */
function acceptances(noun: Command, perform: Perform): void {
  const verbs = [
    ['accept', 'Accept the risk of a finding until a date', ACCEPT],
    ['extend', 'Extend an accepted finding until a later date', EXTEND],
  ] as const;
  for (const [decision, purpose, exactly] of verbs) {
    const command = describeCommand(noun.command(decision), {
      purpose,
      exactly,
      needs: NEEDED,
      examples: [
        `findings ${decision} 5f2c1a9b04 --days 30 --why "moves to the new account in March"`,
        `findings ${decision} 5f2c1a9b04 --until 2026-12-31T00:00:00Z --why "as agreed"`,
      ],
    })
      .argument('<id>', ID_HELP)
      .option('--days <number>', 'it ends so many days from now, to the minute', days)
      .option('--until <instant>', 'it ends then: ISO 8601 with a time zone', until);
    type End = { days?: number; until?: string };
    waits(reasoned(command)).action(async (id: string, options: Options & End) => {
      await perform(async (world) => {
        const { accept } = await import('./accept.ts');
        const { why, wait } = options;
        // Before anything is connected: an end that is wrong needs no server.
        const written = endOf({ days: options.days, until: options.until }, decision, world.now());
        const end = { days: undefined, until: written };
        const request = { id, decision, end, why, wait, ...(await said(options, world)) };
        return await accept(await decisionDoor(world), request);
      });
    });
  }
}

const UNDO =
  'You ask, and Closeloop makes a plan that restores the settings it found before its fix; another person approves exactly that plan with `findings approve`. Refused where the fix cannot be taken back (`controls list`), and where the resource is not as the fix left it. Then the finding is open again, and no machine changes it without a person. A finding that has closed is opened again for it; closes again if nobody approves in time.';

function undoing(noun: Command, perform: Perform): void {
  const command = describeCommand(noun.command('undo'), {
    purpose: 'Take back what Closeloop changed; a second person approves it',
    exactly: UNDO,
    needs: NEEDED,
    examples: [
      'findings undo 5f2c1a9b04 --why "the website needs it"',
      'findings approve 5f2c1a9b04    # a second person, who is shown the plan',
    ],
  }).argument('<id>', ID_HELP);
  waits(reasoned(command)).action(async (id: string, options: Options) => {
    await perform(async (world) => {
      const { undo } = await import('./undo.ts');
      const { why, wait } = options;
      return await undo(await decisionDoor(world), {
        id,
        why,
        wait,
        ...(await said(options, world)),
      });
    });
  });
}

function revocation(noun: Command, perform: Perform): void {
  const command = describeCommand(noun.command('revoke'), {
    purpose: 'Revoke an acceptance: the finding comes back now',
    exactly:
      'Security Hub shows it as NEW again, the resource is read, and what is still open is triaged anew: where policy says so it is fixed at once. Allowed while it is accepted.',
    needs: NEEDED,
    examples: ['findings revoke 5f2c1a9b04 --why "the reason is gone"'],
  }).argument('<id>', ID_HELP);
  waits(reasoned(command)).action(async (id: string, options: Options) => {
    await perform(async (world) => {
      const { revoke } = await import('./accept.ts');
      const { why, wait } = options;
      const request = { id, why, wait, ...(await said(options, world)) };
      return await revoke(await decisionDoor(world), request);
    });
  });
}

const WHOSE =
  'The present owner, the default team and leads may do it. The new team is asked from now on, with a deadline of its own; it has no say over a plan that waits already.';

function assignment(noun: Command, perform: Perform): void {
  const command = describeCommand(noun.command('assign'), {
    purpose: 'Give a finding to another team, which is asked from now on',
    exactly: WHOSE,
    needs: NEEDED,
    examples: ['findings assign 5f2c1a9b04 --team platform --why "they run this cluster"'],
  })
    .argument('<id>', ID_HELP)
    .requiredOption('--team <slug>', 'a team of the ownership table', name);
  waits(reasoned(command)).action(async (id: string, options: Options & { team: string }) => {
    await perform(async (world) => {
      const { assign } = await import('./assign.ts');
      const { team, why, wait } = options;
      const request = { id, team, why, wait, ...(await said(options, world)) };
      return await assign(await decisionDoor(world), request);
    });
  });
}

function claiming(noun: Command, perform: Perform): void {
  const command = describeCommand(noun.command('claim'), {
    purpose: 'Give a finding to your own team, as assign does',
    exactly: `Your team is the one whose members name you (--as, or your user name). ${WHOSE}`,
    needs: NEEDED,
    examples: ['findings claim 5f2c1a9b04 --as ana@example.com --why "this bucket is ours"'],
  }).argument('<id>', ID_HELP);
  waits(reasoned(command)).action(async (id: string, options: Options) => {
    await perform(async (world) => {
      const { claim } = await import('./assign.ts');
      const { why, wait } = options;
      const request = { id, why, wait, ...(await said(options, world)) };
      return await claim(await decisionDoor(world), request);
    });
  });
}
