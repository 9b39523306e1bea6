/** Two people allow automatic writes again: one asks, another confirms exactly that. Both sign with AWS credentials. */
import { randomUUID } from 'node:crypto';

import type { KillSwitch, Ledger } from '../../../activities/ledger/ledger.ts';
import type { LifecycleClient } from '../../../client/lifecycle-client.ts';
import { requestText, sameStops, stopsOf } from '../../../domain/kill-switch.ts';
import type { SwitchDecision, SwitchResult } from '../../../domain/kill-switch.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import type { Consent } from '../../cli/consent.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Prove } from '../../connect/proving.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { factLines, wrapAfter } from '../../output/wrap.ts';
import { ASK, CONFIRM } from './words.ts';

export interface ReleaseDeps {
  readonly ledger: Pick<Ledger, 'killSwitch'>;
  readonly messages: Pick<LifecycleClient, 'changeSwitch'>;
  readonly consent: Consent;
  readonly prove: Prove;
}

interface Release {
  readonly decision: 'ask-release' | 'confirm-release';
  readonly actor: string;
  /** Null: that of the request. */
  readonly why: string | null;
  readonly yes: boolean;
}

const SHOW = commandLine('kill-switch', 'show');

/** Throws CliError `nothing-to-confirm`, `not-signed`, `not-signed-in`, `no-answer` or `decision-refused`. */
export async function releaseSwitch(deps: ReleaseDeps, asked: Release): Promise<Reply> {
  const now = await deps.ledger.killSwitch();
  if (!now.on) return isOff(now);
  const draft = draftOf(now, asked);
  const agrees = await deps.consent((page) => signedLines(now, draft, page), { yes: asked.yes });
  if (!agrees) {
    const what = 'You did not confirm: nothing was signed or sent.';
    throw new CliError('not-signed', what, { next: [SHOW] });
  }
  const proved = await deps.prove(draft);
  if (proved.proof === null) throw notSignedIn(proved.because);
  const decision = { ...draft, proof: proved.proof };
  const result = await deps.messages.changeSwitch(decision, true);
  if (result === null) throw noAnswer(decision);
  if (result.status === 'refused') throw refused(decision, result);
  return replyOf(now, decision, result);
}

function isOff({ by, why, at }: KillSwitch): Reply {
  const text = 'Automatic writes are allowed already: nothing was sent.';
  return {
    json: { on: false, by, why, at: at ?? null, outcome: 'off' },
    text: (page) => wrapAfter(`${page.style.green('✓')} `, text, page),
  };
}

function draftOf(now: KillSwitch, asked: Release): SwitchDecision {
  const { request } = now;
  const { decision, actor, why } = asked;
  const ids = stopsOf(now).map(({ id }) => id);
  const about = {
    id: randomUUID(),
    actor,
    door: 'cli',
    proof: null,
    decision,
    told: false,
  } as const;
  if (decision === 'ask-release') return { ...about, stops: ids, why: why ?? '', request: null };
  if (request === undefined || !sameStops(request.stops, ids)) throw nothingWaits(request);
  const reason = why ?? `confirms what ${request.by} requested: ${request.why}`;
  return { ...about, stops: ids, why: reason, request: requestText(request) };
}

function nothingWaits(request: KillSwitch['request']): CliError {
  const message =
    request === undefined
      ? 'Nobody asked to allow automatic writes again: nothing was sent.'
      : `Somebody stopped the writes again after ${request.by} asked: nothing was sent.`;
  return new CliError('nothing-to-confirm', message, { next: [`The first person asks: ${ASK}`] });
}

/** What the signature covers. */
function signedLines(now: KillSwitch, draft: SwitchDecision, page: Page): Lines {
  const { request } = now;
  const { decision, why, actor } = draft;
  const isFirst = decision === 'ask-release';
  const stopped = stopsOf(now).map(({ by, at, why: because }) => {
    return ['Stopped', `${timestamp(at)} UTC by ${by}: ${because}`] as const;
  });
  const asked = isFirst || request === undefined ? null : request;
  return [
    page.style.bold(
      isFirst
        ? 'Ask that Closeloop may write again: a second person has to confirm it'
        : 'Confirm that Closeloop may write again, at once',
    ),
    ...factLines(
      [
        ...stopped,
        asked === null
          ? null
          : ['Asked', `${timestamp(asked.at)} UTC by ${asked.by}: ${asked.why}`],
        ['Why', why],
        ['As', actor],
      ],
      page,
    ),
  ];
}

function notSignedIn(because: string): CliError {
  const message = `Only a signature releases the kill switch, and there is none, because ${because}.`;
  return new CliError('not-signed-in', message, {
    next: ['Sign in as yourself (aws sso login, AWS_PROFILE), then repeat the command.'],
  });
}

function noAnswer({ id }: SwitchDecision): CliError {
  const message = 'closeloop-runtime did not answer in time; it may still carry that out later.';
  return new CliError('no-answer', message, {
    next: ['Check that its worker runs: npm run worker', `Then look: ${SHOW}`],
    details: { id },
  });
}

function refused({ id, decision }: SwitchDecision, { because }: SwitchResult): CliError {
  const what = decision === 'ask-release' ? 'The request' : 'The confirmation';
  return new CliError('decision-refused', `${what} was refused: ${because}.`, {
    next: [SHOW, `Who you are: ${commandLine('whoami')}`],
    details: { id, because },
  });
}

function replyOf(
  { by, why }: KillSwitch,
  { id }: SwitchDecision,
  { status, because, by: who = '', told = false }: SwitchResult,
): Reply {
  const released = status === 'released';
  const text = released
    ? `Automatic writes are allowed again (${because}). Findings that the switch sent to human review stay there.`
    : `${who} asked to allow automatic writes again. They stay stopped until a second person confirms.`;
  const next = released
    ? `Open findings: ${commandLine('findings', 'list', '--open')}`
    : `The second person: ${CONFIRM}`;
  const outcome = released ? 'released' : 'second-asked';
  const confirm = released ? null : CONFIRM;
  return {
    json: { on: !released, by, why, id, actor: who, outcome, because, told, confirm },
    text: (page) => [
      ...wrapAfter(`${page.style.green('✓')} `, text, page),
      told ? 'All channels were told.' : 'The channels were not told: no topic is configured.',
      next,
    ],
  };
}
