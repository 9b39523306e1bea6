/**
 * A text in the Atlassian Document Format. All words are in text nodes, where nothing is markup, a mention or a link:
 * those are nodes and marks of their own. https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
import type { Block, Link, Mentioned } from '../tickets.ts';

export interface Doc {
  readonly type: 'doc';
  readonly version: 1;
  readonly content: readonly Node[];
}

interface Node {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly Node[];
  readonly text?: string;
  readonly marks?: readonly { readonly type: string; readonly attrs?: { readonly href: string } }[];
}

export function adf(blocks: readonly Block[]): Doc {
  return { type: 'doc', version: 1, content: blocks.map(node) };
}

function node(block: Block): Node {
  switch (block.kind) {
    case 'heading':
      return { type: 'heading', attrs: { level: 3 }, content: [text(block.text)] };
    case 'paragraph':
      return { type: 'paragraph', content: [text(block.text)] };
    case 'facts':
      return list(
        block.facts.map(({ name, value }) => [
          { ...text(`${name}: `), marks: [{ type: 'strong' }] },
          text(value),
        ]),
      );
    case 'links':
      return list(block.links.map((link) => [linked(link)]));
    case 'code':
      return { type: 'codeBlock', content: [text(block.lines.join('\n'))] };
    case 'mentions':
      return { type: 'paragraph', content: block.people.flatMap(mention) };
    case 'folded': {
      const content = block.lines.map((line) => ({ type: 'paragraph', content: [text(line)] }));
      return { type: 'expand', attrs: { title: block.title }, content };
    }
  }
}

/** https://developer.atlassian.com/cloud/jira/platform/apis/document/nodes/mention/ */
function mention({ person, accounts }: Mentioned, at: number): readonly Node[] {
  const account = accounts.find((one) => /^jira:[\w:-]{1,128}$/.test(one));
  const shown: Node =
    account === undefined
      ? text(person)
      : { type: 'mention', attrs: { id: account.slice('jira:'.length), text: `@${person}` } };
  return at === 0 ? [shown] : [text(', '), shown];
}

/** The schema has no empty text. */
function text(words: string): Node {
  return { type: 'text', text: words === '' ? '–' : words };
}

/** An address that is no web address becomes text. */
function linked({ url, title }: Link): Node {
  if (!/^https?:\/\//.test(url)) return text(`${title}: ${url}`);
  return { ...text(title), marks: [{ type: 'link', attrs: { href: url } }] };
}

function list(items: readonly (readonly Node[])[]): Node {
  const content = items.map((inline) => ({
    type: 'listItem',
    content: [{ type: 'paragraph', content: inline }],
  }));
  return { type: 'bulletList', content };
}

/** The words of a document's last paragraph: in our own comments, the mark. */
export function lastWords(document: unknown): string | null {
  const last = childrenOf(document).at(-1);
  const words = last === undefined ? [] : childrenOf(last).map((child) => member(child, 'text'));
  return words.every((one) => typeof one === 'string') ? words.join('') : null;
}

function childrenOf(value: unknown): readonly unknown[] {
  const content = member(value, 'content');
  return Array.isArray(content) ? content : [];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
