import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import {
  dynamoPolicyTables,
  syncPolicies,
} from '../../../activities/ledger/policy/policy-tables.ts';
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import { loadPolicies } from '../../../policies/load.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';
import { PREFIX, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

const SANDBOX = fileURLToPath(new URL('../../../sandbox/policies', import.meta.url));

describe('policy tables', () => {
  let world: LedgerWorld;
  let tables: PolicyTables;
  before(async () => {
    world = await startLedgerWorld();
    tables = dynamoPolicyTables(openStore(world.client, PREFIX));
  });
  after(async () => await world.stop());

  it('the ownership table is refused before a default team is loaded', async () => {
    await assert.rejects(tables.ownership(), {
      type: 'ConfigurationError',
      message: /ledger-test-ownership has no default team/,
    });
    assert.equal(await tables.remediationStamp(), null);
  });

  it('say what the policy files say after a worker has started, however often', async () => {
    const policies = await loadPolicies(SANDBOX);
    for (let n = 0; n < 2; n += 1) await syncPolicies(tables, policies, 'commit-1');
    await Promise.all([1, 2].map(async () => await syncPolicies(tables, policies, 'commit-1')));
    const { defaultTeam, teams, patterns } = await tables.ownership();
    assert.equal(defaultTeam, policies.ownership.defaultTeam);
    assert.deepEqual(sorted(teams), sorted(policies.ownership.teams));
    assert.deepEqual(sorted(patterns), sorted(policies.ownership.patterns));
    for (const wanted of policies.remediation) {
      assert.deepEqual(await tables.remediation(wanted.type), { ...wanted, commit: 'commit-1' });
    }
    assert.equal((await tables.remediationStamp())?.rows, policies.remediation.length);
  });

  it('replace every remediation row, drop the rest and stamp the commit', async () => {
    await tables.replaceRemediation([row('A.One'), row('A.Two')], 'commit-1');
    await tables.replaceRemediation([row('A.Two', { mode: 'shadow' })], 'commit-2');
    assert.equal(await tables.remediation('A.One'), null);
    const two = await tables.remediation('A.Two');
    assert.equal(two?.mode, 'shadow');
    assert.equal(two.commit, 'commit-2');
    const stamp = await tables.remediationStamp();
    assert.deepEqual([stamp?.commit, stamp?.rows], ['commit-2', 1]);
    assert.equal(await tables.remediation(''), null);
  });

  it('a load of the remediation table reverts what somebody edited by hand', async () => {
    await tables.replaceRemediation([row('A.One', { mode: 'shadow' })], 'commit-1');
    await setMode('A.One', 'enforce');
    assert.equal((await tables.remediation('A.One'))?.mode, 'enforce');
    await tables.replaceRemediation([row('A.One', { mode: 'shadow' })], 'commit-1');
    assert.equal((await tables.remediation('A.One'))?.mode, 'shadow');
  });

  it('replace more rows than one transaction takes', async () => {
    await tables.replaceRemediation(many('A'), 'commit-1');
    await tables.replaceRemediation(many('B'), 'commit-2');
    assert.equal(await tables.remediation('A.0'), null);
    assert.equal((await tables.remediation('B.149'))?.commit, 'commit-2');
    assert.equal((await tables.remediationStamp())?.rows, 150);
    await tables.replaceRemediation([], 'commit-3');
    assert.equal(await tables.remediation('B.149'), null);
    assert.equal((await tables.remediationStamp())?.rows, 0);
  });

  it('a remediation row without a mode is in shadow mode, and an unknown mode is refused', async () => {
    await tables.replaceRemediation([row('A.One')], 'commit-1');
    await setMode('A.One', undefined);
    assert.equal((await tables.remediation('A.One'))?.mode, 'shadow');
    await setMode('A.One', 'ENFORCE');
    await assert.rejects(tables.remediation('A.One'), {
      type: 'SchemaMismatch',
      message: /Item A.One in ledger-test-remediation cannot be read: mode: /,
    });
  });

  it('loading ownership keeps rows that people changed and adds those that are missing', async () => {
    const { ownership } = await loadPolicies(SANDBOX);
    await tables.seedOwnership(ownership);
    await world.document.put({
      TableName: `${PREFIX}-ownership`,
      Item: { schema: 1, entry: 'pattern#Team=data', pattern: 'Team=data', team: 'payments' },
    });
    const more = { pattern: 'Environment=test, App=shop', team: 'payments' };
    const again = { pattern: 'Team=platform, Environment=production', team: 'data' };
    const seed = { ...ownership, patterns: [...ownership.patterns, more, again] };
    assert.equal(await tables.seedOwnership(seed), 1);
    const owners = new Map((await tables.ownership()).patterns.map((p) => [p.pattern, p.team]));
    assert.equal(owners.get('Team=data'), 'payments');
    assert.equal(owners.get('Environment=production,Team=platform'), 'platform');
    assert.equal(owners.get(more.pattern), 'payments');
  });

  it('a malformed owner pattern is returned for doctor to report, and an unknown row is refused', async () => {
    const TableName = `${PREFIX}-ownership`;
    const bad = { schema: 1, entry: 'pattern#?', pattern: 'Team', team: 'data' };
    await world.document.put({ TableName, Item: bad });
    const { patterns } = await tables.ownership();
    assert.ok(patterns.some(({ pattern }) => pattern === 'Team'));
    await world.document.put({ TableName, Item: { schema: 1, entry: 'teem#x' } });
    await assert.rejects(tables.ownership(), {
      type: 'SchemaMismatch',
      message: /Item teem#x in ledger-test-ownership cannot be read: entry: /,
    });
  });

  async function setMode(type: string, mode: string | undefined): Promise<void> {
    await world.document.update({
      TableName: `${PREFIX}-remediation`,
      Key: { type },
      UpdateExpression: mode === undefined ? 'REMOVE #mode' : 'SET #mode = :mode',
      ExpressionAttributeNames: { '#mode': 'mode' },
      ...(mode === undefined ? {} : { ExpressionAttributeValues: { ':mode': mode } }),
    });
  }
});

function row(type: string, change: Partial<RemediationRow> = {}): RemediationRow {
  const usual = { automated: true, mode: 'enforce', modes: {}, path: 'runtime' } as const;
  return { type, ...usual, approvalFrom: 'HIGH', ...change };
}

function many(letter: string): RemediationRow[] {
  return Array.from({ length: 150 }, (_, n) => row(`${letter}.${n}`));
}

/** For rows whose order means nothing. */
function sorted(rows: readonly unknown[]): readonly string[] {
  return rows.map((each) => JSON.stringify(each)).sort();
}
