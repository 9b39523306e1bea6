import { escapeHtml, htmlLink, htmlPage } from '../html.ts';
import type { BoardsState, WorkItem } from './state.ts';

/** The work items that people see, the newest first, each with its comments. */
export function boardsPage({ items }: BoardsState): string {
  return htmlPage(
    'Azure DevOps in the sandbox',
    `<h1>Azure DevOps in the sandbox</h1><p class="meta">${items.length} work items. Reload to see what changed.</p>${items.toReversed().map(article).join('')}`,
  );
}

function article({ id, state, title, description, relations, comments }: WorkItem): string {
  const links = relations.map(({ url, comment }) => `<p>${htmlLink(url, comment || url)}</p>`);
  const history = comments.map(({ text }) => `<li>${ourHtml(text)}</li>`);
  return `<article><small>Task ${id}</small> <span class="badge open">${escapeHtml(state)}</span><h2>${escapeHtml(title)}</h2>${links.join('')}${ourHtml(description)}<h3>Comments</h3><ol class="thread">${history.join('')}</ol></article>`;
}

/** The tags that Closeloop writes stay tags; everything else is shown as text. */
function ourHtml(html: string): string {
  return html
    .split(/(<\/?(?:p|h3|ul|li|b|pre|div)>|<br>|<a href="https?:[^"<>]*">|<\/a>)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('');
}
