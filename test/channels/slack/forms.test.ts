/** What people fill in: a button opens a form, and submitting it decides. signing.test.ts has what the form shows. */
import assert from 'node:assert/strict';

import { z } from 'zod';

import { view } from '../../../channels/slack/interactions/form.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { SIGNING_SECRET, signedInteraction } from '../../../sandbox/vendors/slack/interactions.ts';
import { message, WAITING } from '../../builders/notice.ts';
import { PLAN_HASH } from '../../builders/plan.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { ledgerRow } from '../../builders/story.ts';
import { errorsIn, startDoor, TAKEN } from './door.ts';
import type { Door } from './door.ts';

const DAY = 86_400;
const IN_A_MONTH = Math.floor(Date.now() / 60_000) * 60 + 30 * DAY;
const instantOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const ACCEPTED: Partial<LedgerRow> = { ...WAITING, phase: 'ACCEPTED', planHash: null };

describe('a form in Slack', () => {
  let door: Door;
  before(async () => {
    door = await startDoor();
  });
  after(async () => await door.slack.stop());
  beforeEach(() => door.reset());

  const submits = (filled: Parameters<Door['slack']['submit']>[1]) =>
    door.slack.submit(door.slack.views.at(-1)?.id ?? '', filled);

  it('a form in Slack sends an acceptance with the end and reason that were filled in, bound to what the form showed', async () => {
    assert.deepEqual(await door.presses('accept'), { statusCode: 200, body: '' });
    const [before] = [door.said.length];
    const reply = await door.sends({ until: IN_A_MONTH, why: 'moves in March' });
    assert.deepEqual([before, reply], [0, { statusCode: 200, body: '' }]);
    const { id = '', shown = '', ...rest } = door.decision() ?? {};
    assert.match(shown, /^2:[0-9a-f]{64}$/);
    assert.deepEqual(rest, {
      finding: WORKFLOW_ID,
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
    assert.match(door.whispered(), /^Sent for barbara: accept it until /);
  });

  it('a form in Slack sends an assignment to one of the teams of the table, with the reason', async () => {
    await door.presses('assign');
    assert.throws(() => submits({ team: 'nobody', why: 'x' }));
    await door.sends({ team: 'cloud-security', why: 'they run it' });
    assert.partialDeepStrictEqual(door.decision(), {
      decision: 'assign',
      team: 'cloud-security',
      why: 'they run it',
      until: null,
    });
  });

  it("a form in Slack sends the ledger's plan with an approval and a rejection, and none with a revocation or an extension", async () => {
    await door.presses('approve');
    await door.sends();
    const planHash = PLAN_HASH;
    assert.partialDeepStrictEqual(door.decision(), { planHash, why: 'approved in Slack' });
    door.reset();
    await door.presses('reject');
    await door.sends({ why: 'not now' });
    assert.partialDeepStrictEqual(door.decision(), { planHash, why: 'not now' });
    door.reset(ACCEPTED);
    await door.presses('revoke', { told: message({}, ACCEPTED) });
    await door.sends({ why: 'it moved' });
    assert.partialDeepStrictEqual(door.decision(), { decision: 'revoke', planHash: null });
    door.reset(ACCEPTED);
    await door.presses('extend', { told: message({}, ACCEPTED) });
    await door.sends({ until: IN_A_MONTH, why: 'later' });
    const until = instantOf(IN_A_MONTH);
    assert.partialDeepStrictEqual(door.decision(), { decision: 'extend', planHash: null, until });
  });

  it('a form in Slack requests an undo with what it needs to open a closed finding again, and attests', async () => {
    const closed = { ...WAITING, phase: 'CLOSED', wrote: true } as const;
    door.reset(closed);
    await door.presses('undo', { told: message({}, closed) });
    await door.sends({ why: 'the website needs it' });
    assert.partialDeepStrictEqual(door.said.at(-1), {
      update: 'undo',
      problem: { control: 'S3.PublicAccess' },
      payload: { decision: 'undo', why: 'the website needs it', planHash: null },
    });
    assert.equal(door.whispered().split('. The')[0], 'Sent for barbara: undo what Closeloop wrote');
    const problem = { ...ledgerRow().problem, control: null };
    const unmapped = { ...WAITING, phase: 'HUMAN_REVIEW', planHash: null, problem };
    door.reset(unmapped);
    await door.presses('attest', { told: message({}, unmapped) });
    await door.sends({ why: 'PR 7' });
    assert.partialDeepStrictEqual(door.decision(), { decision: 'attest', why: 'PR 7' });
  });

  it('a form in Slack shows a second person the end that the first requested, and confirms its exact words', async () => {
    const until = `${instantOf(IN_A_MONTH).slice(0, 17)}30+00:00`;
    const request = { decision: 'accept', by: 'ada', why: 'x', until, planHash: null } as const;
    door.reset({ ...WAITING, request });
    await door.presses('accept');
    assert.match(door.shown(), /Waits for a second person\nRequested: accept\nBy: “ada”\nUntil: /);
    await door.sends({ why: 'agreed' });
    assert.equal(door.decision()?.until, until);
  });

  it('a form in Slack stays open with the refusal of the lifecycle beside the field, and the refusal is recorded', async () => {
    const words = '2027-12-01T00:00:00Z is too far: policy accepts HIGH until 2027-02-21 at most';
    await door.presses('accept');
    door.answer = { status: 'refused', type: 'InvalidExpiry', message: words };
    const until = errorsIn(await door.sends({ until: IN_A_MONTH + 3000 * DAY, why: 'long' }));
    assert.deepEqual(until, { until: `Not done (InvalidExpiry): ${words}` });
    door.answer = { status: 'refused', type: 'StaleView', message: 'It is CRITICAL by now.' };
    const why = errorsIn(await door.sends({ until: IN_A_MONTH, why: 'long' }));
    assert.deepEqual(why, { why: 'Not done (StaleView): It is CRITICAL by now.' });
    door.answer = TAKEN;
    assert.equal((await door.sends({ until: IN_A_MONTH, why: 'long' })).body, '');
    assert.deepEqual(
      door.refusals.map(({ door: at, decision: of, actor, type }) =>
        [at, of, actor, type].join(' '),
      ),
      ['chat accept barbara InvalidExpiry', 'chat accept barbara StaleView'],
    );
  });

  it('a form in Slack opens no form for somebody who may not decide, says why, and records it', async () => {
    const before = door.slack.views.length;
    await door.presses('accept', { user: 'U0ADA' });
    assert.equal(door.slack.views.length, before);
    assert.match(door.whispered(), /ada@example\.com may not decide about it; these may: payments/);
    const [{ actor, decision: of, type } = { actor: '', decision: '', type: '' }] = door.refusals;
    assert.deepEqual([actor, of, type], ['ada@example.com', 'accept', 'Stranger']);
  });

  it('a form in Slack refuses a form whose person may no longer decide', async () => {
    await door.presses('accept');
    const { body } = submits({ until: IN_A_MONTH, why: 'x' });
    const other = body.replaceAll('U0BARBARA', 'U0ADA');
    const sent = signedInteraction(other, { secret: SIGNING_SECRET, at: Date.now() });
    assert.match(errorsIn(await door.interact(sent))['why'] ?? '', /Stranger.*may not decide/);
    assert.equal(door.said.length, 0);
  });

  it('a form in Slack counts once when it is sent twice', async () => {
    await door.presses('accept');
    const sent = submits({ until: IN_A_MONTH, why: 'once' });
    await door.interact(sent);
    assert.match(errorsIn(await door.interact(sent))['why'] ?? '', /Replayed/);
    assert.equal(door.said.length, 1);
  });

  it('a form in Slack decides nothing without a recent signature of Slack', async () => {
    await door.presses('accept');
    const { body } = submits({ until: IN_A_MONTH, why: 'x' });
    const forged = signedInteraction(body, { secret: 'guessed-guessed', at: Date.now() });
    const old = signedInteraction(body, { secret: SIGNING_SECRET, at: Date.now() - 301_000 });
    assert.equal((await door.interact(forged)).statusCode, 401);
    assert.equal((await door.interact(old)).statusCode, 401);
    assert.equal(door.said.length, 0);
  });

  it('a form in Slack asks to press again where the trigger of the press has expired', async () => {
    await door.presses('accept', { at: Date.now() - 3_500 });
    assert.match(door.whispered(), /did not work\. Press again.*expired_trigger_id/);
  });

  it('a form in Slack refuses a form without metadata and one that is not ours', async () => {
    await door.presses('accept');
    const filled = { until: IN_A_MONTH, why: 'x' };
    const resent = async (change: object) =>
      await door.sendsChanged(filled, (sent) => ({ ...sent, view: { ...sent.view, ...change } }));
    assert.equal((await resent({ private_metadata: '{}' })).statusCode, 400);
    assert.equal((await resent({ callback_id: 'closeloop-undo' })).statusCode, 200);
    assert.equal(door.said.length, 0);
  });

  it('a form in Slack fits into the limits of Slack with texts of any length and more teams than a menu has lines', async () => {
    await door.presses('assign');
    const teams = Array.from({ length: 250 }, (_, n) => `team-${n}`);
    const { id: ts } = await door.chat().post('C000000001', POST, { finding: 'f', part: 'main' });
    const { body } = door.slack.press({ ts, actionId: 'a', user: 'U0BARBARA' });
    const payload: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
    const { trigger_id: trigger } = z.object({ trigger_id: z.string() }).parse(payload);
    const lines = [{ name: 'Long', value: '😀'.repeat(5000) }];
    const form = { title: 'T'.repeat(9000), sections: [{ title: 'S'.repeat(200), lines }] };
    const about = { decision: 'assign', finding: 'f'.repeat(2000), channel: 'C000000001' } as const;
    const requested = instantOf(IN_A_MONTH);
    await door.chat().openForm(trigger, view({ ...about, form, requested, teams }));
    assert.ok(submits({ team: 'team-249', why: 'x' }));
  });
});

const BUTTON = { type: 'plain_text', text: 'a', emoji: false } as const;
const POST = {
  text: 'x',
  blocks: [
    {
      type: 'actions' as const,
      elements: [{ type: 'button' as const, action_id: 'a', text: BUTTON, value: 'x' }],
    },
  ],
};
