/**
 * Text of others in Markdown that Git hosts render: it shows as it is and does nothing. Code spans are the one place
 * where hosts read neither markup nor HTML, mentions, references or closing words.
 * https://spec.commonmark.org/0.31.2/#code-spans
 */
import { tidyLine } from '../../../../domain/one-line.ts';

/** One line of code; `…` where it was longer than `longest` characters. `(none)` for text without anything visible. */
export function quoted(text: string, longest = 300): string {
  const line = oneLine(text, longest);
  if (line === '') return '(none)';
  const runs = [...line.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  // A space beside the fences belongs to them, and is taken away when shown.
  return `${fence} ${line} ${fence}`;
}

/**
 * For titles and messages, which hosts search for mentions and references (`GH-1` is one): letters, digits and
 * harmless signs. https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function plain(text: string, longest = 80): string {
  const words = text
    .normalize('NFKC')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/GH-(?=\d)/gi, 'GH_');
  const trimmed = words.replaceAll(/^-+|-+$/g, '');
  return trimmed === '' ? 'unnamed' : trimmed.slice(0, longest);
}

/** `[words](address)` for http and https, else only the words: they are ours, the address may hold ids of others. */
export function link(words: string, address: string | null): string {
  const url = address === null ? null : URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return words;
  const safe = url.href.replaceAll(/[^A-Za-z0-9:/?#@&=+$,;%._~-]/g, encoded);
  return safe.length > LONGEST_LINK ? words : `[${words}](<${safe}>)`;
}

const LONGEST_LINK = 1000;

/** As people read it everywhere; comments of HTML are broken up, so that nothing can look like our hidden id. */
function oneLine(text: string, longest: number): string {
  const visible = tidyLine(text)
    .replaceAll(/<(?=[!?])/g, '< ')
    .replaceAll(/--(?=!?>)/g, '-- ');
  return visible.length > longest ? `${visible.slice(0, longest - 1).toWellFormed()}…` : visible;
}

function encoded(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
