/** The decision channel in Slack: our handler behind the sandbox's Slack, with a ledger and lifecycle in memory. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Refused } from '../../../activities/ledger/lifecycle/refusals.ts';
import type { Message } from '../../../activities/notify/message.ts';
import { slackChat } from '../../../channels/slack/chat.ts';
import type { Chat } from '../../../channels/slack/chat.ts';
import { decide, openForm } from '../../../channels/slack/interactions/decide.ts';
import type { DecideDeps } from '../../../channels/slack/interactions/decide.ts';
import { interactionHandler } from '../../../channels/slack/interactions/handler.ts';
import { mainPost } from '../../../channels/slack/message.ts';
import type { LifecycleMessage, SendResult } from '../../../client/messages.ts';
import type { Decision } from '../../../domain/decision.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { SIGNING_SECRET, signedInteraction } from '../../../sandbox/vendors/slack/interactions.ts';
import type { Interaction } from '../../../sandbox/vendors/slack/interactions.ts';
import { SLACK_TOKEN, startSandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import type { SandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import type { Filled } from '../../../sandbox/vendors/slack/views.ts';
import { message, OWNERSHIP, WAITING } from '../../builders/notice.ts';
import { plan, PLAN_HASH } from '../../builders/plan.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { ledgerRow } from '../../builders/story.ts';

export interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

export const TAKEN: SendResult = {
  status: 'accepted',
  answer: { accepted: true, phase: 'HUMAN_REVIEW', episode: 1, text: 'taken' },
};

interface Pressing {
  /** What stands on the topic: by default a true message. */
  readonly told?: Message;
  readonly user?: string;
  readonly at?: number;
  /** Changes the button's value after it was shown. */
  readonly value?: string;
}

export interface Door {
  readonly slack: SandboxSlack;
  readonly chat: () => Chat;
  /** What the lifecycle was told, and what was recorded as refused. */
  readonly said: LifecycleMessage[];
  readonly refusals: Refused[];
  /** What the ledger holds; tests change it. */
  ledger: { row: Lifecycle; plans: Record<string, string> };
  /** What the lifecycle answers. */
  answer: SendResult;
  /** Forgets everything but the used presses; the ledger has `of`, and its plan. */
  reset(of?: Partial<LedgerRow>): void;
  /** Ids of presses that were used. */
  readonly used: Set<string>;
  interact(interaction: Interaction): Promise<Answer>;
  /** Somebody presses that button of the finding's message. */
  presses(what: string, pressing?: Pressing): Promise<Answer>;
  /** What the last opened form shows, one text. */
  shown(): string;
  /** Somebody fills in the last opened form and sends it. */
  sends(filled?: Filled): Promise<Answer>;
  /** The same, with another payload signed by Slack. */
  sendsChanged(filled: Filled, change: (payload: Payload) => object): Promise<Answer>;
  decision(): Decision | undefined;
  whispered(): string;
}

const payloadShape = z.looseObject({ view: z.looseObject({ private_metadata: z.string() }) });
type Payload = z.infer<typeof payloadShape>;

export async function startDoor(): Promise<Door> {
  const users = ['ada', 'barbara'].map((name) => ({
    id: `U0${name.toUpperCase()}`,
    name,
    email: `${name}@example.com`,
  }));
  const slack = await startSandboxSlack({ channels: ['payments'], users });
  const chat = () => {
    const options = { token: SLACK_TOKEN, apiUrl: slack.apiUrl, patience: 0 };
    return slackChat({ ...options, sleep: async () => {} });
  };
  // Views of another sandbox Slack, in another test file, have the same ids.
  const used = new Set<string>();
  const lastView = () => slack.views.at(-1)?.id ?? '';
  const door: Door = {
    slack,
    chat,
    used,
    said: [],
    refusals: [],
    ledger: waiting(WAITING),
    answer: TAKEN,
    reset: (of = WAITING) => {
      door.said.length = 0;
      door.refusals.length = 0;
      door.answer = TAKEN;
      door.ledger = waiting(of);
    },
    interact: async (interaction) => await handlerOf(door)(interaction),
    presses: async (what, { told = message(), user = 'U0BARBARA', at, value } = {}) => {
      const mark = { finding: WORKFLOW_ID, part: 'main' };
      const { id: ts } = await chat().post('C000000001', mainPost(told), mark);
      const press = { ts, actionId: `closeloop-${what}`, user };
      const sent = slack.press({ ...press, ...(at === undefined ? {} : { at }) });
      return await door.interact(value === undefined ? sent : withValue(sent, value));
    },
    shown: () => {
      const blocks = slack.views.at(-1)?.blocks ?? [];
      return blocks
        .flatMap((one) => ('text' in one && one.text !== undefined ? [one.text.text] : []))
        .join('\n');
    },
    sends: async (filled = {}) => await door.interact(slack.submit(lastView(), filled)),
    sendsChanged: async (filled, change) => {
      const { body } = slack.submit(lastView(), filled);
      const given: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
      return await door.interact(signed(change(payloadShape.parse(given))));
    },
    decision: () => {
      const [one] = door.said;
      return one !== undefined && 'finding' in one.payload ? one.payload : undefined;
    },
    whispered: () => slack.whispers.at(-1)?.text ?? '',
  };
  return door;
}

function waiting(of: Partial<LedgerRow>): Door['ledger'] {
  // The message's hash is made up, the ledger's is that of a whole plan.
  const planHash = (of.planHash ?? null) === null ? null : PLAN_HASH;
  const known = { workflowId: WORKFLOW_ID, episode: 1, updatedAt: AT, closedAt: null };
  return {
    row: { ...ledgerRow({ ...of, planHash }), ...known },
    plans: { [PLAN_HASH]: canonicalJson(plan) },
  };
}

const AT = '2026-11-23T10:00:00.000Z';

function handlerOf(door: Door) {
  const deps = depsOf(door);
  return interactionHandler({
    secret: SIGNING_SECRET,
    decide: (press) => decide(deps, press),
    openForm: (opening) => openForm(deps, opening),
    chat: door.chat(),
    now: Date.now,
    log: () => {},
  });
}

function depsOf(door: Door): DecideDeps {
  return {
    ledger: {
      lifecycle: async (id) => (id === door.ledger.row.workflowId ? door.ledger.row : null),
      planText: async (_id, hash) => door.ledger.plans[hash] ?? null,
    },
    refusals: { recordRefusal: async (_id, refused) => void door.refusals.push(refused) },
    usedProofs: {
      use: async (_id, { id }) => {
        const first = !door.used.has(id);
        door.used.add(id);
        return first;
      },
    },
    ownership: async () => OWNERSHIP,
    signIn: { namedBySession: [], users: {}, mails: { 'barbara@example.com': 'barbara' } },
    receipts: { issue: async ({ id }) => `receipt of ${id}` },
    chat: door.chat(),
    send: async (_id, one) => {
      door.said.push(one);
      return door.answer;
    },
    now: () => new Date(),
    newId: randomUUID,
  };
}

/** The same press with another value, as if somebody had edited the message. */
function withValue({ body }: Interaction, value: string): Interaction {
  const shape = z.looseObject({ actions: z.array(z.looseObject({})).min(1) });
  const given: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
  const payload = shape.parse(given);
  return signed({ ...payload, actions: payload.actions.map((one) => ({ ...one, value })) });
}

function signed(payload: object): Interaction {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return signedInteraction(body, { secret: SIGNING_SECRET, at: Date.now() });
}

export function errorsIn({ body }: Answer): Readonly<Record<string, string>> {
  assert.notEqual(body, '', 'the form was closed');
  const shape = z.object({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string()),
  });
  return shape.parse(JSON.parse(body)).errors;
}
