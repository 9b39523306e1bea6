/** A message as Slack shows it. Words of products and people stand in `plain_text`, where nothing is markup. */
import type { Button, KnownBlock } from '@slack/web-api';

import type { Message } from '../../activities/notify/message.ts';
import { changes } from '../change.ts';
import { byWhom, facts, happened, headline, subject } from '../words.ts';
import { deciding } from './buttons.ts';
import type { Post } from './chat.ts';
import { cut, escaped } from './escape.ts';
import { plain } from './plain.ts';

/** The one message of a finding: how it stands. https://docs.slack.dev/reference/block-kit/blocks */
export function standing(message: Message): Post {
  const { finding, event, why } = message;
  const change = changes(message);
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(headline(message), 150) },
    section(byWhom(message)),
    {
      type: 'section',
      fields: facts(message).map(({ name, value }) => plain(`${name}: ${value}`, 2000)),
    },
    section(`Why it matters: ${why}`),
    ...(change.length === 0 ? [] : [section(change.join('\n'))]),
    ...actions(message),
    context(`${finding.workflowId}, episode ${finding.episode}`),
  ];
  return { text: escaped(cut(`${headline(message)}: ${event.text}`, 2000)), blocks };
}

/** What stays in a channel that it left: nothing there decides any more. */
export function moved(message: Message, to: string): Post {
  const { finding, links } = message;
  const title = `Moved: ${subject(message)}`;
  const text = `It is with ${finding.owner.team} now, and told in ${to}.`;
  const elements = linkButtons(links);
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(title, 150) },
    section(text),
    ...(elements.length === 0 ? [] : [{ type: 'actions' as const, elements }]),
    context(finding.workflowId),
  ];
  return { text: escaped(cut(`${title}: ${text}`, 2000)), blocks };
}

/** One line of its thread: what happened. */
export function line(message: Message): Post {
  const { event, at } = message;
  const text = happened(message);
  const blocks = [section(text), context(`${at.slice(0, 16)}Z, ${event.actor}`)];
  return { text: escaped(cut(text, 2000)), blocks };
}

/** Kinds that somebody has to act on: their line is shown in the channel too. */
export function isUrgent({ kind }: Message): boolean {
  return ['waits-for-you', 'reminded', 'escalated', 'expiring', 'reopened'].includes(kind);
}

function actions(message: Message): KnownBlock[] {
  const elements = [...deciding(message), ...linkButtons(message.links)];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function linkButtons({ finding, workflow, pullRequest }: Message['links']): Button[] {
  const all = [
    ['finding', 'Security Hub', finding],
    ['workflow', 'Workflow', workflow],
    ['pull-request', 'Pull request', pullRequest],
  ] as const;
  return all.flatMap(([id, text, url]) =>
    url === null || url.length > 3000
      ? []
      : [
          {
            type: 'button' as const,
            action_id: `closeloop-open-${id}`,
            text: plain(text, 75),
            url,
          },
        ],
  );
}

function section(text: string): KnownBlock {
  return { type: 'section', text: plain(text, 3000) };
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [plain(text, 2000)] };
}
