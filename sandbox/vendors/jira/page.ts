import { z } from 'zod';

import { escapeHtml, htmlLink, htmlPage } from '../html.ts';
import type { Issue, JiraState } from './state.ts';

/** The tickets that people see, the newest first, each with its comments. */
export function jiraPage({ issues }: JiraState): string {
  const shown = issues.toReversed().map(article).join('');
  return htmlPage(
    'Jira in the sandbox',
    `<h1>Jira in the sandbox</h1><p class="meta">${issues.length} tickets. Reload to see what changed.</p>${shown}`,
  );
}

function article({ key, status, summary, description, comments, links }: Issue): string {
  const history = comments.map(({ body }) => `<li>${documentHtml(body)}</li>`).join('');
  const linked = links.map((link) => `<p>${htmlLink(link.url, link.title)}</p>`).join('');
  const open = status === 'Erledigt' ? '' : ' open';
  return `<article id="${escapeHtml(key)}"><small>${escapeHtml(key)}</small> <span class="badge${open}">${escapeHtml(status)}</span><h2>${escapeHtml(summary)}</h2>${linked}${documentHtml(description)}<h3>Comments</h3><ol class="thread">${history}</ol></article>`;
}

const node = z.object({
  type: z.string(),
  attrs: z.object({ title: z.string().optional() }).optional(),
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
  codeBlock: 'pre',
};

/** Of a document that passed Jira's schema. */
function documentHtml(document: unknown): string {
  const { type, attrs, text, content, marks } = node.parse(document);
  const inner = `${escapeHtml(text)}${content.map(documentHtml).join('')}`;
  const tag = TAGS[type];
  if (tag !== undefined) return `<${tag}>${inner}</${tag}>`;
  if (type === 'expand')
    return `<details><summary>${escapeHtml(attrs?.title ?? '')}</summary>${inner}</details>`;
  const href = marks.find((mark) => mark.type === 'link')?.attrs?.href;
  if (href !== undefined) return htmlLink(href, text);
  return marks.some((mark) => mark.type === 'strong') ? `<b>${inner}</b>` : inner;
}
