import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { alarmJsonSchema, alarmMessage, alarmSchema } from '../../../activities/audit/alarm.ts';

const SCHEMA = readFileSync(
  new URL('../../../docs/audit-alarm.schema.json', import.meta.url),
  'utf8',
);
const finding = { id: 'f-1', productArn: 'arn:aws:securityhub:eu-west-1::product/aws/config' };
const unproven = { finding, status: 'RESOLVED', why: 'there is no proof' } as const;

describe('An alarm of the audit', () => {
  it('the published JSON Schema of alarms is the one that our own code has', () => {
    assert.equal(SCHEMA, alarmJsonSchema());
  });

  it('an alarm says how many have no proof, how many are open again, and names the first twenty', () => {
    const counts = { looked: 90, proven: 60, unproven: 30, reopened: 29, unchecked: 2 };
    const first = Array.from({ length: 30 }, () => unproven);
    const alarm = { step: 'closed', counts, failed: null, isOver: true, first };
    const said = alarmMessage(alarm, 'audit/1', '2026-11-30T12:00:00.000Z');
    assert.deepEqual(alarmSchema.parse(said), said);
    assert.equal(said.findings.length, 20);
    assert.equal(
      said.event.text,
      '30 of 90 closed findings have no proof, 29 of them are open again; 2 could not be checked',
    );
  });

  it('an alarm of an audit that ended early says why, shortened', () => {
    const failed = `AccessDenied ${'x'.repeat(1_000)}`;
    const alarm = { step: 'closed', counts: {}, failed, isOver: true, first: [] };
    const { text } = alarmMessage(alarm, 'audit/1', '2026-11-30T12:00:00.000Z').event;
    assert.match(text, /the audit ended early: AccessDenied x+…$/);
    assert.ok(text.length < 500);
  });
});
