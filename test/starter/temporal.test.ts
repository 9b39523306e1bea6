/** The handler against a real Temporal server with no worker: starting and joining works all the same. */
import assert from 'node:assert/strict';

import { Client, Connection } from '@temporalio/client';

import { lifecycleClient } from '../../client/lifecycle-client.ts';
import { reconnecting } from '../../client/reconnecting.ts';
import type { Reconnecting } from '../../client/reconnecting.ts';
import { freePort } from '../../sandbox/tools/free-port.ts';
import { startTemporal } from '../../sandbox/world/temporal.ts';
import type { TemporalServer } from '../../sandbox/world/temporal.ts';
import { createHandler } from '../../starter/handler.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages.ts';
import { rawEvent, rawFinding } from '../builders/asff.ts';
import type { Raw } from '../builders/asff.ts';
import { fakes } from './fakes.ts';
import { identified } from './identified.ts';

describe('the starter and Temporal', () => {
  let server: TemporalServer;
  let port = 0;
  let connections = 0;
  let temporal: Reconnecting;
  let lifecycles: ReturnType<typeof lifecycleClient>;
  before(async function start() {
    this.timeout(90_000);
    port = await freePort();
    server = await startTemporal({ port });
    temporal = reconnecting(connect, 3_000);
    lifecycles = lifecycleClient(temporal.call);
  });
  after(async function stop() {
    this.timeout(30_000);
    await temporal.close();
    await server.stop();
  });

  function connect() {
    connections += 1;
    const connection = Connection.lazy({ address: `127.0.0.1:${port}` });
    return { client: new Client({ connection }), connection };
  }

  async function inspect<T>(look: (client: Client) => Promise<T>): Promise<T> {
    const { client, connection } = connect();
    connections -= 1;
    try {
      return await look(client);
    } finally {
      await connection.close();
    }
  }

  async function eventsOf(id: string): Promise<readonly string[]> {
    return await inspect(async ({ workflow }) => {
      const { events } = await workflow.getHandle(id).fetchHistory();
      return (events ?? []).map(
        (event) => Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? '',
      );
    });
  }

  it('a start carries queue, search attributes and a summary without an ARN', async () => {
    const { raw, id } = about('carries-all');

    await createHandler({ ...fakes(), lifecycles })(rawEvent([raw]));

    const seen = await inspect(async ({ workflow }) => {
      const description = await workflow.getHandle(id).describe();
      return {
        description,
        summary: await description.staticSummary(),
        details: await description.staticDetails(),
      };
    });
    const { typedSearchAttributes: attributes, taskQueue, type } = seen.description;
    assert.equal(type, 'FindingLifecycle');
    assert.equal(taskQueue, 'closeloop-orchestrator');
    assert.equal(attributes.get(SEARCH_ATTRIBUTES.state), 'TRIAGE');
    assert.equal(attributes.get(SEARCH_ATTRIBUTES.control), 'S3.PublicAccess');
    assert.equal(attributes.get(SEARCH_ATTRIBUTES.account), '111122223333');
    assert.equal(attributes.get(SEARCH_ATTRIBUTES.region), 'eu-west-1');
    assert.deepEqual(attributes.get(SEARCH_ATTRIBUTES.keys), ['carries-all']);
    assert.equal(seen.summary, 'S3.PublicAccess · carries-all · 111122223333 · eu-west-1');
    assert.match(seen.details ?? '', /S3 general purpose buckets should block public access/);
  });

  it('the same event 50 times at once is one lifecycle', async () => {
    const { raw, id } = about('fifty-times');
    const handler = createHandler({ ...fakes(), lifecycles });

    await Promise.all(Array.from({ length: 50 }, async () => await handler(rawEvent([raw]))));

    const events = await eventsOf(id);
    const count = (name: string) => events.filter((event) => event.startsWith(name)).length;
    assert.equal(count('workflowExecutionStarted'), 1);
    // All fifty looked before the first was remembered, and none of them reached another run.
    assert.equal(count('workflowExecutionSignaled'), 50);
  }).timeout(20_000);

  it('an unchanged re-import adds nothing to the history', async () => {
    const { raw, id } = about('unchanged');
    const handler = createHandler({ ...fakes(), lifecycles });

    await handler(rawEvent([raw]));
    const before = await eventsOf(id);
    await handler(rawEvent([raw], { id: 'another-event' }));

    assert.deepEqual(await eventsOf(id), before);
  });

  it('an identical return after the close starts a new run under the same id', async () => {
    const { raw, id } = about('returns');
    const world = fakes();
    const handler = createHandler({ ...world, lifecycles });
    const runId = async () =>
      await inspect(async ({ workflow }) => (await workflow.getHandle(id).describe()).runId);

    await handler(rawEvent([raw]));
    const first = await runId();
    await inspect(async ({ workflow }) => await workflow.getHandle(id).terminate('closed'));
    world.closeAll('2026-03-02T11:00:00.000Z');
    await handler(rawEvent([raw]));

    assert.notEqual(await runId(), first);
  });

  it('PASSED starts nothing where nothing is open', async () => {
    const { raw, id } = about('passed');
    const passed = { ...raw, Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' } };

    await createHandler({ ...fakes(), lifecycles })(rawEvent([passed]));

    await assert.rejects(eventsOf(id), /not found/i);
  });

  it('one connection serves all invocations, and a dead one is replaced', async () => {
    const { raw, id } = about('survives');
    const handler = createHandler({ ...fakes(), lifecycles });
    assert.equal(connections, 1);

    await server.stop();
    await assert.rejects(
      handler(rawEvent([raw])),
      /survives.* could not be taken; Lambda delivers it again/,
    );
    server = await startTemporal({ port });
    await handler(rawEvent([raw]));

    assert.ok((await eventsOf(id)).length > 0);
    assert.ok(connections <= 3, `${connections} connections`);
  }).timeout(90_000);
});

/** A bucket of its own per test, so that tests share the server and nothing else. */
function about(name: string): { readonly raw: Raw; readonly id: string } {
  const changes = {
    Id: `finding/${name}`,
    Resources: [{ Type: 'AwsS3Bucket', Id: `arn:aws:s3:::${name}` }],
  };
  return { raw: rawFinding(changes), id: identified(changes).workflowId };
}
