import type { PlainTextElement } from '@slack/web-api';

import { codeLine, cut, oneLine } from '../text.ts';

/** One line in which nothing is markup: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export function plainText(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: oneLine(text, most), emoji: false };
}

/** As `plainText`, a line each; of lines of code the indentation stays. */
export function plainLines(lines: readonly string[], most: number): PlainTextElement {
  const text = lines.map((line) => codeLine(line, most)).join('\n');
  return { type: 'plain_text', text: cut(text, most), emoji: false };
}

/**
 * One line for Slack's `mrkdwn`, in which nothing is a link, a mention or a special command.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeMrkdwn(text: string, most: number): string {
  return oneLine(text, most)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
