/** What Closeloop does unasked or for the whole ledger: import, sweep, seals and audit, all in one world. */
import { Client, Connection } from '@temporalio/client';

import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { auditing } from './audit.ts';
import { importing } from './import-suppressed.ts';
import { sealing } from './sealed-story.ts';
import { sweeping } from './sweep.ts';

describe('the import, the Schedules and the seals', () => {
  let world: World;
  let client: Client;
  before(async () => {
    world = await startWorld({ say: () => {}, settleSeconds: 0.5 });
    const connection = await Connection.connect({ address: world.temporal.address });
    client = new Client({ connection, namespace: world.temporal.namespace });
  });
  after(async () => {
    await client.connection.close();
    await world.stop();
  });

  // First, since it begins with an empty ledger.
  describe('the import of what Security Hub holds as SUPPRESSED', () => importing(() => world));

  describe('the sweep', () => sweeping(() => ({ world, client })));

  describe('the sealed story', () => sealing(() => ({ world, client })));

  // Last, since it looks at all that was closed before.
  describe('the audit', () => auditing(() => ({ world, client })));
});
