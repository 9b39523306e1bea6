import { escapeHtml, htmlLines, htmlLink, htmlPage } from '../html.ts';
import type { Blocks } from './blocks.ts';
import type { SlackMessage, SlackState } from './state.ts';
import type { OpenView } from './view-shape.ts';

/** The messages that people see, the newest finding first, each with its thread; then the forms that they opened. */
export function slackPage({ messages, channels, views }: SlackState): string {
  const mains = messages.filter(({ threadTs }) => threadTs === null).toReversed();
  const names = new Map([...channels].map(([name, id]) => [id, name]));
  const shown = mains.map((main) =>
    article(main, names.get(main.channel) ?? main.channel, messages),
  );
  const forms = views.toReversed().map(formArticle).join('');
  return htmlPage(
    'Slack in the sandbox',
    `<h1>Slack in the sandbox</h1><p class="meta">${mains.length} findings. Reload to see what changed.</p>${shown.join('')}${forms === '' ? '' : `<h1>Forms that people opened</h1>${forms}`}`,
  );
}

function article(main: SlackMessage, channel: string, all: readonly SlackMessage[]): string {
  const thread = all.filter(({ threadTs }) => threadTs === main.ts);
  const lines = thread.map(({ text }) => `<li>${escapeHtml(unescaped(text))}</li>`).join('');
  const edited = main.edited === 0 ? '' : `, edited ${main.edited} times`;
  return `<article><small><b>Closeloop</b> in #${escapeHtml(channel)}${edited}</small>${main.blocks.map(blockHtml).join('')}<ol class="thread">${lines}</ol></article>`;
}

function formArticle({ title, blocks, submit, user }: OpenView): string {
  const parts = blocks.map((block) =>
    block.type === 'input' ? `<p><b>${escapeHtml(block.label.text)}</b></p>` : blockHtml(block),
  );
  const send = submit === undefined ? '' : `<button disabled>${escapeHtml(submit.text)}</button>`;
  return `<article><small>${escapeHtml(user)}: <b>${escapeHtml(title.text)}</b></small>${parts.join('')}<p>${send}</p></article>`;
}

function blockHtml(block: Blocks[number]): string {
  switch (block.type) {
    case 'header':
      return `<h2>${escapeHtml(block.text.text)}</h2>`;
    case 'section': {
      const fields = (block.fields ?? []).map(({ text }) => `<span>${htmlLines(text)}</span>`);
      const text = block.text === undefined ? '' : `<p>${htmlLines(block.text.text)}</p>`;
      return fields.length === 0 ? text : `${text}<div class="fields">${fields.join('')}</div>`;
    }
    case 'actions':
      return `<p>${block.elements.map(buttonHtml).join('')}</p>`;
    case 'context':
      return block.elements.map(({ text }) => `<small>${escapeHtml(text)}</small>`).join('');
    case 'divider':
      return '<hr>';
  }
}

type Button = Extract<Blocks[number], { type: 'actions' }>['elements'][number];

function buttonHtml({ text: { text }, url, style }: Button): string {
  if (url === undefined)
    return `<button class="${style ?? ''}" disabled>${escapeHtml(text)}</button>`;
  return `<span class="action">${htmlLink(url, text)}</span>`;
}

/** Apps send texts escaped for Slack. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
