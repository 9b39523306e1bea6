import assert from 'node:assert/strict';

import { showFinding } from '../../../../console/commands/findings/show.ts';
import { lifecycle, linesOf, NOW, PLAN, refusalsOf, textOf } from '../../rows.ts';
import { from, shown, story } from './show-sample.ts';

describe('findings show, for people who decide', () => {
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

  it('findings show findings show findings show shows who accepted a finding, who confirmed, since and until when, why, and the reminder', async () => {
    const text = textOf(await shown(accepted));

    assert.match(text, /Accepted +as HIGH by ana, confirmed by kim: moves in March\n/);
    assert.match(text, /Since +2026-02-01 12:00:00 UTC/);
    assert.match(
      text,
      /Ends +2026-03-31 12:00:00 UTC \(in 30 d\); then the finding is open again\n/,
    );
    assert.match(text, /Reminder +2026-03-17 12:00:00 UTC \(in 16 d\)\n/);
  });

  it('findings show findings show findings show shows the present escalation level, its deadline and the next level', async () => {
    const ladder = { asked: 'payments', next: 'the lead of payments', overdue: 0 };
    const text = textOf(await shown(lifecycle({ phase: 'HUMAN_REVIEW', ladder })));

    assert.match(text, /Waits for +payments\n +Deadline +2026-03-01 16:00:00 UTC \(in 4 h\)\n/);
    assert.match(text, /Then +the lead of payments\n/);
  });

  it('findings show findings show findings show shows how many deadlines the last escalation level missed', async () => {
    const ladder = { asked: 'the security lead', next: null, overdue: 2 };
    const { json, text } = await shown(lifecycle({ phase: 'HUMAN_REVIEW', ladder }));

    assert.match(
      textOf({ text }),
      /Deadline +2026-03-01 16.*\n +Late +the last level missed 2 deadlines\n/,
    );
    assert.match(textOf({ text }), /Then +the security lead again\n/);
    assert.equal((json['finding'] as { overdue: boolean }).overdue, true);
  });

  it('findings show findings show findings show shows who missed the first deadline, and the end that no message moves', async () => {
    const ladder = { asked: 'the lead of payments', next: null, overdue: 0, level: 2, levels: 2 };
    const [first, latest] = ['2026-03-01T09:40:00.000Z', '2026-03-03T09:40:00.000Z'];
    const due = { first, who: 'payments', latest };
    const text = textOf(await shown(lifecycle({ phase: 'HUMAN_REVIEW', ladder, due })));

    assert.match(text, /Late +2 h 20 min: payments missed the first deadline\n/);
    assert.match(text, /Latest end +2026-03-03 09:40:00 UTC \(in 1 d 21 h\)\n/);
  });

  it('findings show findings show findings show prints the command for the second person first', async () => {
    const { json, text } = await shown(lifecycle({ phase: 'HUMAN_REVIEW', request }));

    assert.match(
      textOf({ text }),
      /Request +dana wants to accept it until 2026-03-31T14:00:00\+02:00/,
    );
    const [next] = json['next'] as string[];
    assert.equal(next, 'npm run -s closeloop -- findings confirm payments-l');
  });

  it('findings show findings show findings show offers the second person of an approval to confirm it, and no other approval', async () => {
    const asked = { ...request, decision: 'approve', until: null, planHash: PLAN } as const;
    const { json } = await shown(lifecycle({ phase: 'HUMAN_REVIEW', request: asked }));

    const next = json['next'] as string[];
    assert.match(next[0] ?? '', /findings confirm payments-l$/);
    assert.equal(next.filter((line) => line.includes('findings approve')).length, 0);
  });

  it('findings show findings show findings show shows how earlier episodes ended', async () => {
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

  it('findings show findings show findings show shows messages that were refused at once in the story, by their time', async () => {
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
