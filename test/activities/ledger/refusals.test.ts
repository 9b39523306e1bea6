import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { CreateTableCommand } from '@aws-sdk/client-dynamodb';

import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../../../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import type { Ledger, Lookups } from '../../../activities/ledger/ledger.ts';
import { awsError } from '../../builders/activity.ts';
import { findingRef } from '../../builders/finding.ts';
import { newId, storyUpdate } from '../../builders/story.ts';
import { PREFIX, conflictError, dynamoClient, failNext, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

describe('what the ledger refuses', () => {
  let world: LedgerWorld;
  let ledger: Ledger & Lookups;
  before(async () => {
    world = await startLedgerWorld();
    ({ ledger } = world);
  });
  after(async () => await world.stop());

  /** Overwrites an attribute of an item by hand, or takes it away. */
  const spoil = async (table: string, Key: Record<string, string>, path: string, to?: unknown) => {
    const names = path.split('.').map((name, n) => [`#p${n}`, name] as const);
    const at = names.map(([placeholder]) => placeholder).join('.');
    await world.document.update({
      TableName: `${PREFIX}-${table}`,
      Key,
      UpdateExpression: to === undefined ? `REMOVE ${at}` : `SET ${at} = :to`,
      ExpressionAttributeNames: Object.fromEntries(names),
      ...(to === undefined ? {} : { ExpressionAttributeValues: { ':to': to } }),
    });
  };

  it('the ledger refuses a row that somebody edited, naming key and attribute', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run');
    await ledger.record(id, 1, storyUpdate(1, 1));
    await spoil('lifecycles', { workflowId: id }, 'row.severity');
    const refused = {
      type: 'SchemaMismatch',
      nonRetryable: true,
      message: new RegExp(`Item ${id} in ledger-test-lifecycles cannot be read: row.severity: `),
    };
    await assert.rejects(ledger.lifecycle(id), refused);
    await assert.rejects(ledger.lifecycles(), refused);
    await assert.rejects(ledger.openEpisode(id, 'run-2'), refused);
    await spoil('lifecycles', { workflowId: id }, 'row');
    await assert.rejects(ledger.lifecycle(id), { message: /: row: / });
    await world.document.delete({
      TableName: `${PREFIX}-lifecycles`,
      Key: { workflowId: id },
    });
  });

  it('the ledger refuses items of a newer layout', async () => {
    const [f, id] = [findingRef(), newId()];
    await ledger.acknowledge(f, id, 'h', null);
    const key = { findingId: f.id, productArn: f.productArn };
    await spoil('findings', key, 'schema', 2);
    await assert.rejects(ledger.knownFinding(f), {
      message: / in ledger-test-findings .*: schema: /,
    });
    await assert.rejects(ledger.acknowledge(f, id, 'h2'), { type: 'SchemaMismatch' });
  });

  it('the ledger refuses a story line that somebody edited', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run');
    await ledger.record(id, 1, storyUpdate(1, 1));
    await spoil('events', { workflowId: id, sequence: '000001#00000001' }, 'seq', 'one');
    await assert.rejects(ledger.story(id), {
      type: 'SchemaMismatch',
      message: /Item 000001#00000001 of .* in ledger-test-events cannot be read: seq: /,
    });
  });

  it('an unreadable kill switch does not count as off', async () => {
    assert.deepEqual(await ledger.killSwitch(), {
      on: false,
      by: 'nobody',
      why: 'it was never used',
    });
    await ledger.setKillSwitch(true, 'ada', 'the runbook misbehaves');
    const set = { on: true, by: 'ada', why: 'the runbook misbehaves' };
    const { at, ...now } = await ledger.killSwitch();
    assert.deepEqual(now, set);
    assert.ok(Date.parse(at ?? '') <= Date.now());
    await assert.rejects(ledger.setKillSwitch(false, '', 'no name'), { type: 'InvalidInput' });
    assert.equal((await ledger.killSwitch()).on, true);
    await spoil('settings', { name: 'kill-switch' }, 'on');
    await assert.rejects(ledger.killSwitch(), { type: 'SchemaMismatch', message: /: on: / });
  });

  it('the ledger says that tables are missing, and what to check', async () => {
    const elsewhere = dynamoLedger(openStore(world.client, 'no-such-prefix'));
    await assert.rejects(elsewhere.lifecycle('x'), {
      type: 'ConfigurationError',
      message: /no-such-prefix-lifecycles: ResourceNotFoundException.*CLOSELOOP_LEDGER_PREFIX/,
    });
    assert.throws(() => dynamoLedger(openStore(world.client, 'a b')), {
      type: 'ConfigurationError',
    });
  });

  it('the ledger tells throttling, outages and missing permissions apart', async () => {
    const client = world.newClient();
    const failing = dynamoLedger(openStore(client, PREFIX));
    const cases = [
      ['ProvisionedThroughputExceededException', 'Throttled', false],
      ['InternalServerError', 'Unavailable', false],
      ['AccessDeniedException', 'AccessDenied', true],
      ['ValidationException', 'InvalidInput', true],
    ] as const;
    const errors = cases.map(([name]) => awsError(name));
    failNext(client, 'GetItem', errors);
    for (const [, type, nonRetryable] of cases) {
      await assert.rejects(failing.lifecycle('x'), { type, nonRetryable });
    }
  });

  it('the ledger calls trouble with our own credentials unavailable, whatever the status', async () => {
    const client = world.newClient();
    const failing = dynamoLedger(openStore(client, PREFIX));
    const names = [
      'ExpiredToken',
      'ExpiredTokenException',
      'UnrecognizedClientException',
      'InvalidSignatureException',
      'MissingAuthenticationTokenException',
      'CredentialsProviderError',
    ];
    const errors = names.map((name) => awsError(name));
    failNext(client, 'GetItem', errors);
    for (const name of names) {
      await assert.rejects(failing.lifecycle('x'), {
        type: 'Unavailable',
        nonRetryable: false,
        message: new RegExp(`${name}.*credentials of this process`),
      });
    }
  });

  it('the ledger calls a server that is not there unavailable', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const client = dynamoClient(`http://127.0.0.1:${port}`);
    await assert.rejects(dynamoLedger(openStore(client, PREFIX)).killSwitch(), {
      type: 'Unavailable',
      message: /GetItem of kill-switch/,
    });
    client.destroy();
  });

  it('the ledger gives up a conflict that never ends as throttled, which Temporal retries', async () => {
    const client = world.newClient();
    failNext(client, 'TransactWriteItems', Array.from({ length: 40 }, conflictError));
    await assert.rejects(
      dynamoLedger(openStore(client, PREFIX)).record(newId(), 1, storyUpdate(1, 1)),
      {
        type: 'Throttled',
        nonRetryable: false,
      },
    );
  });

  it('the ledger creates tables again without harm, and refuses tables with other keys', async () => {
    await createTables(world.client, PREFIX);
    const command = new CreateTableCommand({
      TableName: 'other-findings',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    });
    await world.client.send(command);
    await assert.rejects(createTables(world.client, 'other'), {
      type: 'ConfigurationError',
      message: /Table other-findings exists with the keys .*id HASH.* needs .*findingId HASH/,
    });
  });
});
