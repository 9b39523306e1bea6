/** What every channel shows before it names a document, a parameter or a hash. */
import assert from 'node:assert/strict';

import { z } from 'zod';

import type { Message } from '../../activities/notify/message.ts';
import { messageSchema } from '../../activities/notify/message.ts';
import { mainPost } from '../../channels/slack/message.ts';
import { card } from '../../channels/teams/card.ts';
import { ticketText } from '../../channels/tickets/ticket-text.ts';
import { message, WAITING } from '../builders/notice.ts';

const CHANNELS: Readonly<Record<string, (of: Message) => unknown>> = {
  Slack: (of) => mainPost(of).blocks,
  Teams: (of) => card(of, { text: 2_000, lines: 50 }, null).body,
  'a ticket': (of) => ticketText(of).body,
};

/** All texts in the order in which the channel shows them. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  const members = z.record(z.string(), z.unknown()).safeParse(value);
  if (Array.isArray(value)) return value.flatMap(texts);
  return members.success ? Object.values(members.data).flatMap(texts) : [];
}

for (const [channel, show] of Object.entries(CHANNELS)) {
  it(`${channel} shows each setting before and after, what may break and how it is taken back before any document, parameter or hash`, () => {
    const all = texts(show(message())).join('\n');
    const places = [
      'Public access block, BlockPublicAcls: not set → true',
      'Public ACL grants: READ to everybody → none',
      'May break',
      'To take it back',
      'Closeloop-BlockPublicAccess version 1',
      'ab'.repeat(32),
    ].map((words) => all.indexOf(words));
    assert.ok(!places.includes(-1), all);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.equal(all.split('→ true').length - 1, 4);
  });

  it(`${channel} says why a change cannot be shown setting by setting`, () => {
    const { change, ...rest } = message();
    assert.ok(change);
    const unknown = { settings: [], mayBreak: null, notShown: 'the ledger does not hold it' };
    const all = texts(show({ ...rest, change: { ...change, ...unknown } })).join('\n');
    assert.match(all, /Setting by setting it cannot be shown: the ledger does not hold it/);
    assert.match(all, /Closeloop-BlockPublicAccess version 1/);
  });
}

for (const [channel, show] of Object.entries(CHANNELS)) {
  it(`${channel} says which decisions need a second person, who that may be, and why`, () => {
    const fourEyes = { approval: true, acceptFrom: 'HIGH' } as const;
    const of = message({}, { ...WAITING, severity: 'HIGH', fourEyes });
    const all = texts(show(of)).join('\n');
    assert.match(all, /Second person needed/);
    assert.match(
      all,
      /another person of payments, of the default team, or a security lead: to accept, because policy asks for two people from HIGH on, and this is HIGH/,
    );
    assert.doesNotMatch(all, /to approve, because/);
    const low = message({}, { ...WAITING, severity: 'LOW', fourEyes });
    assert.doesNotMatch(texts(show(low)).join('\n'), /Second person needed/);
  });
}

const FIXED = {
  ...WAITING,
  phase: 'CLOSED',
  destiny: 'Fixed',
  destinyReason: 'remediated',
  found: {
    verificationId: 'v-7',
    at: '2026-11-23T10:00:00.000Z',
    settings: [{ name: 'Public ACL grants', value: 'none' }],
  },
} as const;

for (const [channel, show] of Object.entries(CHANNELS)) {
  it(`${channel} shows of what was fixed the settings that the verification read, and not those from before`, () => {
    const all = texts(show(message({ kind: 'fixed' }, FIXED))).join('\n');
    assert.match(all, /Verified/);
    assert.match(all, /settings of payments-logs as read at 2026-11-23 10:00 UTC/);
    assert.match(all, /Public ACL grants: none/);
    assert.match(all, /To take it back/);
    assert.doesNotMatch(all, /→|READ to everybody|BlockPublicAcls: false/);
  });

  it(`${channel} offers to take nothing back where others fixed it`, () => {
    const others = { ...FIXED, destinyReason: 'fixed-by-others' };
    const all = texts(show(message({ kind: 'fixed' }, others))).join('\n');
    assert.match(all, /Public ACL grants: none/);
    assert.doesNotMatch(all, /To take it back/);
  });
}

it('a message of an earlier version, which shows no settings, can still be read', () => {
  const { change, ...rest } = message();
  assert.ok(change);
  const { settings: _settings, mayBreak: _mayBreak, notShown: _notShown, ...earlier } = change;
  const read = messageSchema.parse({ ...rest, change: earlier });
  assert.deepEqual(read.change?.settings, []);
});
