/** What a person sees of a message in each channel, as text. */
import type { KnownBlock } from '@slack/web-api';

import { attributesOf } from '../../../activities/notify/message.ts';
import type { Message } from '../../../activities/notify/message.ts';
import { isUrgent, mainPost, threadPost } from '../../../channels/slack/message.ts';
import { card } from '../../../channels/teams/card.ts';
import { html } from '../../../channels/tickets/azure-devops/html.ts';
import { adf } from '../../../channels/tickets/jira/adf.ts';
import { historyComment, ticketText } from '../../../channels/tickets/ticket-text.ts';

export const CHANNELS: Readonly<Record<string, (message: Message) => string>> = {
  Slack: inSlack,
  Teams: inTeams,
  Jira: inJira,
  'Azure DevOps': inAzureDevOps,
  SNS: inSns,
};

function inSlack(message: Message): string {
  const where = isUrgent(message) ? 'in the thread, and in the channel' : 'in the thread';
  const main = mainPost(message).blocks.map(block).join('\n');
  return `${main}\n\n-- ${where} --\n${threadPost(message).blocks.map(block).join('\n')}`;
}

function block(one: KnownBlock): string {
  if (one.type === 'header') return `** ${one.text.text} **`;
  if (one.type === 'section') {
    const all = [...(one.text === undefined ? [] : [one.text]), ...(one.fields ?? [])];
    return all.map(({ text }) => text).join('\n');
  }
  if (one.type === 'context')
    return one.elements.map((part) => ('text' in part ? `(${part.text})` : '')).join(' ');
  if (one.type !== 'actions')
    throw new Error(`The snapshot does not show a block of type ${one.type}.`);
  return one.elements
    .map((part) => (part.type === 'button' ? `[${part.text.text}]` : ''))
    .join(' ');
}

function inTeams(message: Message): string {
  const { body, actions } = card(message, { text: 1_500, lines: 60 }, null);
  const lines = body.map(({ inlines, isVisible }) => {
    const text = inlines.map((run) => (run.size === 'Large' ? `** ${run.text} **` : run.text));
    return `${isVisible === false ? '(folded) ' : ''}${text.join('')}`;
  });
  return [...lines, actions.map(({ title }) => `[${title}]`).join(' ')].join('\n');
}

function inJira(message: Message): string {
  const { title, body } = ticketText(message);
  const comment = adf(historyComment(message).body);
  return `** ${title} **\n${node(adf(body))}\n\n-- comment --\n${node(comment)}`;
}

interface Node {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly Node[];
  readonly text?: string;
}

function node({ type, attrs, content = [], text }: Node): string {
  const inside = content.map(node);
  switch (type) {
    case 'text':
      return text ?? '';
    case 'mention':
      return String(attrs?.['text']);
    case 'paragraph':
      return inside.join('');
    case 'heading':
      return `# ${inside.join('')}`;
    case 'listItem':
      return `- ${inside.join('')}`;
    case 'expand':
      return `(folded: ${String(attrs?.['title'])}) ${inside.join(' · ')}`;
    default:
      return inside.join('\n');
  }
}

function inAzureDevOps(message: Message): string {
  const { title, body } = ticketText(message);
  const comment = html(historyComment(message).body);
  return `** ${title} **\n${words(html(body))}\n\n-- comment --\n${words(comment)}`;
}

function words(page: string): string {
  const text = page
    .replaceAll(/<h3>/g, '\n# ')
    .replaceAll(/<li>/g, '\n- ')
    .replaceAll(/<(?:p|pre|br)>/g, '\n')
    .replaceAll(/<[^>]+>/g, '');
  const read = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return Object.entries(read)
    .reduce((all, [from, to]) => all.replaceAll(from, to), text)
    .trim();
}

/** Its attributes, and the sentences of its JSON: whoever subscribes by mail reads exactly this JSON. */
function inSns(message: Message): string {
  const { event, why, state, decisions, mentions } = message;
  const attributes = Object.entries(attributesOf(message)).map(
    ([name, value]) => `${name}=${value}`,
  );
  return [
    attributes.join(' '),
    JSON.stringify({ event, state }, null, 1)
      .replaceAll(/^\s*[{}],?\n?/gm, '')
      .trimEnd(),
    `why: ${why}`,
    `decisions: ${decisions.join(', ') || 'none'}`,
    ...(mentions.length === 0 ? [] : [`mentions: ${JSON.stringify(mentions)}`]),
  ].join('\n');
}
