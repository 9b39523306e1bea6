import { z } from 'zod';

import type { Issue, JiraState } from './state.ts';

/** What people see, newest ticket first, as a page without scripts. Every text is escaped. */
export function jiraPage({ issues }: JiraState): string {
  const shown = issues.toReversed().map(article).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Jira in the sandbox</title><style>${STYLE}</style></head><body><h1>Jira in the sandbox</h1><p>${issues.length} tickets. Reload to see what changed.</p>${shown}</body></html>`;
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}article{border:1px solid #999;border-radius:8px;padding:0 1rem;margin:1rem 0}p{white-space:pre-wrap;margin:.3rem 0}small{color:#555}';

function article({ key, status, summary, description, comments, links }: Issue): string {
  const history = comments.map(({ body }) => `<li>${html(body)}</li>`).join('');
  const linked = links.map((link) => `<p>${escape(link.title)}: ${escape(link.url)}</p>`).join('');
  return `<article><small>${escape(key)}, ${escape(status)}</small><h2>${escape(summary)}</h2>${linked}<details><summary>Description</summary>${html(description)}</details><ol>${history}</ol></article>`;
}

const node = z.object({
  type: z.string(),
  text: z.string().default(''),
  content: z.array(z.unknown()).default([]),
  marks: z
    .array(z.object({ type: z.string(), attrs: z.object({ href: z.string() }).optional() }))
    .default([]),
});

const TAGS: Readonly<Record<string, string>> = {
  paragraph: 'p',
  heading: 'h3',
  bulletList: 'ul',
  listItem: 'li',
};

/** Of a document that passed Jira's schema. */
function html(document: unknown): string {
  const { type, text, content, marks } = node.parse(document);
  const inner = `${escape(text)}${content.map(html).join('')}`;
  const tag = TAGS[type];
  if (tag !== undefined) return `<${tag}>${inner}</${tag}>`;
  const href = marks.find((mark) => mark.type === 'link')?.attrs?.href;
  if (href !== undefined) return `<a href="${escape(href)}">${inner}</a>`;
  return marks.some((mark) => mark.type === 'strong') ? `<b>${inner}</b>` : inner;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
