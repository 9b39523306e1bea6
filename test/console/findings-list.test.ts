import assert from 'node:assert/strict';

import { listFindings } from '../../console/commands/findings-list.ts';
import { PLAIN } from '../../console/page.ts';
import { closed, ledgerOf, lifecycle, NOW } from './rows.ts';

const overdue = lifecycle({
  name: 'late-bucket',
  phase: 'HUMAN_REVIEW',
  severity: 'LOW',
  reason: 'automation failed: AccessDenied',
  nextDeadline: '2026-03-01T09:40:00.000Z',
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

async function names(filter: Parameters<typeof listFindings>[1]): Promise<readonly string[]> {
  const { json } = await listFindings(ledgerOf(rows), filter, NOW);
  const { findings } = json as { findings: { resource: { name: string } }[] };
  return findings.map(({ resource }) => resource.name);
}

describe('findings list', () => {
  it('puts what is overdue first, then people, machines and the closed', async () => {
    const order = await names({});

    assert.deepEqual(order, ['late-bucket', 'payments-logs', 'settling-bucket', 'data-exports']);
  });

  it('keeps only the phase, the owner or the open ones asked for', async () => {
    assert.deepEqual(await names({ phase: 'SETTLE' }), ['settling-bucket']);
    assert.deepEqual(await names({ owner: 'data' }), ['settling-bucket']);
    assert.deepEqual(await names({ owner: 'nobody' }), []);
    assert.equal((await names({ open: true })).includes('data-exports'), false);
  });

  it('sorts equals by severity, then by deadline', async () => {
    const soon = lifecycle({ name: 'soon', nextDeadline: '2026-03-01T12:30:00.000Z' });
    const critical = lifecycle({ name: 'critical' });
    const { json } = await listFindings(ledgerOf([waiting, critical, soon]), {}, NOW);

    const { findings } = json as { findings: { resource: { name: string } }[] };
    assert.deepEqual(
      findings.map(({ resource }) => resource.name),
      ['soon', 'critical', 'payments-logs'],
    );
  });

  it('gives scripts identity, team and lateness in one row', async () => {
    const { json } = await listFindings(ledgerOf([overdue]), {}, NOW);

    const { findings } = json as { findings: Record<string, unknown>[] };
    const { workflowId, control, account, owner, phase, overdue: late } = findings[0] ?? {};
    assert.deepEqual(
      { workflowId, control, account, owner, phase, late },
      {
        workflowId: overdue.workflowId,
        control: 'S3.PublicAccess',
        account: '111122223333',
        owner: 'payments',
        phase: 'HUMAN_REVIEW',
        late: true,
      },
    );
  });

  it('says when, for what and for whom in words', async () => {
    const text = (await listFindings(ledgerOf(rows), {}, NOW)).text(PLAIN);

    assert.match(text, /HUMAN_REVIEW +LOW .*overdue 2 h 20 min +a decision: automation failed/);
    assert.match(text, /AWAITING_APPROVAL +HIGH .*in 4 h +approval of Closeloop-S3PublicAccess/);
    assert.match(text, /CLOSED .* Fixed: remediated/);
    assert.match(text, /4 findings: 1 overdue, 2 waiting for people, 1 closed\./);
  });

  for (const width of [60, 80, 100, 140]) {
    it(`fits a terminal of ${width} columns and keeps what is needed`, async () => {
      const text = (await listFindings(ledgerOf(rows), {}, NOW)).text({ ...PLAIN, width });
      const sheet = text.slice(0, text.indexOf('\n\n')).split('\n');

      assert.equal(sheet.length, 5);
      for (const line of sheet) assert.ok(line.length <= width, `${line.length}: ${line}`);
      assert.match(sheet[0] ?? '', /^ID +PHASE +SEVERITY/);
    });
  }

  it('lets no control character of a finding reach the terminal', async () => {
    const evil = lifecycle({ name: 'x', planSummary: 'a\u001B[31m b\r\n\u0007c' });
    const text = (await listFindings(ledgerOf([evil]), {}, NOW)).text(PLAIN);

    assert.match(text, /approval of a b c/);
    assert.equal(text.includes('\u001B'), false);
  });

  it('keeps a long reason to a glance; the story has all of it', async () => {
    const long = lifecycle({ phase: 'HUMAN_REVIEW', reason: `denied ${'x'.repeat(400)}` });
    const text = (await listFindings(ledgerOf([long]), {}, NOW)).text(PLAIN);

    assert.match(text, /a decision: denied x{100,112}…\n/);
  });

  it('of nothing says how a finding comes in', async () => {
    const empty = (await listFindings(ledgerOf([]), {}, NOW)).text(PLAIN);
    const filtered = (await listFindings(ledgerOf(rows), { owner: 'x' }, NOW)).text(PLAIN);

    assert.match(empty, /findings send FILE/);
    assert.match(filtered, /No finding matches/);
  });
});
