import type { Blocks } from './blocks.ts';
import type { SlackMessage, SlackState } from './state.ts';

/** What people see, newest finding first, as a page without scripts. Every text is escaped. */
export function slackPage({ messages, channels }: SlackState): string {
  const mains = messages.filter(({ threadTs }) => threadTs === null).toReversed();
  const names = new Map([...channels].map(([name, id]) => [id, name]));
  const shown = mains.map((main) =>
    article(main, names.get(main.channel) ?? main.channel, messages),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Slack in the sandbox</title><style>${STYLE}</style></head><body><h1>Slack in the sandbox</h1><p>${mains.length} findings. Reload to see what changed.</p>${shown.join('')}</body></html>`;
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}article{border:1px solid #999;border-radius:8px;padding:0 1rem;margin:1rem 0}pre{white-space:pre-wrap;font:inherit;margin:.5rem 0}small{color:#555}button{margin-right:.5rem}';

function article(main: SlackMessage, channel: string, all: readonly SlackMessage[]): string {
  const thread = all.filter(({ threadTs }) => threadTs === main.ts);
  const lines = thread.map(({ text }) => `<li>${plain(text)}</li>`).join('');
  return `<article><small>#${escape(channel)}, edited ${main.edited} times</small>${blocksHtml(main.blocks)}<ol>${lines}</ol></article>`;
}

function blocksHtml(blocks: Blocks): string {
  return blocks.map(blockHtml).join('');
}

function blockHtml(block: Blocks[number]): string {
  switch (block.type) {
    case 'header':
      return `<h2>${escape(block.text.text)}</h2>`;
    case 'section': {
      const texts = [...(block.text === undefined ? [] : [block.text]), ...(block.fields ?? [])];
      return texts.map(({ text }) => `<pre>${escape(text)}</pre>`).join('');
    }
    case 'actions':
      return `<p>${block.elements.map(({ text, url }) => element(text.text, url)).join('')}</p>`;
    case 'context':
      return block.elements.map(({ text }) => `<small>${escape(text)}</small>`).join('');
    case 'divider':
      return '<hr>';
  }
}

function element(text: string, url: string | undefined): string {
  if (url === undefined) return `<button disabled>${escape(text)}</button>`;
  return `<a href="${escape(url)}">${escape(text)}</a> `;
}

/** What an app sends as text is escaped for Slack already. */
function plain(text: string): string {
  const read = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return escape(read);
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
