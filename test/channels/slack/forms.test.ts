/** Decisions that need a reason: a button opens a form, and submitting it decides. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Refused } from '../../../activities/ledger/lifecycle/refusals.ts';
import { slackChat } from '../../../channels/slack/chat.ts';
import { decide, openForm } from '../../../channels/slack/interactions/decide.ts';
import type { DecideDeps } from '../../../channels/slack/interactions/decide.ts';
import { form } from '../../../channels/slack/interactions/form.ts';
import { interactionHandler } from '../../../channels/slack/interactions/handler.ts';
import { mainPost } from '../../../channels/slack/message.ts';
import type { LifecycleMessage, SendResult } from '../../../client/messages.ts';
import type { Decision } from '../../../domain/decision.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { SIGNING_SECRET, signedInteraction } from '../../../sandbox/vendors/slack/interactions.ts';
import type { Interaction } from '../../../sandbox/vendors/slack/interactions.ts';
import { SLACK_TOKEN, startSandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import type { SandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import type { Filled } from '../../../sandbox/vendors/slack/views.ts';
import { row } from '../../activities/ledger/sample.ts';
import { message, OWNERSHIP, WAITING, WORKFLOW } from '../../activities/notify/notices.ts';

const DAY = 86_400;
const IN_A_MONTH = Math.floor(Date.now() / 60_000) * 60 + 30 * DAY;
const instantOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const ACCEPTED: Partial<LedgerRow> = { ...WAITING, phase: 'ACCEPTED', planHash: null };

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

function errorsIn({ body }: Answer): Readonly<Record<string, string>> {
  const shape = z.object({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string()),
  });
  return shape.parse(JSON.parse(body)).errors;
}

const ANSWERED = {
  status: 'accepted',
  answer: { accepted: true, phase: 'HUMAN_REVIEW', episode: 1, text: 'taken' },
} as const;

describe('a form in Slack', () => {
  let slack: SandboxSlack;
  const said: LifecycleMessage[] = [];
  const refusals: Refused[] = [];
  const used = new Set<string>();
  let answer: SendResult;
  before(async () => {
    const users = ['ada', 'barbara'].map((name) => ({
      id: `U0${name.toUpperCase()}`,
      name,
      email: `${name}@example.com`,
    }));
    slack = await startSandboxSlack({ channels: ['payments'], users });
  });
  after(async () => await slack.stop());
  beforeEach(() => {
    said.length = 0;
    refusals.length = 0;
    answer = ANSWERED;
  });

  function chat() {
    const options = { token: SLACK_TOKEN, apiUrl: slack.apiUrl, patience: 0 };
    return slackChat({ ...options, sleep: async () => {} });
  }

  function deps(): DecideDeps {
    const lifecycle = { ...row(WAITING), workflowId: WORKFLOW, episode: 1 };
    const at = '2026-11-23T10:00:00.000Z';
    return {
      ledger: {
        lifecycle: async (id) =>
          id === WORKFLOW ? { ...lifecycle, updatedAt: at, closedAt: null } : null,
      },
      refusals: { recordRefusal: async (_id, refused) => void refusals.push(refused) },
      usedProofs: {
        use: async (_id, { id }) => {
          const first = !used.has(id);
          used.add(id);
          return first;
        },
      },
      ownership: async () => OWNERSHIP,
      signIn: { namedBySession: [], users: {}, mails: { 'barbara@example.com': 'barbara' } },
      receipts: { issue: async ({ id }) => `receipt of ${id}` },
      chat: chat(),
      send: async (_id, one) => {
        said.push(one);
        return answer;
      },
      now: () => new Date(),
      newId: randomUUID,
    };
  }

  async function interact(interaction: Interaction): Promise<Answer> {
    const handle = interactionHandler({
      secret: SIGNING_SECRET,
      decide: (press) => decide(deps(), press),
      openForm: (opening) => openForm(deps(), opening),
      chat: chat(),
      now: Date.now,
      log: () => {},
    });
    return await handle(interaction);
  }

  /** Posts the finding's message in Slack; returns its `ts`. */
  async function shown(of: Partial<LedgerRow> = WAITING): Promise<string> {
    const mark = { finding: WORKFLOW, part: 'main' };
    const post = mainPost(message({}, of));
    return (await chat().post('C000000001', post, mark)).id;
  }

  interface Pressing {
    readonly of?: Partial<LedgerRow>;
    readonly user?: string;
    readonly at?: number;
  }

  async function presses(what: string, { of, user = 'U0BARBARA', at }: Pressing = {}) {
    const press = { ts: await shown(of), actionId: `closeloop-${what}`, user };
    return await interact(slack.press({ ...press, ...(at === undefined ? {} : { at }) }));
  }

  async function sends(filled: Filled) {
    return await interact(slack.submit(slack.views.at(-1)?.id ?? '', filled));
  }

  function decision(): Decision | undefined {
    const [one] = said;
    return one !== undefined && 'finding' in one.payload ? one.payload : undefined;
  }

  const whispered = () => slack.whispers.at(-1)?.text ?? '';

  it('sends an acceptance with the end and reason that were filled in, bound to what the message showed', async () => {
    assert.deepEqual(await presses('accept'), { statusCode: 200, body: '' });
    const [before] = [said.length];
    const reply = await sends({ until: IN_A_MONTH, why: 'moves in March' });
    assert.deepEqual([before, reply], [0, { statusCode: 200, body: '' }]);
    const { id = '', ...rest } = decision() ?? {};
    assert.deepEqual(rest, {
      finding: WORKFLOW,
      episode: 1,
      decision: 'accept',
      planHash: null,
      severity: 'HIGH',
      actor: 'barbara',
      why: 'moves in March',
      until: instantOf(IN_A_MONTH),
      team: null,
      door: 'chat',
      proof: { kind: 'receipt', value: `receipt of ${id}` },
    });
    assert.match(whispered(), /^Sent for barbara: accept it until /);
  });

  it('sends an assignment to one of the teams of the table, with the reason', async () => {
    await presses('assign');
    assert.throws(() => slack.submit(slack.views.at(-1)?.id ?? '', { team: 'nobody', why: 'x' }));
    await sends({ team: 'cloud-security', why: 'they run it' });
    assert.partialDeepStrictEqual(decision(), {
      decision: 'assign',
      team: 'cloud-security',
      why: 'they run it',
      until: null,
    });
  });

  it('sends the shown plan with a rejection, and none with a revocation or an extension', async () => {
    await presses('reject');
    await sends({ why: 'not now' });
    assert.partialDeepStrictEqual(decision(), {
      decision: 'reject',
      planHash: 'ab'.repeat(32),
      why: 'not now',
    });
    said.length = 0;
    await presses('revoke', { of: ACCEPTED });
    await sends({ why: 'it moved' });
    assert.partialDeepStrictEqual(decision(), { decision: 'revoke', planHash: null });
    said.length = 0;
    await presses('extend', { of: ACCEPTED });
    await sends({ until: IN_A_MONTH, why: 'later' });
    const until = instantOf(IN_A_MONTH);
    assert.partialDeepStrictEqual(decision(), { decision: 'extend', planHash: null, until });
  });

  it('shows a second person the end that the first requested, and confirms its exact words', async () => {
    const until = `${instantOf(IN_A_MONTH).slice(0, 17)}30+00:00`;
    const request = { decision: 'accept', by: 'ada', why: 'x', until, planHash: null } as const;
    await presses('accept', { of: { ...WAITING, request } });
    await sends({ why: 'agreed' });
    assert.equal(decision()?.until, until);
  });

  it('stays open with the refusal of the lifecycle beside the field, and the refusal is recorded', async () => {
    const words = '2027-12-01T00:00:00Z is too far: policy accepts HIGH until 2027-02-21 at most';
    await presses('accept');
    answer = { status: 'refused', type: 'InvalidExpiry', message: words };
    const until = errorsIn(await sends({ until: IN_A_MONTH + 3000 * DAY, why: 'long' }));
    assert.deepEqual(until, { until: `Not done (InvalidExpiry): ${words}` });
    answer = { status: 'refused', type: 'StaleView', message: 'It is CRITICAL by now.' };
    const why = errorsIn(await sends({ until: IN_A_MONTH, why: 'long' }));
    assert.deepEqual(why, { why: 'Not done (StaleView): It is CRITICAL by now.' });
    answer = ANSWERED;
    assert.equal((await sends({ until: IN_A_MONTH, why: 'long' })).body, '');
    assert.deepEqual(
      refusals.map(({ door: at, decision: of, actor, type }) => [at, of, actor, type].join(' ')),
      ['chat accept barbara InvalidExpiry', 'chat accept barbara StaleView'],
    );
  });

  it('opens no form for somebody who may not decide, says why, and records it', async () => {
    const before = slack.views.length;
    await presses('accept', { user: 'U0ADA' });
    assert.equal(slack.views.length, before);
    assert.match(whispered(), /ada@example\.com may not decide about it; these may: payments/);
    const [{ actor, decision: of, type } = { actor: '', decision: '', type: '' }] = refusals;
    assert.deepEqual([actor, of, type], ['ada@example.com', 'accept', 'Stranger']);
  });

  it('refuses a form whose person may no longer decide', async () => {
    await presses('accept');
    const { body } = slack.submit(slack.views.at(-1)?.id ?? '', { until: IN_A_MONTH, why: 'x' });
    const other = body.replaceAll('U0BARBARA', 'U0ADA');
    const sent = signedInteraction(other, { secret: SIGNING_SECRET, at: Date.now() });
    assert.match(errorsIn(await interact(sent))['why'] ?? '', /Stranger.*may not decide/);
    assert.equal(said.length, 0);
  });

  it('counts once when it is sent twice', async () => {
    await presses('accept');
    const sent = slack.submit(slack.views.at(-1)?.id ?? '', { until: IN_A_MONTH, why: 'once' });
    await interact(sent);
    assert.match(errorsIn(await interact(sent))['why'] ?? '', /Replayed/);
    assert.equal(said.length, 1);
  });

  it('decides nothing without a recent signature of Slack', async () => {
    await presses('accept');
    const { body } = slack.submit(slack.views.at(-1)?.id ?? '', { until: IN_A_MONTH, why: 'x' });
    const forged = signedInteraction(body, { secret: 'guessed-guessed', at: Date.now() });
    const old = signedInteraction(body, { secret: SIGNING_SECRET, at: Date.now() - 301_000 });
    assert.equal((await interact(forged)).statusCode, 401);
    assert.equal((await interact(old)).statusCode, 401);
    assert.equal(said.length, 0);
  });

  it('asks to press again where the trigger of the press has expired', async () => {
    await presses('accept', { at: Date.now() - 3_500 });
    assert.match(whispered(), /did not work\. Press again.*expired_trigger_id/);
  });

  it('refuses a form without metadata and one that is not ours', async () => {
    await presses('accept');
    const { body } = slack.submit(slack.views.at(-1)?.id ?? '', { until: IN_A_MONTH, why: 'x' });
    const given: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
    const payload = z.looseObject({ view: z.looseObject({}) }).parse(given);
    const resent = async (view: object) => {
      const changed = JSON.stringify({ ...payload, view: { ...payload.view, ...view } });
      const text = new URLSearchParams({ payload: changed }).toString();
      const signed = signedInteraction(text, { secret: SIGNING_SECRET, at: Date.now() });
      return (await interact(signed)).statusCode;
    };
    assert.equal(await resent({ private_metadata: '{}' }), 400);
    assert.equal(await resent({ callback_id: 'closeloop-undo' }), 200);
    assert.equal(said.length, 0);
  });

  it('fits into the limits of Slack with titles of any length and more teams than a menu has lines', async () => {
    await presses('assign');
    const teams = Array.from({ length: 250 }, (_, n) => `team-${n}`);
    const ts = await shown();
    const { body } = slack.press({ ts, actionId: 'closeloop-assign', user: 'U0BARBARA' });
    const payload: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
    const { trigger_id: trigger } = z.object({ trigger_id: z.string() }).parse(payload);
    const saw = {
      finding: 'f'.repeat(200),
      episode: 1,
      planHash: 'ab'.repeat(64),
      severity: 'HIGH',
      until: instantOf(IN_A_MONTH),
    } as const;
    const subject = { saw, channel: 'C000000001', about: ['😀'.repeat(5000)], teams };
    await chat().openForm(trigger, form({ ...subject, decision: 'assign' }));
    assert.ok(slack.submit(slack.views.at(-1)?.id ?? '', { team: 'team-249', why: 'x' }));
  });
});
