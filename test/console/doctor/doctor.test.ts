import assert from 'node:assert/strict';

import { Connection } from '@temporalio/client';

import type { Check } from '../../../console/doctor/check.ts';
import { node } from '../../../console/doctor/machine.ts';
import { report } from '../../../console/doctor/report.ts';
import { killSwitch, proofs } from '../../../console/doctor/safety.ts';
import { startTemporal, type TemporalServer } from '../../../sandbox/world/temporal.ts';
import { SEARCH_ATTRIBUTES } from '../../../workflows/messages.ts';
import { oneLine } from '../cli.ts';
import { textOf } from '../rows.ts';
import { closeloop } from '../shared-process.ts';

describe('the doctor', () => {
  it('the doctor reports everything although nothing is there', async () => {
    const ran = await closeloop(['doctor', '--json']);

    const { ok, checks } = oneLine(ran) as { ok: boolean; checks: Check[] };
    assert.deepEqual([ran.code, ok], [1, false]);
    assert.equal(find(checks, 'node').status, 'ok');
    assert.match(find(checks, 'variables').found, /AWS_REGION: missing/);
    assert.match(find(checks, 'server').found, /Temporal at 127\.0\.0\.1:1 could not be reached/);
    for (const check of checks) {
      assert.ok(check.status !== 'broken' || check.next.length > 0, check.name);
    }
  });

  it('the doctor refuses a Node that is too old', () => {
    assert.equal(node('v22.18.0').status, 'ok');
    assert.equal(node('v24.0.0').status, 'ok');
    assert.equal(node('v22.17.9').status, 'broken');
    assert.equal(node('v20.20.2').status, 'broken');
  });

  it('the doctor fails where nobody can decide, and warns of messages that need no proof', () => {
    const signIn = { namedBySession: ['222233334444:Security'], users: {} };
    const nobody = { namedBySession: [], users: {} };

    assert.deepEqual(statuses(proofs({ signIn, trustUnprovenUpTo: null }, null)), ['ok', 'ok']);
    assert.deepEqual(statuses(proofs({ signIn: nobody, trustUnprovenUpTo: null }, null)), [
      'broken',
      'ok',
    ]);
    assert.deepEqual(statuses(proofs({ signIn: nobody, trustUnprovenUpTo: 'LOW' }, null)), [
      'warn',
      'warn',
    ]);
    const [, trusting] = proofs({ signIn, trustUnprovenUpTo: 'HIGH' }, null);
    assert.equal(trusting?.status, 'warn');
    assert.match(trusting?.found ?? '', /up to HIGH/);
    assert.match(trusting?.next.join('\n') ?? '', /trust_unproven_up_to: never/);
  });

  it('the doctor tells who stopped the writes and why', async () => {
    const check = await killSwitch({
      killSwitch: () => Promise.resolve({ on: true, by: 'dana', why: 'wrong buckets' }),
    });

    assert.equal(check.status, 'warn');
    assert.match(check.found, /dana stopped all automatic writes: wrong buckets/);
  });

  it('the doctor calls nothing in place that it could not check', () => {
    const checks: Check[] = [
      { group: 'Machine', name: 'node', status: 'ok', found: 'v24', next: [] },
      { group: 'AWS', name: 'tables', status: 'skipped', found: 'not looked at', next: [] },
    ];

    const { text, failed } = report(checks);

    assert.equal(failed, false);
    assert.match(
      textOf({ text }),
      /Everything that was checked is in place, 1 not checked \(-\)\./,
    );
  });

  it('the doctor aligns names, marks and what to do', () => {
    const checks: Check[] = [
      { group: 'Machine', name: 'node', status: 'ok', found: 'v24', next: [] },
      { group: 'AWS', name: 'identity', status: 'broken', found: 'nobody', next: ['sign in'] },
      { group: 'AWS', name: 'tables', status: 'skipped', found: 'not looked at', next: [] },
    ];

    const { text, failed } = report(checks);

    assert.equal(failed, true);
    assert.equal(
      textOf({ text }),
      [
        'Machine',
        '  ✓ node      v24',
        '',
        'AWS',
        '  ✗ identity  nobody',
        '              → sign in',
        '  - tables    not looked at',
        '',
        '1 of 3 broken (✗), 1 not checked (-).',
      ].join('\n'),
    );
  });
});

describe('the doctor of a Temporal server', function () {
  this.timeout(120_000);
  let server: TemporalServer;
  const { keys, ...others } = SEARCH_ATTRIBUTES;

  before(async () => {
    server = await startTemporal({ searchAttributes: Object.values(others) });
  });

  after(async () => {
    await server.stop();
  });

  it('the doctor names the missing search attribute and the command that creates it', async () => {
    const check = find(await examined(server), 'search attributes');

    assert.equal(check.status, 'broken');
    assert.match(check.found, /FindingKeys is missing/);
    assert.deepEqual(check.next, [
      'temporal operator search-attribute create --namespace default --name FindingKeys --type KeywordList',
    ]);
  });

  it('the doctor refuses a search attribute of another type', async () => {
    await register(server, keys.name, 2);

    const check = find(await examined(server), 'search attributes');

    assert.match(check.found, /FindingKeys is KEYWORD, expected KEYWORD_LIST/);
  });

  it('the doctor fails where no worker polls, and says where the server is', async () => {
    const checks = await examined(server);

    assert.match(find(checks, 'server').found, new RegExp(`^${server.address}, namespace default`));
    assert.equal(find(checks, 'server').status, 'ok');
    const { status, found } = find(checks, 'runtime worker');
    assert.equal(status, 'broken');
    assert.match(found, /no worker polls closeloop-runtime/);
  });
});

function find(checks: readonly Check[], name: string): Check {
  const found = checks.find((check) => check.name === name);
  assert.ok(found, `no check named ${name} among ${checks.map((check) => check.name).join(', ')}`);
  return found;
}

async function examined({ address }: TemporalServer): Promise<readonly Check[]> {
  const ran = await closeloop(['doctor', '--json'], { TEMPORAL_ADDRESS: address });
  return (oneLine(ran) as { checks: Check[] }).checks;
}

async function register({ address }: TemporalServer, name: string, type: number): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    const searchAttributes = { [name]: type };
    await connection.operatorService.addSearchAttributes({
      namespace: 'default',
      searchAttributes,
    });
  } finally {
    await connection.close();
  }
}

function statuses(checks: readonly Check[]): readonly string[] {
  return checks.map(({ status }) => status);
}
