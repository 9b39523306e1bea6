/** On every path each message has what a person needs to act from where it is read. */
import assert from 'node:assert/strict';

import { compose } from '../../../activities/notify/compose.ts';
import { messageSchema } from '../../../activities/notify/message.ts';
import type { Message } from '../../../activities/notify/message.ts';
import { noChange, present } from '../../../channels/presentation.ts';
import { title } from '../../../channels/title.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { ledgerRow } from '../../../domain/lifecycle/ledger-row.ts';
import { reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { noticeKind } from '../../../domain/notice.ts';
import { attempt, codeResult, DRAFT, PULL } from '../../builders/code-fix.ts';
import { decision } from '../../builders/decision.ts';
import { AROUND, notice, SHOWN_PLAN } from '../../builders/notice.ts';
import { verification } from '../../builders/verification.ts';
import {
  after,
  closed,
  deadline,
  NOW,
  remediated,
  triaged,
  verified,
} from '../../domain/lifecycle/script.ts';

const DIFF = [
  '--- a/infra/s3.tf',
  '+++ b/infra/s3.tf',
  '@@ -1,3 +1,3 @@',
  ' password = "around it"',
  '-  block_public_acls = false',
  '+  block_public_acls = true',
].join('\n');
const automatic = { to: 'automatic', because: 'the table says so' } as const;
const byHand = { to: 'people', because: 'the table says people' } as const;
const drafted: LifecycleEvent = {
  type: 'drafted',
  result: { status: 'drafted', attempt: attempt(null), draft: { ...DRAFT, diff: DIFF } },
};
const proposed: LifecycleEvent = { type: 'proposed', result: { status: 'open', pull: PULL } };
const merged = codeResult('checkMerge', { verdict: 'fixed', refused: false });

const planned: LifecycleEvent = {
  type: 'remediated',
  result: { status: 'planned', reason: 'S3.PublicAccess is in shadow mode' },
};
/** Somebody asks to undo the fix of a closed finding; nobody has approved the plan yet. */
const UNDO: readonly LifecycleEvent[] = [
  { type: 'decision', decision: decision({ id: 'u', decision: 'undo', planHash: null }) },
  triaged({ verification: verification('fixed') }),
  { type: 'decisionChecked', id: 'u', check: { trusted: true, because: 'of payments' } },
  triaged({
    verification: verification('fixed'),
    undo: { plan: { hash: 'c'.repeat(64), summary: 'Undo of payments-logs' }, because: 'restores' },
  }),
];

const PATHS: Readonly<Record<string, readonly LifecycleEvent[]>> = {
  runtime: [triaged({ route: automatic }), remediated, deadline, verified('fixed'), closed],
  approved: [triaged({ route: { to: 'approval', because: 'HIGH' } }), deadline],
  code: [
    triaged({ route: automatic, source: 'code', plan: null }),
    drafted,
    proposed,
    deadline,
    merged,
    deadline,
    verified('fixed'),
    closed,
  ],
  both: [
    triaged({ route: automatic, source: 'both' }),
    remediated,
    deadline,
    verified('fixed'),
    drafted,
    proposed,
    deadline,
    merged,
    verified('fixed'),
    closed,
  ],
  human: [triaged({ route: byHand, plan: null }), deadline, deadline, deadline],
  shadow: [triaged({ route: { ...automatic, shadow: true } }), planned],
  undone: UNDO,
};

/** What people would hear of that life, with each message's phase. */
function messages(events: readonly LifecycleEvent[]): readonly Message[] {
  let state = after();
  let [heard, now]: [readonly Message[], number] = [[], NOW];
  for (const event of events) {
    const { seq } = state.story;
    now = event.type === 'deadline' ? nextOf(state) : now;
    state = reduce(state, event, now);
    heard = [...heard, ...told(state, seq)];
  }
  return heard;
}

function nextOf({ phase }: State): number {
  if (phase.name === 'AWAITING_MERGE') return phase.lookAt;
  return 'deadline' in phase ? phase.deadline : NOW;
}

function told(state: State, since: number): readonly Message[] {
  const row = ledgerRow(state);
  return state.story.unwritten.flatMap((line) => {
    const kind = line.seq > since ? noticeKind(line, { ...row, episode: 1 }) : null;
    const { actor, at, text } = line;
    return kind === null
      ? []
      : [compose({ ...notice({ kind, actor, at, text }), row }, AROUND, SHOWN_PLAN)];
  });
}

const shape = ({ kind, state: { phase } }: Message) => `${kind} ${phase}`;

for (const [path, events] of Object.entries(PATHS)) {
  it(`path ${path}: alias, resource, why, exact change, undo, deadline, who is next, links`, () => {
    const heard = messages(events);
    assert.notEqual(heard.length, 0);
    for (const message of heard) {
      const { finding, why, state, links } = messageSchema.parse(message);
      assert.equal(finding.account.alias, 'payments', shape(message));
      assert.equal(finding.resource.id, 'arn:aws:s3:::payments-logs');
      assert.match(why, /public/i);
      const { changes } = present(message);
      if (message.change === null && message.source === null)
        assert.match(noChange(message) ?? '', /changes nothing by itself/);
      else assert.notEqual(changes.length, 0);
      for (const { summary, consequences } of changes)
        assert.ok(summary !== '' && consequences.every(({ value }) => value !== ''));
      assert.equal(state.deadline === null, ['CLOSED', 'REMEDIATE'].includes(state.phase));
      assert.equal(state.next === null, state.phase === 'CLOSED', shape(message));
      assert.match(links.finding ?? '', /^https:.*securityhub/);
      assert.match(links.workflow ?? '', /^https:\/\/temporal\.example\.com\/.*5f2c1a9b04$/);
      assert.equal(links.pullRequest, message.source === null ? null : PULL.url, shape(message));
    }
  });
}

it('people get the planned notifications on each path of a lifecycle', () => {
  const all = Object.entries(PATHS).map(([path, events]) => [path, messages(events).map(shape)]);
  assert.deepEqual(Object.fromEntries(all), {
    runtime: ['routed REMEDIATE', 'fixed CLOSED'],
    approved: ['waits-for-you AWAITING_APPROVAL', 'waits-for-you HUMAN_REVIEW'],
    code: ['waits-for-you AWAITING_MERGE', 'fixed CLOSED'],
    both: ['routed REMEDIATE', 'waits-for-you AWAITING_MERGE', 'fixed CLOSED'],
    human: [
      'waits-for-you HUMAN_REVIEW',
      'escalated HUMAN_REVIEW',
      'escalated HUMAN_REVIEW',
      'escalated HUMAN_REVIEW',
    ],
    shadow: ['waits-for-you HUMAN_REVIEW'],
    undone: ['waits-for-you AWAITING_APPROVAL'],
  });
});

it('a finding in shadow mode says what Closeloop would have done, and never that it does it', () => {
  const state = after(...(PATHS['shadow'] ?? []));
  const lines = state.story.unwritten.map(({ kind, text }) => `${kind}: ${text}`);
  assert.doesNotMatch(lines.join('\n'), /remediating/);
  assert.match(
    lines.join('\n'),
    /planning: would have started .*\npeople: would have started .*shadow/,
  );
  const [heard] = messages(PATHS['shadow'] ?? []);
  assert.match(heard?.event.text ?? '', /^would have started /);
  assert.match(heard?.state.waitsFor ?? '', /: would have started /);
  const running = ledgerRow(after(...(PATHS['shadow'] ?? []).slice(0, 1)));
  assert.match(running.waitsFor, /In shadow mode it writes nothing/);
});

it('the one message about an undo names who requested it, and offers its approval', () => {
  const [heard] = messages(UNDO);
  assert.ok(heard);
  assert.match(title(heard), /^Approve the undo: /);
  assert.deepEqual(heard.state.undo, { by: 'ana', why: decision().why });
  assert.deepEqual(heard.decisions, ['approve', 'reject', 'assign']);
});

it('a message shows only the changed lines of a source file', () => {
  const waiting = messages(PATHS['code'] ?? [])[0];
  assert.deepEqual(waiting?.source?.lines, [
    '-  block_public_acls = false',
    '+  block_public_acls = true',
  ]);
  assert.deepEqual(waiting?.decisions, ['accept', 'assign']);
  assert.match(waiting?.source?.undo ?? '', /Close the pull request to decline/);
});

it('a host that gives no web address gives no link', () => {
  const row = ledgerRow(after(...(PATHS['code'] ?? []).slice(0, 3)));
  const { source } = row;
  assert.ok(source);
  const forged = { ...row, source: { ...source, pullRequest: 'javascript:alert(1)' } };
  const { links } = compose({ ...notice(), row: forged }, AROUND, null);
  assert.equal(links.pullRequest, null);
});
