import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Connection } from '@temporalio/client';

import { RETENTION_DAYS } from '../../infra/temporal/namespace.ts';
import * as sandbox from '../../sandbox/world/temporal.ts';
import {
  ATTRIBUTE_TYPES,
  describeDifferences,
  missingSearchAttributes,
} from '../../workers/search-attributes.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages.ts';

const PROVISION = fileURLToPath(new URL('../../infra/temporal/provision.ts', import.meta.url));
const NAMES = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);
const KEYWORD = ATTRIBUTE_TYPES.indexOf('KEYWORD');

describe('provisioning a Temporal server', () => {
  let server: sandbox.TemporalServer;
  before(async () => {
    server = await sandbox.startTemporal({ searchAttributes: [] });
  });
  after(async () => {
    await server.stop();
    await rm(dirname(server.logFile), { recursive: true });
  });

  it('provisioning creates the namespace and every search attribute, and changes nothing the second time', async () => {
    const first = await provision(server, 'findings');
    const second = await provision(server, 'findings');

    assert.equal(first.status, 0, first.output);
    assert.match(first.output, /namespace findings: creating it, retention 90 days/u);
    for (const name of NAMES) assert.match(first.output, new RegExp(`${name}: adding`, 'u'));
    assert.equal(second.status, 0, second.output);
    assert.equal(
      second.output,
      'namespace findings: there, retention 90 days\n' +
        'search attributes of findings: all there, all of the right type\n' +
        'schedule closeloop-sweep: updated\n' +
        'schedule closeloop-audit: updated\n',
    );
    assert.deepEqual(await typesIn(server, 'findings'), wantedTypes());
  });

  it('provisioning with --check only compares', async () => {
    const missing = await provision(server, 'untouched', '--check');
    const bare = await provision(server, 'default', '--check');

    assert.equal(missing.status, 1);
    assert.equal(missing.output, 'namespace untouched: missing\n');
    assert.equal(bare.status, 1);
    assert.match(bare.output, /FindingState \(KEYWORD\) is missing/u);
    assert.match(bare.output, /Add them with `node infra\/temporal\/provision\.ts`/u);
    assert.deepEqual(await typesIn(server, 'default'), {});
  });

  it('provisioning adds what a namespace lacks, and raises a short retention', async () => {
    await register(server, 'short', '1 day', {});
    const checked = await provision(server, 'short', '--check');
    const applied = await provision(server, 'short');

    assert.equal(checked.status, 1);
    assert.match(checked.output, /retention is 1 days, wanted are 90/u);
    assert.equal(applied.status, 0, applied.output);
    assert.match(applied.output, /retention is 1 days, raising it to 90/u);
    assert.equal((await provision(server, 'short', '--check')).status, 0);
  });

  it('provisioning changes nothing when an attribute has another type, and says so', async () => {
    await register(server, 'taken', '90 days', { FindingEpisode: KEYWORD });

    const { status, output } = await provision(server, 'taken');

    assert.equal(status, 1);
    assert.match(output, /FindingEpisode is KEYWORD, the workflows write INT/u);
    assert.match(output, /use a namespace of its own/u);
    assert.deepEqual(await typesIn(server, 'taken'), { FindingEpisode: 'KEYWORD' });
  });

  it('provisioning gives up on a server that does not answer, with its address and what to check', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const bound = silent.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    try {
      const { status, output } = await provision(
        { address: `127.0.0.1:${port}` },
        'findings',
        '--wait',
        '1',
      );

      assert.equal(status, 1);
      assert.match(
        output,
        new RegExp(`Temporal at 127\\.0\\.0\\.1:${port} did not answer within 1 s`, 'u'),
      );
      assert.match(output, /Check TEMPORAL_ADDRESS/u);
    } finally {
      silent.close();
    }
  });

  it('a worker learns what its namespace lacks', async () => {
    const connection = await Connection.connect({ address: server.address });
    try {
      const differences = await missingSearchAttributes(connection, 'default');

      assert.deepEqual(
        differences.map(({ name }) => name),
        NAMES,
      );
      assert.match(describeDifferences(differences, 'default'), /namespace default differ/u);
    } finally {
      await connection.close();
    }
  });

  it('provisioning and the sandbox use the same retention', () => {
    assert.equal(RETENTION_DAYS, sandbox.RETENTION_DAYS);
  });
});

interface Ended {
  readonly status: number;
  readonly output: string;
}

function provision(
  target: { readonly address: string },
  namespace: string,
  ...args: string[]
): Promise<Ended> {
  const env = { ...process.env, TEMPORAL_ADDRESS: target.address, TEMPORAL_NAMESPACE: namespace };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROVISION, ...args], { env }, (_error, out, err) =>
      resolve({ status: child.exitCode ?? -1, output: out + err }),
    );
  });
}

function wantedTypes(): Record<string, string> {
  return Object.fromEntries(
    Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, type] as const),
  );
}

/** Read with the test's own code, so that the comparison under test is not its own witness. */
async function typesIn(
  { address }: sandbox.TemporalServer,
  namespace: string,
): Promise<Record<string, string>> {
  const connection = await Connection.connect({ address });
  try {
    const answer = await connection.operatorService.listSearchAttributes({ namespace });
    const entries = Object.entries(answer.customAttributes ?? {});
    return Object.fromEntries(
      entries.map(([name, number]) => [name, ATTRIBUTE_TYPES[number] ?? 'unknown'] as const),
    );
  } finally {
    await connection.close();
  }
}

async function register(
  { address }: sandbox.TemporalServer,
  namespace: string,
  retention: '1 day' | '90 days',
  searchAttributes: Record<string, number>,
): Promise<void> {
  const { msToTs } = await import('@temporalio/common/lib/time.js');
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(retention),
    });
    if (Object.keys(searchAttributes).length > 0)
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } finally {
    await connection.close();
  }
}
