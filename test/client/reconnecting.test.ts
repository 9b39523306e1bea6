import assert from 'node:assert/strict';

import { Client, Connection } from '@temporalio/client';

import { reconnecting } from '../../client/reconnecting.ts';

/** As grpc reports a server that cannot be reached. */
function unavailable(): Error {
  return Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: '', metadata: {} });
}

/** Connections that are never used, counted as they are made and closed. */
function links(): {
  made: number;
  closed: number;
  connect: () => { client: Client; connection: Connection };
} {
  const count = {
    made: 0,
    closed: 0,
    connect: () => {
      count.made += 1;
      const connection = Connection.lazy({ address: '127.0.0.1:1' });
      connection.close = async () => {
        count.closed += 1;
      };
      return { client: new Client({ connection }), connection };
    },
  };
  return count;
}

it('calls that fail together share one new connection', async () => {
  const count = links();
  const { call } = reconnecting(count.connect, 1_000);
  let failures = 0;
  const work = async () => {
    await new Promise(setImmediate);
    if (failures++ < 5) throw unavailable();
    return 'done';
  };

  assert.deepEqual(
    await Promise.all(Array.from({ length: 5 }, () => call(work))),
    Array(5).fill('done'),
  );
  assert.equal(count.made, 2);
  assert.equal(count.closed, 1);
});

it('a broken connection is closed only when the calls of its neighbours have ended', async () => {
  const count = links();
  const { call } = reconnecting(count.connect, 1_000);
  const slow = Promise.withResolvers<string>();
  const neighbour = call(() => slow.promise);
  let failed = false;
  await call(async () => {
    if (failed) return;
    failed = true;
    throw unavailable();
  });

  assert.deepEqual([count.made, count.closed], [2, 0]);
  slow.resolve('late');
  assert.equal(await neighbour, 'late');
  assert.equal(count.closed, 1);
});
