/** A message as Slack shows it. Words of products and people stand in `plain_text`, where nothing is markup. */
import type { Button, KnownBlock, PlainTextElement } from '@slack/web-api';

import type { Message } from '../../activities/notify/message.ts';
import { changes } from '../change.ts';
import { facts, headline, TITLES } from '../words.ts';
import type { Post } from './chat.ts';
import { cut, escaped } from './escape.ts';

/** What a button says when it is pressed: at most 2000 characters of JSON. */
export interface Pressed {
  readonly finding: string;
  readonly episode: number;
  readonly planHash: string | null;
  readonly severity: Message['finding']['severity'];
}

/** `action_id`s of buttons that decide; links have others. */
export const DECIDING = ['closeloop-approve', 'closeloop-reject', 'closeloop-recheck'] as const;

/** The one message of a finding: how it stands. https://docs.slack.dev/reference/block-kit/blocks */
export function standing(message: Message): Post {
  const { finding, event, why } = message;
  const change = changes(message);
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(headline(message), 150) },
    section(`${event.text} (${event.actor})`),
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

/** One line of its thread: what happened. */
export function line(message: Message): Post {
  const { kind, event, at } = message;
  const text = `${TITLES[kind]}: ${event.text}`;
  const blocks = [section(text), context(`${at.slice(0, 16)}Z, ${event.actor}`)];
  return { text: escaped(cut(text, 2000)), blocks };
}

/** Kinds that somebody has to act on: their line is shown in the channel too. */
export function isUrgent({ kind }: Message): boolean {
  return ['waits-for-you', 'reminded', 'escalated', 'expiring', 'reopened'].includes(kind);
}

function actions(message: Message): KnownBlock[] {
  const elements = [...decisions(message), ...linkButtons(message.links)];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function decisions({ finding, change, decisions: possible, state }: Message): Button[] {
  const { workflowId, episode, severity } = finding;
  const pressed: Pressed = {
    finding: workflowId,
    episode,
    severity,
    planHash: change?.planHash ?? null,
  };
  const value = JSON.stringify(pressed);
  const hash = change?.planHash.slice(0, 12) ?? '';
  const approve = possible.includes('approve') && change !== null;
  return [
    ...(approve
      ? [
          button({ id: 'closeloop-approve', text: `Approve ${hash}`, value, style: 'primary' }),
          button({ id: 'closeloop-reject', text: 'Reject', value, style: 'danger' }),
        ]
      : []),
    ...(state.phase === 'HUMAN_REVIEW'
      ? [button({ id: 'closeloop-recheck', text: 'It is fixed: check again', value })]
      : []),
  ];
}

interface Pressable {
  readonly id: (typeof DECIDING)[number];
  readonly text: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}

function button({ id, text, value, style }: Pressable): Button {
  const styled = style === undefined ? {} : { style };
  return { type: 'button', action_id: id, text: plain(text, 75), value, ...styled };
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

/** An empty text is refused by Slack. */
function plain(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text === '' ? '–' : text, most), emoji: false };
}
