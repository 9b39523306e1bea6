import { fileURLToPath } from 'node:url';

import { Edit, Language, Parser } from 'web-tree-sitter';
import type { Node, Point, Tree } from 'web-tree-sitter';

import type { Nested } from '../source/model.ts';

/** The places of blocks in Terraform text. The parser tolerates errors, so a second one has to agree with it. */
export interface HclGrammar {
  /** The top of a file before and after a change; null for a text that has an error or took too long. */
  readonly split: (before: string, after: string) => BothSplit;
  /** One block's attributes and blocks by name, comments and white space left out; null when it has an error. */
  readonly parts: (text: string) => ReadonlyMap<string, string> | null;
  /** A key that stands twice in one map of the text, of which Terraform takes the last; null without one. */
  readonly repeatedKey: (text: string) => string | null;
  /** The content of one block; null when it has an error. */
  readonly nested: (text: string) => readonly Nested[] | null;
}

interface BothSplit {
  readonly before: Split | null;
  readonly after: Split | null;
}

export interface Split {
  readonly items: readonly SplitItem[];
  /** Line of the first attribute outside all blocks, from 1; null without one. */
  readonly attributeLine: number | null;
}

export type SplitItem =
  | { readonly kind: 'comment'; readonly start: number; readonly text: string }
  | {
      readonly kind: 'block';
      readonly start: number;
      readonly end: number;
      /** From 1. */
      readonly line: number;
      readonly type: string;
      readonly labels: readonly string[];
    };

/** Loads the grammar that the package ships as WebAssembly. https://github.com/tree-sitter-grammars/tree-sitter-hcl */
export async function loadHclGrammar(baseMs = 2000): Promise<HclGrammar> {
  await Parser.init();
  const wasm = import.meta
    .resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm');
  const parser = new Parser();
  parser.setLanguage(await Language.load(fileURLToPath(wasm)));
  const read: Reading = { parser, baseMs };
  return {
    split: (before, after) => splitBoth(read, before, after),
    parts: (text) =>
      withTree(read, { text, previous: null }, (tree) => withoutErrors(tree, partsOfTree)),
    repeatedKey: (text) =>
      withTree(read, { text, previous: null }, ({ rootNode }) => repeatedKeyIn(rootNode)),
    nested: (text) =>
      withTree(read, { text, previous: null }, (tree) =>
        withoutErrors(tree, (root) => topNodes(root).flatMap(nestedInBlock)),
      ),
  };
}

interface Reading {
  readonly parser: Parser;
  readonly baseMs: number;
}

/** The second parse goes over the change only: it starts from the tree of the first. */
function splitBoth(read: Reading, before: string, after: string): BothSplit {
  const both = withTree(read, { text: before, previous: null }, (tree): BothSplit => {
    const split = withoutErrors(tree, splitTree);
    tree.edit(editBetween(before, after));
    const text = { text: after, previous: tree };
    return { before: split, after: withTree(read, text, (one) => withoutErrors(one, splitTree)) };
  });
  return both ?? { before: null, after: null };
}

interface Text {
  readonly text: string;
  readonly previous: Tree | null;
}

/** About 15 times what a kilobyte takes on an idle machine. */
const MS_PER_KB = 10;

function withTree<T>(
  { parser, baseMs }: Reading,
  { text, previous }: Text,
  use: (tree: Tree) => T | null,
): T | null {
  const stop = performance.now() + baseMs + (MS_PER_KB * text.length) / 1024;
  const options = { progressCallback: () => performance.now() > stop };
  const tree = parser.parse(text, previous, options);
  if (tree === null) {
    // An abandoned parse would go on with the next text.
    parser.reset();
    return null;
  }
  try {
    return use(tree);
  } finally {
    tree.delete();
  }
}

function withoutErrors<T>({ rootNode }: Tree, read: (root: Node) => T): T | null {
  return rootNode.hasError ? null : read(rootNode);
}

/** All between the beginning and the end that two texts share. */
function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (HIGH.test(before[start - 1] ?? '')) start--;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  if (same > 0 && LOW.test(before.at(-same) ?? '')) same--;
  const [oldEnd, newEnd] = [before.length - same, after.length - same];
  return new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  });
}

/** Surrogates: an edit must not begin or end inside of a character. */
const HIGH = /[\uD800-\uDBFF]/;
const LOW = /[\uDC00-\uDFFF]/;

function pointAt(text: string, index: number): Point {
  const head = text.slice(0, index);
  return { row: head.split('\n').length - 1, column: index - (head.lastIndexOf('\n') + 1) };
}

function splitTree(root: Node): Split {
  const top = topNodes(root);
  const attribute = top.find(({ type }) => type === 'attribute');
  const items = top.flatMap((node) => itemOf(node)).sort((a, b) => a.start - b.start);
  return { items, attributeLine: attribute ? attribute.startPosition.row + 1 : null };
}

/** Comments before the first and after the last block are siblings of the body node. */
function topNodes(root: Node): readonly Node[] {
  return childrenOf(root).flatMap((node) => (node.type === 'body' ? childrenOf(node) : [node]));
}

function itemOf(node: Node): readonly SplitItem[] {
  if (node.type === 'comment') {
    return [{ kind: 'comment', start: node.startIndex, text: node.text.trimEnd() }];
  }
  if (node.type !== 'block') return [];
  const [type, ...rest] = childrenOf(node);
  const labels = rest.filter((child) => child.type === 'string_lit' || child.type === 'identifier');
  const { startIndex: start, endIndex: end, startPosition } = node;
  const line = startPosition.row + 1;
  return [{ kind: 'block', start, end, line, type: type?.text ?? '', labels: labels.map(labelOf) }];
}

/** Labels may be escaped: `"\u0064ata"` is `data`. What JSON cannot decode will not agree with the other parser. */
function labelOf(node: Node): string {
  if (node.type === 'identifier') return node.text;
  try {
    return String(JSON.parse(node.text));
  } catch {
    return node.text;
  }
}

function partsOfTree(root: Node): ReadonlyMap<string, string> | null {
  const [block, ...others] = topNodes(root);
  if (block?.type !== 'block' || others.length > 0) return null;
  const body = childrenOf(block).find(({ type }) => type === 'body');
  const parts = new Map<string, string>();
  for (const node of body === undefined ? [] : childrenOf(body)) {
    const name = nameOf(node);
    if (name !== null) parts.set(name, `${parts.get(name) ?? ''}${tokens(node)}\n`);
  }
  return parts;
}

function nestedInBlock(block: Node): readonly Nested[] {
  const body = childrenOf(block).find(({ type }) => type === 'body');
  return (body === undefined ? [] : childrenOf(body)).flatMap((node) => {
    const isBlock = node.type === 'block';
    const name = childrenOf(node)[0]?.text ?? '';
    if (!isBlock && node.type !== 'attribute') return [];
    const form = isBlock ? 'block' : 'argument';
    return [{ name, form, inside: isBlock ? nestedInBlock(node) : [] }];
  });
}

function repeatedKeyIn(node: Node): string | null {
  const seen = new Set<string>();
  for (const child of childrenOf(node)) {
    if (child.type === 'object_elem') {
      const key = (childrenOf(child)[0]?.text ?? '').replaceAll('"', '');
      if (seen.has(key)) return key;
      seen.add(key);
    }
    const inside = repeatedKeyIn(child);
    if (inside !== null) return inside;
  }
  return null;
}

/** A generated block is named as the block that it generates: `dynamic.rule`. */
function nameOf(node: Node): string | null {
  if (node.type !== 'attribute' && node.type !== 'block') return null;
  const [name, label] = childrenOf(node);
  if (name?.text !== 'dynamic' || label === undefined) return name?.text ?? null;
  return `dynamic.${labelOf(label)}`;
}

/** The text of all leaves but comments, so that white space between them does not count. */
function tokens(node: Node): string {
  if (node.type === 'comment') return '';
  if (WHOLE.has(node.type)) return `${node.text} `;
  const children = childrenOf(node);
  return children.length === 0 ? `${node.text} ` : children.map(tokens).join('');
}

/** Strings are taken whole: white space in them counts. */
const WHOLE = new Set(['string_lit', 'quoted_template', 'heredoc_template']);

function childrenOf(node: Node): readonly Node[] {
  return node.children.filter((child) => child !== null);
}
