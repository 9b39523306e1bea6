/** Exceptions wider than one finding, in real tables. */
import assert from 'node:assert/strict';

import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { dynamoScopedExceptions } from '../../../activities/ledger/exception/exceptions.ts';
import type { ScopedExceptions } from '../../../activities/ledger/exception/exceptions.ts';
import type { ScopedRow } from '../../../domain/scoped-exception/state.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { PREFIX, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

let world: LedgerWorld;
let exceptions: ScopedExceptions;
before(async () => {
  world = await startLedgerWorld();
  exceptions = dynamoScopedExceptions(openStore(world.client, PREFIX));
});
after(async () => await world.stop());

function row(control: string, phase: ScopedRow['phase'] = 'ASKED'): ScopedRow {
  return {
    scope: { control, account: '111122223333', tag: null },
    phase,
    how: phase === 'ENDED' ? 'revoked' : null,
    waitsFor: 'a second person',
    nextDeadline: null,
    request: null,
    grant: null,
    matched: { count: 0, unread: 0, rows: [] },
  };
}

function line(seq: number): StoryEntry {
  const at = new Date(Date.parse('2026-11-23T06:00:00Z') + seq * 1000).toISOString();
  return { seq, at, kind: 'decision-asked', phase: 'ASKED', actor: 'ana', text: `line ${seq}` };
}

const told = (phase: ScopedRow['phase'], ...seqs: readonly number[]) => ({
  row: row('A.One', phase),
  entries: seqs.map(line),
});

it('the ledger keeps one row a scope, moves it forward only, and tells its story in order', async () => {
  await exceptions.record('exception:a', 'run-1', told('ASKED', 1, 2));
  await exceptions.record('exception:a', 'run-1', told('ACTIVE', 2, 3));
  await exceptions.record('exception:a', 'run-1', told('ASKED', 1, 2));
  const [one, ...more] = await exceptions.ofControl('A.One');
  assert.deepEqual([one?.phase, one?.episode, more.length], ['ACTIVE', 1, 0]);
  assert.deepEqual(
    (await world.ledger.story('exception:a')).map(({ text }) => text),
    ['line 1', 'line 2', 'line 3'],
  );

  await exceptions.record('exception:a', 'run-2', told('ASKED', 1));
  const [again] = await exceptions.ofControl('A.One');
  assert.deepEqual([again?.phase, again?.episode], ['ASKED', 2]);
  assert.equal((await world.ledger.story('exception:a')).length, 4);
});

it('the ledger loses no line when two write at once', async () => {
  const tell = async (seq: number) =>
    await exceptions.record('exception:b', 'run-1', { row: row('B.One'), entries: [line(seq)] });
  await exceptions.record('exception:b', 'run-1', { row: row('B.One'), entries: [line(1)] });
  await Promise.all([tell(2), tell(2), tell(2)]);
  assert.equal((await world.ledger.story('exception:b')).length, 2);
});

it('the ledger answers only the control that is asked for, and all of them to people', async () => {
  await exceptions.record('exception:c', 'run-1', { row: row('C.One'), entries: [line(9)] });
  assert.deepEqual(await exceptions.ofControl('D.One'), []);
  const ids = (await exceptions.all()).map(({ id }) => id);
  assert.equal(ids[0], 'exception:c');
  assert.ok(ids.includes('exception:a'));
});

it('the ledger refuses to guess what it cannot read, and to store what it could not', async () => {
  const Item = { schema: 1, control: 'E.One', id: 'exception:e' };
  await world.document.put({ TableName: `${PREFIX}-exceptions`, Item });
  await assert.rejects(exceptions.ofControl('E.One'), { type: 'SchemaMismatch' });
  const wrong = { ...row('F.One'), nextDeadline: 'soon' };
  const storing = exceptions.record('exception:f', 'r', { row: wrong, entries: [line(1)] });
  await assert.rejects(storing, { type: 'InvalidInput' });
});
