import assert from 'node:assert/strict';

import type { SendResult } from '../../../../client/messages.ts';
import { accept, type AcceptRequest } from '../../../../console/commands/findings/accept.ts';
import { decideOn } from '../../../../console/commands/findings/send-decision.ts';
import {
  depsFor,
  errorOf,
  lifecycle,
  linesOf,
  messagesThat,
  NOW,
  TAKEN,
  textOf,
} from '../../rows.ts';

const people = lifecycle({ phase: 'HUMAN_REVIEW', severity: 'HIGH', episode: 3 });
const asleep = lifecycle({ phase: 'ACCEPTED' });
const request: AcceptRequest = {
  id: 'payments-logs',
  decision: 'accept',
  end: { days: 30, until: undefined },
  why: 'moves in March',
  actor: 'ana',
  wait: true,
};
const until = (written: string) => ({ days: undefined, until: written });

describe('accepting', () => {
  it('findings accept binds episode and severity as they were seen, and a whole instant in UTC', async () => {
    const messages = messagesThat(TAKEN);
    const door = { ...depsFor(people, messages), now: () => NOW + 59_999 };

    await accept(door, request);

    const [, said] = messages.said[0] ?? [];
    assert.equal(said?.update, 'accept');
    const { id: _, shown, ...payload } = { shown: '', ...(said?.payload ?? { id: '' }) };
    assert.match(shown, /^2:[0-9a-f]{64}$/);
    assert.deepEqual(payload, {
      finding: people.workflowId,
      episode: 3,
      decision: 'accept',
      planHash: null,
      severity: 'HIGH',
      until: '2026-03-31T00:00:00Z',
      team: null,
      actor: 'ana',
      why: 'moves in March',
      door: 'cli',
      proof: { kind: 'caller-identity', value: 'signed' },
    });
  });

  it('findings accept prints the command of the second person when an acceptance needs one', async () => {
    const story = linesOf(
      ['decision-asked', 'ana', 'asks to accept it until 2026-03-31T00:00:00Z: moves in March'],
      ['decision-trusted', 'ana', 'proved'],
      ['second-asked', 'ana', 'ana asks to accept it; a second person has to confirm it'],
    );
    const reply = await accept(depsFor(people, messagesThat(TAKEN), story), request);

    const command = 'npm run -s closeloop -- findings confirm payments-l';
    assert.deepEqual([reply.json['outcome'], reply.json['confirm']], ['second-asked', command]);
    assert.ok(textOf(reply).includes(`  ${command}\n`));
    assert.match(textOf(reply), /Not in force yet: ana asks to accept it; a second person/);
  });

  it('findings accept says what follows an acceptance that is in force', async () => {
    const story = linesOf(
      ['decision-asked', 'ana', 'asks to accept it until 2026-03-31T00:00:00Z: moves in March'],
      ['decision-trusted', 'ana', 'proved'],
      ['accepted', 'ana', 'accepted until 2026-03-31T00:00:00Z: moves in March'],
    );
    const reply = await accept(depsFor(people, messagesThat(TAKEN), story), request);

    assert.deepEqual([reply.json['outcome'], reply.json['confirm']], ['decided', null]);
    assert.match(textOf(reply), /Done: accepted until 2026-03-31T00:00:00Z: moves in March/);
  });

  it('under another name than the one that is proved says that the name does not count', async () => {
    const arn = 'arn:aws:iam::111122223333:user/ana';
    const story = linesOf(
      ['decision-asked', 'eve', 'asks to accept it until 2026-03-31T00:00:00Z: moves in March'],
      ['decision-trusted', arn, 'proved'],
      ['accepted', arn, 'accepted until 2026-03-31T00:00:00Z: moves in March'],
    );
    const asEve = { ...request, actor: 'eve', as: 'eve' };
    const reply = await accept(depsFor(people, messagesThat(TAKEN), story), asEve);

    assert.match(textOf(reply), new RegExp(`--as eve does not count[^]*${arn}`));
  });

  it('findings accept by a second person names the same moment in the words of the first', async () => {
    const asked = '2026-03-31T14:00:00+02:00';
    const first = {
      decision: 'accept',
      by: 'ana',
      why: 'w',
      until: asked,
      planHash: null,
    } as const;
    const messages = messagesThat(TAKEN);
    const door = depsFor({ ...people, request: first }, messages);

    await accept(door, { ...request, actor: 'kim', end: until('2026-03-31T12:00:00Z') });
    await accept(door, { ...request, actor: 'kim', end: until('2026-03-30T12:00:00Z') });

    const sent = messages.said.map(([, { payload }]) => 'until' in payload && payload.until);
    assert.deepEqual(sent, [asked, '2026-03-30T12:00:00Z']);
  });

  const ends: readonly (readonly [string, AcceptRequest['end'], RegExp])[] = [
    ['past', until('2026-03-01T11:59:59Z'), /is past: it is 2026-03-01 12:00:00 UTC now/],
    ['missing', { days: undefined, until: undefined }, /Say when it ends, once/],
    ['given twice', { days: 1, until: '2027-01-01T00:00:00Z' }, /Say when it ends, once/],
  ];
  for (const [what, end, words] of ends) {
    it(`until an end that is ${what} sends nothing`, async () => {
      const messages = messagesThat(TAKEN);
      const error = await errorOf(accept(depsFor(people, messages), { ...request, end }));

      assert.deepEqual([error.code, error.exitCode, messages.said], ['InvalidExpiry', 2, []]);
      assert.match(error.message, words);
      assert.match(error.next.join('\n'), /findings accept ID --days 30 --why/);
    });
  }

  it('findings accept sends nothing for what is accepted already, and offers to extend it', async () => {
    const messages = messagesThat(TAKEN);
    const error = await errorOf(accept(depsFor(asleep, messages), request));

    assert.deepEqual([error.code, messages.said], ['NotAllowedInState', []]);
    assert.match(error.next.join('\n'), /findings extend payments-l --days 30 --why/);
  });

  const refusals: readonly (readonly [string, RegExp])[] = [
    ['InvalidExpiry', /With an end that is allowed: .*findings accept payments-l --until DATE/],
    ['FourEyes', /Another person.*\n.*findings confirm payments-l/],
    ['StaleView', /It changed since you looked/],
  ];
  for (const [type, next] of refusals) {
    it(`findings accept says what to do next when the lifecycle refuses an acceptance as ${type}`, async () => {
      const heard: SendResult = { status: 'refused', type, message: 'no, because' };
      const door = depsFor(people, messagesThat(heard));
      const error = await errorOf(accept(door, request));

      assert.deepEqual([error.code, error.exitCode], [type, 1]);
      assert.match(error.message, /refused to accept .*: no, because/);
      assert.match(error.next.join('\n'), next);
      assert.equal(door.refusals.recorded[0]?.[1].type, type);
    });
  }
});

describe('extending and revoking', () => {
  it('the console sends extend and revoke for an accepted finding under their own names', async () => {
    const messages = messagesThat(TAKEN);
    const door = depsFor(asleep, messages);

    await accept(door, { ...request, decision: 'extend' });
    await decideOn(door, request, { decision: 'revoke' });

    assert.deepEqual(
      messages.said.map(([, { update, payload }]) => [update, 'until' in payload && payload.until]),
      [
        ['extend', '2026-03-31T00:00:00Z'],
        ['revoke', null],
      ],
    );
  });

  for (const verb of ['extend', 'revoke'] as const) {
    it(`${verb} of what nobody accepted sends nothing`, async () => {
      const messages = messagesThat(TAKEN);
      const door = depsFor(people, messages);
      const said =
        verb === 'revoke'
          ? decideOn(door, request, { decision: 'revoke' })
          : accept(door, { ...request, decision: verb });
      const error = await errorOf(said);

      assert.deepEqual([error.code, messages.said], ['NotAllowedInState', []]);
      assert.match(error.message, new RegExp(`Nobody can ${verb} .* while it is in HUMAN_REVIEW`));
    });
  }
});
