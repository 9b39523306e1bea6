import assert from 'node:assert/strict';

import type { Message } from '../../activities/notify/message.ts';
import { present } from '../../channels/presentation.ts';
import { codeLine, cut, oneLine } from '../../channels/text.ts';
import { historyLine, movedNotice, subject, title } from '../../channels/title.ts';
import { ACTIONS } from '../../controls/actions.ts';
import { CONTROLS } from '../../controls/index.ts';
import type { LedgerRow } from '../../domain/story.ts';
import { message, WAITING } from '../builders/notice.ts';

const EXCEPTION = {
  by: 'barbara',
  confirmedBy: 'radia',
  why: 'moves soon',
  since: '2026-11-23T10:00:00.000Z',
  until: '2027-02-21T00:00:00.000Z',
  severity: 'HIGH',
} as const;
const ladder = { asked: 'payments', next: 'the lead of payments (radia)', overdue: 0 };
const FAILURE = 'Automation failed: AccessDenied for s3:PutBucketPublicAccessBlock. '
  .repeat(5)
  .trim();
const REVIEW: Partial<LedgerRow> = {
  ...WAITING,
  ladder,
  phase: 'HUMAN_REVIEW',
  waitsFor: `payments decides until 2026-11-24T10:00Z: ${FAILURE}`,
};
const CLOSED: Partial<LedgerRow> = {
  ...WAITING,
  phase: 'CLOSED',
  waitsFor: 'Nothing: Fixed (remediated).',
  destiny: 'Fixed',
  destinyReason: 'remediated',
  nextDeadline: null,
};

function withEvent(change: Partial<Message['event']>, kind: Message['kind'] = 'fixed'): Message {
  const about = message();
  return { ...about, kind, event: { ...about.event, ...change } };
}

/** All that a channel shows of it. */
function allText(of: Message): string {
  const { decisive, happened, why, changes, details, references } = present(of);
  const facts = [...decisive, ...details].map(({ name, value }) => `${name}: ${value}`);
  const change = changes.flatMap(({ summary, lines, consequences }) => [
    summary,
    ...lines,
    ...consequences.map(({ value }) => value),
  ]);
  return [title(of), ...facts, ...happened, why, ...change, ...references].join('\n');
}

function fact(of: Message, name: string): string | undefined {
  const { decisive, details } = present(of);
  return [...decisive, ...details].find((one) => one.name === name)?.value;
}

describe('the title of a notification', () => {
  it('the title of a notification says what people have to do, and on what', () => {
    assert.equal(title(message()), 'Approve: block public access on payments-logs');
    assert.equal(title(message({}, REVIEW)), 'Decide: block public access on payments-logs');
    const merge = { ...WAITING, phase: 'AWAITING_MERGE' } as const;
    assert.equal(title(message({}, merge)), 'Merge: block public access on payments-logs');
    const request = {
      decision: 'accept',
      by: 'ada',
      why: 'x',
      until: null,
      planHash: null,
    } as const;
    assert.match(title(message({}, { ...WAITING, request })), /^Confirm the exception: block /);
    assert.match(title(message({ kind: 'reminded' })), /^Approve \(reminder\): /);
    assert.match(title(message({ kind: 'escalated' })), /^Approve \(escalated\): /);
  });

  it('the title of a notification says what was done, and on what', () => {
    assert.equal(
      title(message({ kind: 'fixed' }, CLOSED)),
      'Fixed: block public access on payments-logs',
    );
    const running = { ...WAITING, phase: 'REMEDIATE' } as const;
    assert.match(title(message({ kind: 'routed' }, running)), /^Fixing: block public access on /);
    assert.match(title(message({ kind: 'withdrawn' }, CLOSED)), /^Withdrawn by its source: /);
  });

  it('the title of a notification names the reported problem where no control covers it', () => {
    const of = message();
    const unknown = { ...of, finding: { ...of.finding, control: null, title: 'Odd traffic' } };
    assert.equal(title(unknown), 'Approve: odd traffic on payments-logs');
    assert.equal(subject(unknown), 'Odd traffic on payments-logs');
  });

  it('every control has an action for titles', () => {
    assert.deepEqual(Object.keys(ACTIONS).toSorted(), CONTROLS.map(({ id }) => id).toSorted());
  });
});

it('a history line says once what happened', () => {
  assert.equal(historyLine(withEvent({ text: 'Fixed (remediated)' })), 'Fixed (remediated)');
  assert.equal(
    historyLine(withEvent({ text: 'approval is needed' }, 'waits-for-you')),
    'Waits for you: approval is needed',
  );
});

it('a notification names the person who acted, and not Closeloop', () => {
  const [person] = present(withEvent({ text: 'approved', actor: 'barbara' })).happened;
  const [closeloop] = present(withEvent({ text: 'approved', actor: 'closeloop' })).happened;
  assert.deepEqual([person, closeloop], ['approved (barbara)', 'approved']);
});

it('a finding without an owner says so and why', () => {
  const about = message();
  const owner = { ...about.finding.owner, team: 'unassigned', because: 'no tags; sec gets it' };
  const unowned = { ...about, finding: { ...about.finding, owner } };

  assert.equal(fact(unowned, 'Owner'), 'nobody: no tags; sec gets it');
  assert.equal(fact(about, 'Owner'), about.finding.owner.team);
});

it('an open finding says who decides until when and who then, a closed one its result', () => {
  const decides = 'payments by 2026-11-24 10:00 UTC, then the lead of payments (radia)';
  assert.equal(fact(message({}, { ...WAITING, ladder }), 'Decides'), decides);
  const closed = message({ kind: 'fixed' }, CLOSED);
  assert.equal(fact(closed, 'Result'), 'Fixed by Closeloop');
  assert.equal(fact(closed, 'Decides'), undefined);
  const accepted = {
    ...CLOSED,
    phase: 'ACCEPTED',
    destiny: 'Accepted',
    exception: EXCEPTION,
  } as const;
  assert.equal(
    fact(message({ kind: 'accepted' }, accepted), 'Result'),
    'Accepted by barbara, confirmed by radia, until 2027-02-21 00:00 UTC: moves soon',
  );
});

it('a notification without a person to decide says what it waits for', () => {
  const running = { ...WAITING, waitsFor: 'Automation runs.', phase: 'REMEDIATE' } as const;
  assert.equal(fact(message({ kind: 'routed' }, running), 'Waiting for'), 'Automation runs.');
});

it("a failure's long text is shown once", () => {
  const both = message({ kind: 'waits-for-you', text: FAILURE }, REVIEW);
  assert.equal(allText(both).split(FAILURE).length - 1, 1);
  const later = message({ kind: 'reminded', text: 'a reminder' }, REVIEW);
  assert.deepEqual(present(later).happened, ['a reminder', FAILURE]);
});

it('a notification says no deadline, hash or address twice', () => {
  for (const one of [message({}, { ...WAITING, ladder }), message({}, REVIEW)]) {
    const text = allText(one);
    for (const once of ['2026-11-24', 'ab'.repeat(32), 'arn:aws:s3:::payments-logs', 'eu-west-1,'])
      assert.ok(text.split(once).length <= 2, `${once} in\n${text}`);
  }
});

it('hashes and ids come last', () => {
  const { references } = present(message());
  assert.match(references.join('\n'), /^Plan: (ab){32}\nFinding: S3\.PublicAccess:.*\nEpisode 1, /);
});

it('a moved-to notice names the new owner and its channel', () => {
  assert.deepEqual(movedNotice(message(), '#payments'), {
    title: 'Moved to payments: block public access on payments-logs',
    text: 'payments owns this finding now. Its messages are in #payments.',
  });
});

describe('text of others', () => {
  it('text of others is never empty, because vendors refuse empty texts', () => {
    assert.equal(oneLine('\u202E\n', 100), '–');
  });

  it('text of others keeps the indentation of code, and nothing else that moves text', () => {
    assert.equal(codeLine('-    acl = "a\u202E\nb"', 100), '-    acl = "a� ⏎ b"');
    assert.equal(codeLine('\tacl', 100), '  acl');
    assert.equal(codeLine('+', 100), '+');
  });

  it('text of others cuts a long text without half an emoji', () => {
    assert.equal(cut('ab😀', 4), 'ab😀');
    assert.equal(cut('ab😀c', 4), 'ab…');
  });
});
