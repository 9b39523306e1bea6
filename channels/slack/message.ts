/** A message as Slack shows it. All words stand in `plain_text`, where nothing is markup. */
import type { Button, KnownBlock } from '@slack/web-api';

import type { Message } from '../../activities/notify/message.ts';
import { utc } from '../../domain/text.ts';
import { noChange, present } from '../presentation.ts';
import type { Change, Fact, Link } from '../presentation.ts';
import { eventText, isOfAudit } from '../sentences.ts';
import { historyLine, movedNotice, title } from '../title.ts';
import { decisionButtons } from './buttons.ts';
import type { Post } from './chat.ts';
import { escapeMrkdwn, plainLines, plainText } from './text.ts';

/** The one message of a finding, with its present status. https://docs.slack.dev/reference/block-kit/blocks */
export function mainPost(message: Message): Post {
  const { decisive, happened, why, changes, details, links, exact, references } = present(message);
  const nothing = changes.length === 0 ? noChange(message) : null;
  const blocks: KnownBlock[] = [
    { type: 'header', text: plainText(title(message), 150) },
    fields(decisive),
    ...actions([...decisions(message), ...links.flatMap(linkButton)]),
    ...(happened.length === 0 ? [] : [section(happened)]),
    ...changes.map((change) => section(changeLines(change))),
    ...(nothing === null ? [] : [section([nothing])]),
    section([`Why it matters: ${why}`]),
    fields(details),
    ...(exact.length === 0 ? [] : [context(exact.join(' · '))]),
    context(references.join(' · ')),
  ];
  return { text: escapeMrkdwn(`${title(message)}: ${eventText(message)}`, 2000), blocks };
}

/** None where the audit found something: nobody decides on what may be false. */
function decisions(message: Message): Button[] {
  return isOfAudit(message.kind) ? [] : decisionButtons(message);
}

/** What stays in the channel of the team that owned the finding before: it has no buttons that decide. */
export function movedPost(message: Message, to: string): Post {
  const moved = movedNotice(message, to);
  const blocks: KnownBlock[] = [
    { type: 'header', text: plainText(moved.title, 150) },
    section([moved.text]),
    ...actions(present(message).links.flatMap(linkButton)),
    context(message.finding.workflowId),
  ];
  return { text: escapeMrkdwn(`${moved.title}: ${moved.text}`, 2000), blocks };
}

/** A line of the finding's thread: what happened. */
export function threadPost(message: Message): Post {
  const { event, at } = message;
  const text = historyLine(message);
  const blocks = [section([text]), ...mentions(message), context(`${utc(at)}, ${event.actor}`)];
  return { text: escapeMrkdwn(text, 2000), blocks };
}

/** Whom it concerns: the only markup of a message, so that Slack notifies them; a name where no account is known. */
function mentions({ mentions: all }: Message): KnownBlock[] {
  const known = all.map(({ person, accounts }) => ({ person, id: accounts.flatMap(slackUser)[0] }));
  const ids = known.flatMap(({ id }) => (id === undefined ? [] : [`<@${id}>`]));
  const others = known.flatMap(({ person, id }) => (id === undefined ? [person] : []));
  return [
    ...(ids.length === 0
      ? []
      : [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: ids.join(' ') } }]),
    ...(others.length === 0 ? [] : [section([`For: ${others.join(', ')}`])]),
  ];
}

/** https://docs.slack.dev/messaging/formatting-message-text#mentioning-users */
function slackUser(account: string): string[] {
  const [, id] = /^slack:([UW][A-Z0-9]{2,20})$/i.exec(account) ?? [];
  return id === undefined ? [] : [id.toUpperCase()];
}

const OF_THE_AUDIT: readonly string[] = ['tampered', 'unproven'];

/** Somebody has to act: the thread's line is shown in the channel too. */
export function isUrgent({ kind }: Message): boolean {
  return [
    'waits-for-you',
    'reminded',
    'escalated',
    'expiring',
    'reopened',
    ...OF_THE_AUDIT,
  ].includes(kind);
}

function changeLines({ title: head, summary, lines, consequences }: Change): readonly string[] {
  const facts = consequences.map(({ name, value }) => `${name}: ${value}`);
  return [`${head}: ${summary}`, ...lines, ...facts];
}

function actions(elements: Button[]): KnownBlock[] {
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function linkButton({ id, title: text, url }: Link): Button[] {
  if (url.length > LONGEST_URL) return [];
  return [{ type: 'button', action_id: `closeloop-open-${id}`, text: plainText(text, 75), url }];
}

const LONGEST_URL = 3_000;

function fields(facts: readonly Fact[]): KnownBlock {
  const all = facts.map(({ name, value }) => plainText(`${name}: ${value}`, 2000));
  return { type: 'section', fields: all };
}

function section(lines: readonly string[]): KnownBlock {
  return { type: 'section', text: plainLines(lines, 3000) };
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [plainText(text, 2000)] };
}
