import assert from 'node:assert/strict';

import type { Lifecycle } from '../../../../activities/ledger/ledger.ts';
import { listFindings } from '../../../../console/commands/findings/list.ts';
import { PLAIN } from '../../../../console/output/page.ts';
import {
  closed,
  errorOf,
  ledgerOf,
  lifecycle,
  NOBODY_SIGNED_IN,
  NOW,
  tablesWith,
  textOf,
} from '../../rows.ts';

const overdue = lifecycle({
  name: 'late-bucket',
  phase: 'HUMAN_REVIEW',
  severity: 'LOW',
  reason: 'automation failed: AccessDenied',
  // Escalated since: the present level has time until tomorrow.
  nextDeadline: '2026-03-02T09:40:00.000Z',
  ladder: { asked: 'the lead of payments', next: null, overdue: 0, level: 2, levels: 2 },
  due: {
    first: '2026-03-01T09:40:00.000Z',
    who: 'payments',
    latest: '2026-03-03T09:40:00.000Z',
  },
});
const settling = lifecycle({
  name: 'settling-bucket',
  phase: 'SETTLE',
  owner: { team: 'data', because: 'Team=data matched' },
  waitsFor: 'The change settles.',
  nextDeadline: '2026-03-01T12:05:00.000Z',
});
const waiting = lifecycle({ name: 'payments-logs', severity: 'HIGH' });
const done = closed({ name: 'data-exports' });
const rows = [done, settling, waiting, overdue];

const from = (all: readonly Lifecycle[]) => ({
  ledger: ledgerOf(all),
  tables: () => Promise.resolve(tablesWith()),
  ...NOBODY_SIGNED_IN,
});

async function names(filter: Parameters<typeof listFindings>[1]): Promise<readonly string[]> {
  const { json } = await listFindings(from(rows), filter, NOW);
  const { findings } = json as { findings: { resource: { name: string } }[] };
  return findings.map(({ resource }) => resource.name);
}

describe('findings list', () => {
  it('findings list sorts overdue findings first, then those for people, automatic ones and closed ones', async () => {
    const order = await names({});

    assert.deepEqual(order, ['late-bucket', 'payments-logs', 'settling-bucket', 'data-exports']);
  });

  it('findings list filters by status, owner and open findings', async () => {
    assert.deepEqual(await names({ phase: 'SETTLE' }), ['settling-bucket']);
    assert.deepEqual(await names({ owner: 'data' }), ['settling-bucket']);
    assert.deepEqual(await names({ owner: 'cloud-security' }), []);
    assert.equal((await names({ open: true })).includes('data-exports'), false);
  });

  it('findings list names the team that was meant where no team has the name', async () => {
    const error = await errorOf(names({ owner: 'payment' }));

    assert.deepEqual([error.code, error.exitCode], ['unknown-team', 2]);
    assert.match(error.next.join('\n'), /findings list --owner payments\nTeams are: .*cloud-secur/);
  });

  it('findings list shows findings without an owner under the default team, and finds them by its name', async () => {
    const owner = { team: 'unassigned', because: 'there are no tags' };
    const nobodys = lifecycle({ name: 'orphan', owner });
    const all = from([nobodys, waiting, lifecycle({ name: 'unseen', owner: null })]);

    const found = [];
    for (const team of ['cloud-security', 'unassigned', 'payments']) {
      const { json } = await listFindings(all, { owner: team }, NOW);
      const { findings } = json as { findings: Record<string, unknown>[] };
      found.push(findings.map((row) => [row['owner'], row['ownerIsDefault']]));
    }

    assert.deepEqual(found, [
      [['cloud-security', true]],
      [['cloud-security', true]],
      [['payments', false]],
    ]);
    const text = textOf(await listFindings(all, {}, NOW));
    assert.match(text, /orphan .* cloud-security \(default\) /);
    assert.match(text, /unseen .* not known yet /);
  });

  it('findings list shows findings without an owner as unassigned while there is no default team', async () => {
    const owner = { team: 'unassigned', because: 'there are no tags' };
    const refusal = Object.assign(new Error('no default team'), { type: 'ConfigurationError' });
    const tables = { ...tablesWith(), ownership: () => Promise.reject(refusal) };
    const all = { ...from([lifecycle({ owner })]), tables: () => Promise.resolve(tables) };

    assert.match(textOf(await listFindings(all, {}, NOW)), / unassigned /);
  });

  it('findings list shows why people have to decide, whatever a later check found', async () => {
    const waitsFor = 'payments decides until 2026-03-01T16:00Z: the runbook failed';
    const row = lifecycle({ phase: 'HUMAN_REVIEW', reason: 'open: still public', waitsFor });

    assert.match(textOf(await listFindings(from([row]), {}, NOW)), /a decision: the runbook fa/);
  });

  it('findings list shortens the names of types without a control to 32 columns', async () => {
    const findingType = 'Software and Configuration Checks/Vulnerabilities/CVE';
    const problem = { ...lifecycle().problem, control: null, findingType };
    const text = textOf(await listFindings(from([lifecycle({ problem })]), {}, NOW));

    assert.match(text, /  Software and Configuration Chec…  payments-logs/);
  });

  it('findings list sorts findings of one kind by severity, then by deadline', async () => {
    const soon = lifecycle({ name: 'soon', nextDeadline: '2026-03-01T12:30:00.000Z' });
    const critical = lifecycle({ name: 'critical' });
    const { json } = await listFindings(from([waiting, critical, soon]), {}, NOW);

    const { findings } = json as { findings: { resource: { name: string } }[] };
    assert.deepEqual(
      findings.map(({ resource }) => resource.name),
      ['soon', 'critical', 'payments-logs'],
    );
  });

  it('findings list gives scripts the identity, the team and whether it is overdue in one row', async () => {
    const { json } = await listFindings(from([overdue]), {}, NOW);

    const { findings } = json as { findings: Record<string, unknown>[] };
    const {
      workflowId,
      control,
      account,
      owner,
      phase,
      overdue: late,
      lateSeconds,
    } = findings[0] ?? {};
    assert.deepEqual(
      { workflowId, control, account, owner, phase, late, lateSeconds },
      {
        workflowId: overdue.workflowId,
        control: 'S3.PublicAccess',
        account: '111122223333',
        owner: 'payments',
        phase: 'HUMAN_REVIEW',
        late: true,
        lateSeconds: 8400,
      },
    );
  });

  it('findings list says in words when a finding is due and what it waits for', async () => {
    const text = textOf(await listFindings(from(rows), {}, NOW));

    assert.match(
      text,
      /HUMAN_REVIEW +LOW .*in 21 h 40 min +2 h 20 min, payments +last of 2 +a decision: autom/,
    );
    assert.match(
      text,
      /AWAITING_APPROVAL +HIGH .*in 4 h +- +- +approval of Closeloop-S3PublicAccess/,
    );
    assert.match(text, /CLOSED .* Fixed: remediated/);
    assert.match(
      text,
      /4 problems, reported by 4 findings: 1 overdue, 2 waiting for people, 0 accepted, 1 closed\./,
    );
  });

  it('findings list counts problems, and the findings that report them', async () => {
    const [first, ...others] = rows;
    assert.ok(first !== undefined);
    const twice = { ...first, findings: [...first.findings, ...first.findings] };
    const text = textOf(await listFindings(from([twice, ...others]), {}, NOW));
    assert.match(text, /4 problems, reported by 5 findings: /);
  });

  for (const width of [60, 80, 100, 140]) {
    it(`findings list fits the list to a terminal of ${width} columns and names what has no room`, async () => {
      const text = textOf(await listFindings(from(rows), {}, NOW), { ...PLAIN, width });
      const [, printed = ''] = text.split('\n\n');
      const sheet = printed.split('\n');

      for (const line of sheet) assert.ok(line.length <= width, `${line.length}: ${line}`);
      assert.match(sheet[0] ?? '', /^ID +STATUS +SEVERITY/);
      const named = sheet.slice(5).join(' ');
      for (const title of ['ACCOUNT', 'OWNER', 'DEADLINE', 'LATE', 'LEVEL', 'WAITS FOR']) {
        assert.ok(sheet[0]?.includes(title) === true || named.includes(title), title);
      }
    });
  }

  it('findings list prints no control character of a finding', async () => {
    const evil = lifecycle({ name: 'x', planSummary: 'a\u001B[31m b\r\n\u0007c' });
    const text = textOf(await listFindings(from([evil]), {}, NOW));

    assert.match(text, /approval of a b ⏎ �c/);
    assert.equal(text.includes('\u001B'), false);
  });

  it('findings list shortens a long reason; the story has all of it', async () => {
    const long = lifecycle({ phase: 'HUMAN_REVIEW', reason: `denied ${'x'.repeat(400)}` });
    const text = textOf(await listFindings(from([long]), {}, NOW));

    assert.match(text, /a decision: denied x{100,112}…\n/);
  });

  it('findings list says how a finding comes in when the ledger is empty', async () => {
    const empty = textOf(await listFindings(from([]), {}, NOW));
    const filtered = textOf(await listFindings(from(rows), { phase: 'TRIAGE' }, NOW));

    assert.match(empty, /findings send FILE/);
    assert.match(filtered, /No finding matches/);
  });
});
