import type { PlainTextElement } from '@slack/web-api';

import { cut } from './escape.ts';

/** Text in which nothing is markup, at most so long. An empty one is refused by Slack. */
export function plain(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text === '' ? '–' : text, most), emoji: false };
}
