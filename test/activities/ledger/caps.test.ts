import assert from 'node:assert/strict';

import { DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';

import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import type { Ledger, WriteCap } from '../../../activities/ledger/ledger.ts';
import { newId } from '../../builders/story.ts';
import { conflictError, failNext, PREFIX, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

describe('the cap on automatic writes', () => {
  let world: LedgerWorld;
  let ledger: Ledger;
  let accounts = 100_000_000_000;
  before(async () => {
    world = await startLedgerWorld();
    ({ ledger } = world);
  });
  after(async () => await world.stop());

  const capOf = (most: number): WriteCap => {
    accounts += 1;
    return { account: String(accounts), at: '2026-11-23T06:59:59.999Z', most };
  };
  const intend = async (cap: WriteCap, id = newId(), by = ledger) =>
    await by.rememberIntent(id, 1, 1, `token of ${id}`, 'plan', cap);
  const counter = async ({ account }: WriteCap, hour = '2026-11-23T06') => {
    const Key = { counter: `account#${account}#${hour}` };
    return (await world.document.get({ TableName: `${PREFIX}-caps`, Key })).Item;
  };

  it('the cap on automatic writes lets as many begin in an account and hour as it says, and no more', async () => {
    const cap = capOf(2);
    assert.equal(await intend(cap), 'remembered');
    assert.equal(await intend(cap), 'remembered');
    const id = newId();
    assert.equal(await intend(cap, id), 'capped');
    assert.equal(await ledger.execution(id, 1, 1), null);
    assert.equal((await counter(cap))?.['writes'], 2);
  });

  it('the cap on automatic writes counts an intent once, however often it is remembered', async () => {
    const [cap, id] = [capOf(1), newId()];
    for (let n = 0; n < 3; n += 1) assert.equal(await intend(cap, id), 'remembered');
    assert.equal((await counter(cap))?.['writes'], 1);
    const later = { ...cap, at: '2026-11-23T07:00:00.000Z' };
    assert.equal(await intend(later, id), 'remembered');
    assert.equal(await counter(cap, '2026-11-23T07'), undefined);
  });

  it('the cap on automatic writes holds when many workers begin at once', async () => {
    const cap = capOf(3);
    const other = dynamoLedger(openStore(world.newClient(), PREFIX));
    const begun = await Promise.all(
      Array.from(
        { length: 12 },
        async (_, n) => await intend(cap, newId(), n % 2 ? ledger : other),
      ),
    );
    assert.equal(begun.filter((one) => one === 'remembered').length, 3);
    assert.equal((await counter(cap))?.['writes'], 3);
  });

  it('the cap on automatic writes begins anew with the hour and is each account’s own', async () => {
    const cap = capOf(1);
    assert.equal(await intend(cap), 'remembered');
    assert.equal(await intend(cap), 'capped');
    assert.equal(await intend({ ...cap, at: '2026-11-23T07:00:00.000Z' }), 'remembered');
    assert.equal(await intend(capOf(1)), 'remembered');
  });

  it('the cap on automatic writes tries again when others count at that moment', async () => {
    const client = world.newClient();
    failNext(client, 'TransactWriteItems', [conflictError(), conflictError()]);
    const cap = capOf(1);
    assert.equal(await intend(cap, newId(), dynamoLedger(openStore(client, PREFIX))), 'remembered');
    assert.equal((await counter(cap))?.['writes'], 1);
  });

  it('the cap on automatic writes forgets its counters by itself, long after their hour', async () => {
    const cap = capOf(1);
    await intend(cap);
    const end = Date.parse('2026-11-23T07:00:00.000Z') / 1000;
    assert.equal((await counter(cap))?.['expiresAt'], end + 7 * 24 * 3600);
    const described = new DescribeTimeToLiveCommand({ TableName: `${PREFIX}-caps` });
    const { TimeToLiveDescription: ttl } = await world.client.send(described);
    assert.equal(ttl?.AttributeName, 'expiresAt');
  });

  it('the cap on automatic writes refuses a cap that nothing could be counted by', async () => {
    await assert.rejects(intend({ ...capOf(1), most: 0 }), { type: 'InvalidInput' });
    await assert.rejects(intend({ ...capOf(1), account: 'unknown' }), { type: 'InvalidInput' });
    await assert.rejects(intend({ ...capOf(1), at: 'now' }), { type: 'InvalidInput' });
  });
});
