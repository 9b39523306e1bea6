import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';

import {
  attributesOf,
  messageJsonSchema,
  messageSchema,
} from '../../../activities/notify/message.ts';
import { NOTICE_KINDS } from '../../../domain/notice.ts';
import { message, WAITING } from '../../builders/notice.ts';
import { ledgerRow } from '../../builders/story.ts';

const SCHEMA = readFileSync(
  new URL('../../../docs/notifications.schema.json', import.meta.url),
  'utf8',
);
const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
const validate = ajv.compile(JSON.parse(SCHEMA));

it('the published JSON Schema is the one that our own code reads by', () => {
  assert.deepEqual(JSON.parse(SCHEMA), JSON.parse(messageJsonSchema()));
});

it('a message says what is wrong, what would change, how it is undone, until when, and who is next', () => {
  const ladder = { asked: 'payments', next: 'the lead of payments (radia)', overdue: 0 };
  const said = message({}, { ...WAITING, ladder });
  assert.deepEqual(messageSchema.parse(said), said);
  assert.ok(validate(JSON.parse(JSON.stringify(said))), JSON.stringify(validate.errors));
  assert.partialDeepStrictEqual(said, {
    version: 1,
    kind: 'waits-for-you',
    finding: {
      account: { id: '111122223333', alias: 'payments' },
      owner: { team: 'payments', channels: ['slack:#payments'] },
    },
    state: {
      asked: 'payments',
      next: 'the lead of payments (radia)',
      deadline: '2026-11-24T10:00:00.000Z',
    },
    change: { planHash: 'ab'.repeat(32) },
    decisions: ['approve', 'reject', 'accept', 'assign'],
  });
  assert.match(said.why, /public bucket/);
  assert.match(said.change?.undo ?? '', /restores the settings/);
  assert.match(said.links.workflow ?? '', /^https:\/\/temporal\.example\.com\/namespaces\/default/);
  assert.match(said.links.finding ?? '', /^https:\/\/eu-west-1\.console\.aws\.amazon\.com/);
});

it('what nobody owns is told to the default team', () => {
  assert.deepEqual(message({}, { owner: null }).finding.owner.channels, ['slack:#cloud-security']);
});

it('both schemas refuse the same broken messages', () => {
  const good: Record<string, unknown> = JSON.parse(JSON.stringify(message()));
  // Parts that came later may be absent: who waits with an older message is told it all the same.
  const {
    source: _source,
    mentions: _mentions,
    secondPerson: _second,
    found: _found,
    ...required
  } = good;
  assert.ok(messageSchema.safeParse(required).success && validate(required));
  const broken = fc.constantFrom(...Object.keys(required)).map((name) => {
    const { [name]: _gone, ...rest } = good;
    return rest;
  });
  fc.assert(
    fc.property(broken, (one) => {
      assert.equal(messageSchema.safeParse(one).success, false);
      assert.equal(validate(one), false);
    }),
  );
  for (const wrong of [
    { version: 2 },
    { kind: 'shouted' },
    { decisions: ['undo-all'] },
    { state: null },
  ]) {
    assert.equal(messageSchema.safeParse({ ...good, ...wrong }).success, false);
    assert.equal(validate({ ...good, ...wrong }), false);
  }
});

it('subscriptions filter by kind, severity, owner, account and control', () => {
  assert.deepEqual(attributesOf(message()), {
    kind: 'waits-for-you',
    severity: 'HIGH',
    owner: 'payments',
    account: '111122223333',
    control: 'S3.PublicAccess',
  });
  const problem = { ...ledgerRow().problem, control: null };
  assert.equal(attributesOf(message({}, { problem })).control, 'none');
});

it('docs/notifications.md explains every kind of message', () => {
  const page = readFileSync(new URL('../../../docs/notifications.md', import.meta.url), 'utf8');
  assert.deepEqual(
    NOTICE_KINDS.filter((kind) => !page.includes(`\`${kind}\``)),
    [],
  );
});
