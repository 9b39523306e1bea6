/** A text as Azure DevOps keeps it: HTML, in which all words are escaped. */
import type { Block, Link, Mentioned } from '../tickets.ts';

export function html(blocks: readonly Block[]): string {
  return blocks.map(part).join('');
}

function part(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h3>${words(block.text)}</h3>`;
    case 'paragraph':
      return `<p>${words(block.text)}</p>`;
    case 'facts':
      return list(block.facts.map(({ name, value }) => `<b>${words(name)}:</b> ${words(value)}`));
    case 'links':
      return list(block.links.map(anchor));
    case 'code':
      return `<pre>${block.lines.map(escaped).join('<br>')}</pre>`;
    case 'mentions':
      return `<p>${block.people.map(mention).join(', ')}</p>`;
    case 'folded':
      return `<h3>${words(block.title)}</h3>${list(block.lines.map(words))}`;
  }
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

/** An address that is no web address becomes text. */
function anchor({ url, title }: Link): string {
  if (!/^https?:\/\//.test(url)) return `${words(title)}: ${words(url)}`;
  return `<a href="${escaped(url)}">${words(title)}</a>`;
}

/** https://learn.microsoft.com/azure/devops/organizations/notifications/at-mentions */
function mention({ person, accounts }: Mentioned): string {
  const account = accounts.find((one) => /^azure-devops:[0-9a-f-]{36}$/i.test(one));
  if (account === undefined) return words(person);
  const id = account.slice('azure-devops:'.length);
  return `<a href="#" data-vss-mention="version:2.0,${id}">@${words(person)}</a>`;
}

function words(text: string): string {
  return escaped(text).replaceAll('\n', '<br>');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Does it end in these words? Azure DevOps may rewrite the HTML: only the words are compared. */
export function endsWith(written: string, end: string): boolean {
  const text = written.replaceAll(/<[^>]*>/g, ' ').replaceAll('&nbsp;', ' ');
  return text.replaceAll(/\s+/g, ' ').trim().endsWith(end);
}
