import assert from 'node:assert/strict';

import { listExceptions } from '../../../console/commands/exceptions/list.ts';
import { showException } from '../../../console/commands/exceptions/show.ts';
import { listFindings } from '../../../console/commands/findings/list.ts';
import {
  errorOf,
  ledgerOf,
  lifecycle,
  NOBODY_SIGNED_IN,
  NOW,
  tablesWith,
  textOf,
} from '../rows.ts';

const DAY = 86_400_000;

function accepted(name: string, inDays: number) {
  const until = new Date(NOW + inDays * DAY).toISOString();
  const who = { by: 'ana', confirmedBy: null, why: `${name} moves`, severity: 'HIGH' } as const;
  const exception = { ...who, since: '2026-02-01T12:00:00.000Z', until };
  return lifecycle({ name, phase: 'ACCEPTED', nextDeadline: until, exception });
}

const late = {
  ladder: { asked: 'the security lead', next: null, overdue: 1 },
  phase: 'HUMAN_REVIEW',
};
const rows = [
  accepted('later', 40),
  accepted('sooner', 14),
  lifecycle({ name: 'open' }),
  lifecycle({ name: 'slipped', ...late }),
];
const ids = (json: Readonly<Record<string, unknown>>, key: string) =>
  (json[key] as { resource: { name: string } }[]).map(({ resource }) => resource.name);

const within = async (expiring: number) =>
  ids((await listExceptions(ledgerOf(rows), { expiring, now: NOW })).json, 'exceptions');
const list = async (filter: Parameters<typeof listFindings>[1]) => {
  const from = {
    ledger: ledgerOf(rows),
    tables: () => Promise.resolve(tablesWith()),
    ...NOBODY_SIGNED_IN,
  };
  return ids((await listFindings(from, filter, NOW)).json, 'findings');
};

describe('exceptions list', () => {
  it('exceptions list lists what is accepted, the soonest end first', async () => {
    const reply = await listExceptions(ledgerOf(rows), { expiring: undefined, now: NOW });

    assert.deepEqual(ids(reply.json, 'exceptions'), ['sooner', 'later']);
    assert.match(textOf(reply), /in 14 d +HIGH .* ana +sooner moves\n/);
  });

  it('exceptions list lists only what ends within so many days with --expiring', async () => {
    assert.deepEqual([await within(13), await within(14)], [[], ['sooner']]);
  });

  it('exceptions list lists what one person requested, with the command that a second person runs', async () => {
    const until = '2026-03-31T12:00:00Z';
    const request = {
      decision: 'accept',
      by: 'ana',
      why: 'moves',
      until,
      planHash: null,
    } as const;
    const pending = lifecycle({ name: 'pending', phase: 'HUMAN_REVIEW', request });
    const reply = await listExceptions(ledgerOf([pending]), { expiring: undefined, now: NOW });

    const [asked] = reply.json['asked'] as readonly { confirm: string }[];
    assert.match(asked?.confirm ?? '', /findings confirm pending000$/);
    assert.match(
      textOf(reply),
      /Not in force yet[^]*ana wants to accept S3.PublicAccess on pending/,
    );
    assert.ok(textOf(reply).includes(asked?.confirm ?? 'none'));
  });

  it('exceptions list says how a finding is accepted when no exception is in force', async () => {
    const reply = await listExceptions(ledgerOf([]), { expiring: undefined, now: NOW });

    assert.match(textOf(reply), /Nothing is accepted\.\n.*findings accept ID --days 30/);
  });
});

describe('exceptions show', () => {
  it('exceptions show shows who accepted a finding, why and until when, and offers to extend and revoke', async () => {
    const reply = await showException({ ledger: ledgerOf(rows) }, 'sooner', NOW);

    assert.match(textOf(reply), /Accepted +as HIGH by ana: sooner moves\n/);
    assert.match(textOf(reply), /Ends +2026-03-15 12:00:00 UTC \(in 14 d\)/);
    assert.match(textOf(reply), /findings extend [^]*findings revoke /);
  });

  it('exceptions show fails for a finding that nobody accepted, and names the commands that are allowed', async () => {
    const error = await errorOf(showException({ ledger: ledgerOf(rows) }, 'open', NOW));

    assert.equal(error.code, 'no-exception');
    assert.match(error.next.join('\n'), /findings accept /);
  });
});

describe('findings list', () => {
  it('findings list filters findings that are accepted, end soon or are overdue', async () => {
    assert.deepEqual((await list({ accepted: true })).toSorted(), ['later', 'sooner']);
    assert.deepEqual(await list({ expiring: 14 }), ['sooner']);
    assert.deepEqual(await list({ overdue: true }), ['slipped']);
  });

  it('findings list sorts overdue findings first, and accepted ones after those that wait for people', async () => {
    assert.deepEqual(await list({}), ['slipped', 'open', 'sooner', 'later']);
  });
});
