import assert from 'node:assert/strict';

import { showFinding } from '../../console/commands/findings/show.ts';
import { lifecycle, linesOf, NOW, PLAN, refusalsOf, textOf } from './rows.ts';
import { from, shown, story } from './showing.ts';

describe('findings show, with people', () => {
  const exception = {
    by: 'ana',
    confirmedBy: 'kim',
    why: 'moves in March',
    since: '2026-02-01T12:00:00.000Z',
    until: '2026-03-31T12:00:00.000Z',
    severity: 'HIGH',
  } as const;
  const accepted = lifecycle({
    phase: 'ACCEPTED',
    waitsFor: 'Accepted by ana until 2026-03-31T12:00Z: moves in March',
    nextDeadline: exception.until,
    exception,
    headsUpAt: '2026-03-17T12:00:00.000Z',
  });
  const request = {
    decision: 'accept',
    by: 'dana',
    why: 'moves in March',
    until: '2026-03-31T14:00:00+02:00',
    planHash: null,
  } as const;

  it('says who accepted it, who confirmed, since when, until when, why, and when people hear', async () => {
    const text = textOf(await shown(accepted));

    assert.match(text, /Accepted +as HIGH by ana, confirmed by kim: moves in March\n/);
    assert.match(text, /Since +2026-02-01 12:00:00 UTC/);
    assert.match(text, /Ends +2026-03-31 12:00:00 UTC \(in 30 d\); then it comes back\n/);
    assert.match(text, /Heads-up +2026-03-17 12:00:00 UTC \(in 16 d\)\n/);
  });

  it('says who is asked now, until when, and who next', async () => {
    const ladder = { asked: 'payments', next: 'the lead of payments', overdue: 0 };
    const text = textOf(await shown(lifecycle({ phase: 'HUMAN_REVIEW', ladder })));

    assert.match(text, /Asked now +payments, until 2026-03-01 16:00:00 UTC \(in 4 h\)\n/);
    assert.match(text, /Asked next +the lead of payments\n/);
  });

  it('says that the last who are asked have let deadlines pass', async () => {
    const ladder = { asked: 'the security lead', next: null, overdue: 2 };
    const { json, text } = await shown(lifecycle({ phase: 'HUMAN_REVIEW', ladder }));

    assert.match(textOf({ text }), /Asked now +the security lead, .*; let 2 deadlines pass\n/);
    assert.match(textOf({ text }), /Asked next +the security lead again, and it counts as over/);
    assert.equal((json['finding'] as { overdue: boolean }).overdue, true);
  });

  it('prints the exact command for the second person first', async () => {
    const { json, text } = await shown(lifecycle({ phase: 'HUMAN_REVIEW', request }));

    assert.match(
      textOf({ text }),
      /Request +dana asks to accept it until 2026-03-31T14:00:00\+02:00/,
    );
    assert.equal(
      (json['next'] as string[])[0],
      "npm run -s closeloop -- findings accept payments-l --until 2026-03-31T14:00:00+02:00 --why 'your reason'",
    );
  });

  it('asks the second person of an approval for the same plan, once', async () => {
    const asked = { ...request, decision: 'approve', until: null, planHash: PLAN } as const;
    const { json } = await shown(lifecycle({ phase: 'HUMAN_REVIEW', request: asked }));

    const next = json['next'] as string[];
    assert.match(next[0] ?? '', new RegExp(`findings approve payments-l --plan ${PLAN}$`));
    assert.equal(next.filter((line) => line.includes('findings approve')).length, 1);
  });

  it('tells how earlier episodes ended', async () => {
    const first = linesOf(
      ['observed', 'aws', 'reported'],
      ['closed', 'closeloop', 'Fixed (remediated)'],
    );
    const second = first.map((line) => ({ ...line, episode: 2 }));
    const row = lifecycle({ episode: 2 });

    const reply = await showFinding(from(row, [...first, ...second]), row.workflowId, NOW);

    assert.match(
      textOf(reply),
      /Episode 1 +2026-03-01 12:00:00 to 2026-03-01 12:00:01 UTC: Fixed \(remediated\)\n/,
    );
    assert.deepEqual(
      (reply.json['earlier'] as { episode: number }[]).map((one) => one.episode),
      [1],
    );
  });

  it('puts what was refused at once between the lines of the story, by its time', async () => {
    const refused = {
      id: 'm-1',
      at: '2026-03-01T11:58:02.000Z',
      actor: 'eve',
      door: 'cli',
      decision: 'approve',
      type: 'StalePlan',
      message: 'The plan is another',
    };
    const row = lifecycle();
    const changes = { refusals: refusalsOf([refused]) };

    const reply = await showFinding(from(row, story, changes), row.workflowId, NOW);

    assert.match(
      textOf(reply),
      /11:58:01 {2}observed .*\n.*11:58:02 {2}refused +eve +approve: StalePlan: The plan is another\n.*approval-asked/,
    );
    assert.deepEqual(reply.json['refused'], [refused]);
  });
});
