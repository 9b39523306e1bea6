/** The commands by which people decide: approve, reject, confirm, accept, extend, revoke, undo, assign, claim. */
import type { Command } from 'commander';

import { type CommandText, addCommand, NEEDS, type Perform } from '../../cli/describe-command.ts';
import { parseDays, parseUntil, resolveEnd } from '../../cli/expiry.ts';
import { ID_HELP } from '../../cli/find-lifecycle.ts';
import { isScopedId } from '../../cli/find-scoped-exception.ts';
import { singleLine } from '../../cli/option-values.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Services } from '../../connect/services.ts';
import {
  actorOf,
  decisionDeps,
  type PersonOptions,
  withPerson,
  withRequiredReason,
  YES_HELP,
} from '../person-options.ts';
import type { ApprovalDeps } from './decide.ts';
import type { Author } from './send-decision.ts';

type Deps = Awaited<ReturnType<typeof decisionDeps>>;
type Request = Author & { readonly id: string };
type Options = PersonOptions & { readonly wait: boolean; readonly yes?: true };

/** A command that decides about one finding. */
interface DecisionCommand<More> {
  readonly text: Omit<CommandText, 'needs'>;
  /** Adds options of its own. */
  readonly options: (command: Command) => Command;
  readonly run: (deps: Deps, request: Request, options: Options & More) => Promise<Reply>;
  /** Checks options before anything is connected. */
  readonly check?: (options: More, services: Services) => void;
}

export function decisionCommands(noun: Command, perform: Perform): void {
  for (const decision of ['approve', 'reject'] as const) {
    add(noun.command(decision), perform, planDecision(decision));
  }
  add(noun.command('confirm'), perform, confirming);
  add(noun.command('accept'), perform, acceptance('accept', ACCEPT));
  add(noun.command('extend'), perform, acceptance('extend', EXTEND));
  add(noun.command('revoke'), perform, revocation);
  add(noun.command('undo'), perform, undoing);
  add(noun.command('assign'), perform, assignment);
  add(noun.command('claim'), perform, claiming);
}

const NEEDED = `${NEEDS.lifecycle}.\n  Your AWS sign-in proves that it is you; without one the decision is only a request`;

/** Each decision is checked after it was received: people wait for the result, scripts need not. */
function add<More>(command: Command, perform: Perform, decision: DecisionCommand<More>): void {
  const { text, options: withOptions, run, check } = decision;
  addCommand(command, perform, {
    ...text,
    needs: NEEDED,
    run: async (services, id: string, options: Options & More) => {
      check?.(options, services);
      const { why, as, wait, yes } = options;
      const request = { id, why, as, wait, yes, actor: await actorOf(options, services) };
      return await run(await decisionDeps(services), request, options);
    },
  }).argument('<id>', ID_HELP);
  withOptions(command)
    .option('--yes', YES_HELP)
    .option('--no-wait', 'do not wait until the decision has been checked');
}

const PLAN = 'the whole hash of the plan you saw: only that plan is decided';

/** approve and reject bind the plan that the person saw, so they take its hash. */
function planDecision(decision: 'approve' | 'reject'): DecisionCommand<{ readonly plan?: string }> {
  const verb = decision === 'approve' ? 'Approve' : 'Reject';
  return {
    text: {
      purpose: `${verb} exactly the plan you saw; without --plan, show it`,
      examples: [
        `findings ${decision} 5f2c1a9b04`,
        `findings ${decision} 5f2c1a9b04 --plan HASH --why "checked with the team"`,
      ],
    },
    options: (command) => withPerson(command.option('--plan <hash>', PLAN)),
    run: async (deps, request, { plan }) => {
      const { decide } = await import('./decide.ts');
      return await decide(await withStopped(deps), { ...request, decision, plan });
    },
  };
}

async function withStopped(deps: Deps): Promise<ApprovalDeps> {
  const { whyWritesStopped } = await import('./writes-stopped.ts');
  return { ...deps, stopped: async (row) => await whyWritesStopped(deps, row) };
}

const confirming: DecisionCommand<object> = {
  text: {
    purpose: 'Confirm, as the second person, what another person requested',
    exactly:
      'You sign exactly what the first person requested: the same plan, the same end. It is shown before you sign. Who requested it cannot confirm it. Of an undo that is the plan that Closeloop made for it, which `findings approve` approves too. It also takes the id of a scoped exception; the kill switch has `kill-switch confirm`.',
    examples: [
      'findings confirm 5f2c1a9b04',
      'findings confirm 5f2c1a9b04 --why "checked with the team"',
      'findings confirm exception:3a5e09c1d2b4f687',
    ],
  },
  options: withPerson,
  run: async (deps, request) => {
    if (isScopedId(request.id)) {
      const { confirmShown } = await import('../exceptions/confirm-shown.ts');
      const exceptions = await deps.scopedExceptions();
      return await confirmShown({ ...deps, exceptions }, request);
    }
    const { confirm } = await import('./confirm.ts');
    return await confirm(await withStopped(deps), request);
  },
};

const ACCEPT = {
  purpose: 'Accept the risk of a finding until a date',
  exactly:
    'Security Hub shows it as SUPPRESSED until then; people are notified before the end, and at the end it is open again. Policy (deadlines.yaml) says how long is allowed, and from which severity a second person confirms. A second person runs `findings confirm`. Allowed during human review, and while an approval or a merge is awaited.',
};
const EXTEND = {
  purpose: 'Extend an accepted finding until a later date',
  exactly:
    'The new end counts from now and is later than the present one; all extensions of an exception share one lifetime. As with accept, policy may require a second person. Allowed while it is accepted.',
};

/** accept and extend end at a date: there is no exception without an end. */
function acceptance(
  decision: 'accept' | 'extend',
  text: Pick<CommandText, 'purpose' | 'exactly'>,
): DecisionCommand<{ readonly days?: number; readonly until?: string }> {
  return {
    text: {
      ...text,
      examples: [
        `findings ${decision} 5f2c1a9b04 --days 30 --why "moves to the new account in March"`,
        `findings ${decision} 5f2c1a9b04 --until 2026-12-31T00:00:00Z --why "as agreed"`,
      ],
    },
    options: (command) =>
      withRequiredReason(
        command
          .option(
            '--days <number>',
            'end the acceptance this many days from today, at 00:00 UTC',
            parseDays,
          )
          .option(
            '--until <instant>',
            'end it at this instant: ISO 8601 with a time zone',
            parseUntil,
          ),
      ),
    check: ({ days, until }, { now }) => void resolveEnd({ days, until }, decision, now()),
    run: async (deps, request, { days, until }) => {
      const { accept } = await import('./accept.ts');
      return await accept(deps, { ...request, decision, end: { days, until } });
    },
  };
}

const revocation: DecisionCommand<object> = {
  text: {
    purpose: 'Revoke an acceptance: the finding is open again now',
    exactly:
      'Security Hub shows it as NEW again and the resource is checked. If it is still not compliant, the finding is triaged again, and fixed at once where policy says so. Allowed while it is accepted.',
    examples: ['findings revoke 5f2c1a9b04 --why "the reason is gone"'],
  },
  options: withRequiredReason,
  run: async (deps, request) => {
    const { decideOn } = await import('./send-decision.ts');
    return await decideOn(deps, request, { decision: 'revoke' });
  },
};

const undoing: DecisionCommand<object> = {
  text: {
    purpose: 'Undo what Closeloop changed; a second person approves it',
    exactly:
      'You request it, and Closeloop makes a plan that restores the settings from before its fix; another person approves exactly that plan with `findings confirm`. Refused where the fix cannot be undone (`controls list`), and where the resource has changed since the fix. Then the finding is open again, and nothing changes it without a decision. A closed finding is opened again for it, and closes again if nobody approves in time.',
    examples: [
      'findings undo 5f2c1a9b04 --why "the website needs it"',
      'findings confirm 5f2c1a9b04    # a second person, who is shown the plan',
    ],
  },
  options: withRequiredReason,
  run: async (deps, request) => await (await import('./undo.ts')).undo(deps, request),
};

const WHO_MAY_ASSIGN =
  'The present owner, the default team and leads may do it. The new team is asked from now on, and has what is left of the present deadline; it cannot decide about a plan that already waits.';

const assignment: DecisionCommand<{ readonly team: string }> = {
  text: {
    purpose: 'Assign a finding to another team, which is asked from now on',
    exactly: WHO_MAY_ASSIGN,
    examples: ['findings assign 5f2c1a9b04 --team platform --why "they run this cluster"'],
  },
  options: (command) =>
    withRequiredReason(
      command.requiredOption('--team <slug>', 'a team of the ownership table', singleLine),
    ),
  run: async (deps, request, { team }) => {
    return await (await import('./assign.ts')).assign(deps, { ...request, team });
  },
};

const claiming: DecisionCommand<object> = {
  text: {
    purpose: 'Assign a finding to your own team',
    exactly: `Your team is the one whose members include you, under any name that sign_in of decisions.yaml has for you. ${WHO_MAY_ASSIGN}`,
    examples: ['findings claim 5f2c1a9b04 --as ana@example.com --why "this bucket is ours"'],
  },
  options: withRequiredReason,
  run: async (deps, request) => {
    const [{ claim }, { loadDecisions }] = await Promise.all([
      import('./assign.ts'),
      import('../../../policies/load.ts'),
    ]);
    const { signIn } = await loadDecisions(deps.policiesDir);
    return await claim({ ...deps, signIn }, request);
  },
};
