/** Whoever accepted what has just been revoked is notified by name, wherever the message goes. */
import assert from 'node:assert/strict';

import { compose } from '../../activities/notify/compose.ts';
import { messageSchema } from '../../activities/notify/message.ts';
import type { Message } from '../../activities/notify/message.ts';
import { threadPost } from '../../channels/slack/message.ts';
import { card } from '../../channels/teams/card.ts';
import { html } from '../../channels/tickets/azure-devops/html.ts';
import { adf, lastWords } from '../../channels/tickets/jira/adf.ts';
import { historyComment } from '../../channels/tickets/ticket-text.ts';
import type { LedgerRow } from '../../domain/story.ts';
import { accountsOf } from '../../policies/sign-in.ts';
import { AROUND, notice, WAITING } from '../builders/notice.ts';

const GUID = '0f9c2a1b-4d5e-4f60-8a7b-1c2d3e4f5a6b';
const signIn = {
  namedBySession: [],
  users: {},
  people: {
    ana: ['ana@example.com', 'slack:U012ABC', 'jira:557058:ana', `azure-devops:${GUID}`],
    ben: ['ben@example.com', 'github:ben'],
  },
};
const around = { ...AROUND, accountsOf: (person: string) => accountsOf(person, signIn) };
const exception = {
  by: 'Ana@example.com',
  confirmedBy: 'ben',
  why: 'the partner moves',
  since: '2026-11-01T10:00:00.000Z',
  until: '2026-12-01T10:00:00.000Z',
  severity: 'HIGH',
} as const;
const of: Partial<LedgerRow> = { ...WAITING, phase: 'REOPEN', exception };
const revoked = compose(notice({ kind: 'reopened', text: 'revoked by cleo' }, of), around, null);

it('a revocation carries both who had accepted it, with their accounts in chat and trackers only', () => {
  assert.deepEqual(revoked.mentions, [
    {
      person: 'Ana@example.com',
      accounts: ['slack:U012ABC', 'jira:557058:ana', `azure-devops:${GUID}`],
    },
    { person: 'ben', accounts: [] },
  ]);
  assert.deepEqual(compose(notice({ kind: 'waits-for-you' }, of), around, null).mentions, []);
});

it('Slack, Jira and Azure DevOps mention whom they know, and the trackers name the others', () => {
  const { body } = historyComment(revoked);

  assert.match(JSON.stringify(threadPost(revoked).blocks), /"mrkdwn","text":"<@U012ABC>"/);
  assert.match(
    JSON.stringify(adf(body)),
    /"mention","attrs":\{"id":"557058:ana","text":"@Ana@example.com"\}.*"text":"ben"/,
  );
  assert.match(html(body), new RegExp(`data-vss-mention="version:2.0,${GUID}">@Ana.*, ben</p>`));
  assert.equal(
    lastWords(adf(body)),
    lastWords(adf(historyComment({ ...revoked, mentions: [] }).body)),
  );
});

it('an account that is none mentions nobody, and an older message mentions nobody', () => {
  const accounts = ['slack:!here', 'slack:U1><!channel', 'jira:"x', 'azure-devops:1'];
  const forged = { ...revoked, mentions: [{ person: '<b>', accounts }] };
  const { body } = historyComment(forged);

  assert.doesNotMatch(JSON.stringify(threadPost(forged).blocks), /mrkdwn/);
  assert.doesNotMatch(JSON.stringify(adf(body)), /"mention"/);
  assert.match(html(body), /<p>&lt;b&gt;<\/p>/);
  const { mentions: _, ...older } = revoked;
  assert.deepEqual(messageSchema.parse(older).mentions, []);
});

it('an escalation mentions the person or the team that has to decide now, and names whom it cannot mention', () => {
  const people = (who: string) => asked(who).mentions.map(({ person }) => person);
  assert.deepEqual(people('the lead of payments (ana)'), ['ana']);
  assert.deepEqual(people('the security lead (ben)'), ['ben']);
  assert.deepEqual(people('payments'), ['barbara']);
  assert.deepEqual(people('cloud-security (the default team)'), ['grace']);
  assert.deepEqual(people('the default team'), ['grace']);
  assert.deepEqual(people('the reviewers of acme/infra'), []);

  const lead = JSON.stringify(threadPost(asked('the lead of payments (ana)')).blocks);
  assert.match(lead, /"mrkdwn","text":"<@U012ABC>"/);
  const named = JSON.stringify(threadPost(asked('the security lead (ben)')).blocks);
  assert.match(named, /"plain_text","text":"For: ben"/);
  const limits = { text: 100, lines: 5 };
  assert.match(JSON.stringify(card(asked('the security lead (ben)'), limits, null)), /For: ben/);
});

/** Of an escalation to them. */
function asked(who: string): Message {
  const ladder = { asked: who, next: null, overdue: 0 };
  return compose(notice({ kind: 'escalated' }, { ...WAITING, ladder }), around, null);
}
