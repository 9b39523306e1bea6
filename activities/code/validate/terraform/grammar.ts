import { fileURLToPath } from 'node:url';

import { Edit, Language, Parser } from 'web-tree-sitter';
import type { Node, Point, Tree, TreeCursor } from 'web-tree-sitter';

import type { Nested } from '../source/model.ts';
import { keepRecent } from '../source/recent.ts';

/** The places of blocks in Terraform text. The parser tolerates errors, so a second one has to agree with it. */
export interface HclGrammar {
  /** The top of a file; null for a text that has an error or took too long. */
  readonly split: (text: string) => Split | null;
  /** The same of a file after a change: only what changed is parsed. */
  readonly splitChanged: (before: string, after: string) => Split | null;
  /** One block's attributes and blocks by name, comments and white space left out; null when it has an error. */
  readonly parts: (text: string) => ReadonlyMap<string, string> | null;
  /** A key that appears twice in one map of the text, of which Terraform takes the last; null without one. */
  readonly repeatedKey: (text: string) => string | null;
  /** The content of one block; null when it has an error. */
  readonly nested: (text: string) => readonly Nested[] | null;
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
export async function loadHclGrammar(baseMs = 30_000): Promise<HclGrammar> {
  await Parser.init();
  const wasm = import.meta
    .resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm');
  const parser = new Parser();
  parser.setLanguage(await Language.load(fileURLToPath(wasm)));
  const read: Reading = { parser, baseMs };
  const trees = keepRecent<Tree>(MOST_KEPT, (tree) => tree.delete());
  const treeOf = (text: string): Tree | null => {
    const known = trees.get(text);
    if (known !== undefined) return known;
    const tree = parseText(read, { text, previous: null });
    if (tree !== null) trees.put(text, tree);
    return tree;
  };
  return {
    split: (text) => {
      const tree = treeOf(text);
      return tree === null ? null : splitTree(tree, text);
    },
    splitChanged: (before, after) => {
      const tree = treeOf(before);
      return tree === null ? null : splitAfter(read, tree, { before, after });
    },
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

/** Characters of text whose trees are kept: a tree takes about 20 bytes for each. */
const MOST_KEPT = 600_000;

/** The parse goes over the change only: it starts from the tree of the file before it. */
function splitAfter(
  read: Reading,
  tree: Tree,
  { before, after }: { readonly before: string; readonly after: string },
): Split | null {
  const previous = tree.copy();
  try {
    previous.edit(editBetween(before, after));
    return withTree(read, { text: after, previous }, (one) => splitTree(one, after));
  } finally {
    previous.delete();
  }
}

interface Text {
  readonly text: string;
  readonly previous: Tree | null;
}

/** About 20 times what a kilobyte takes on an idle machine: the thread in which this runs is ended earlier. */
const MS_PER_KB = 10;

function withTree<T>(read: Reading, text: Text, use: (tree: Tree) => T | null): T | null {
  const tree = parseText(read, text);
  if (tree === null) return null;
  try {
    return use(tree);
  } finally {
    tree.delete();
  }
}

function parseText({ parser, baseMs }: Reading, { text, previous }: Text): Tree | null {
  const stop = performance.now() + baseMs + (MS_PER_KB * text.length) / 1024;
  const options = { progressCallback: () => performance.now() > stop };
  const tree = parser.parse(text, previous, options);
  // An abandoned parse would go on with the next text.
  if (tree === null) parser.reset();
  return tree;
}

function withoutErrors<T>({ rootNode }: Tree, read: (root: Node) => T): T | null {
  return rootNode.hasError ? null : read(rootNode);
}

/** All between the beginning and the end that two texts share. */
function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (HIGH.test(before[start - 1] ?? '')) start--;
  let same = 0;
  const [last, now] = [before.length - 1, after.length - 1];
  const isSame = () => before.charCodeAt(last - same) === after.charCodeAt(now - same);
  while (same < shorter - start && isSame()) same++;
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

/** Null for a tree with an error. A cursor visits only the top: nodes as objects take longer than parsing. */
function splitTree(tree: Tree, text: string): Split | null {
  if (tree.rootNode.hasError) return null;
  const cursor = tree.walk();
  const items: SplitItem[] = [];
  let attributeLine: number | null = null;
  eachChild(cursor, () => {
    const visit = () => {
      if (cursor.nodeType === 'attribute') attributeLine ??= cursor.startPosition.row + 1;
      else items.push(...itemAt(cursor, text));
    };
    // Comments before the first and after the last block are siblings of the body node.
    if (cursor.nodeType === 'body') eachChild(cursor, visit);
    else visit();
  });
  cursor.delete();
  return { items: items.sort((a, b) => a.start - b.start), attributeLine };
}

/** Visits the children of the node on which the cursor stands, and returns to it. */
function eachChild(cursor: TreeCursor, visit: () => void): void {
  if (!cursor.gotoFirstChild()) return;
  do visit();
  while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

function itemAt(cursor: TreeCursor, text: string): readonly SplitItem[] {
  const { nodeType, startIndex: start, endIndex: end } = cursor;
  if (nodeType === 'comment') {
    return [{ kind: 'comment', start, text: text.slice(start, end).trimEnd() }];
  }
  if (nodeType !== 'block') return [];
  const line = cursor.startPosition.row + 1;
  const words: string[] = [];
  eachChild(cursor, () => {
    const word = text.slice(cursor.startIndex, cursor.endIndex);
    if (cursor.nodeType === 'identifier') words.push(word);
    else if (cursor.nodeType === 'string_lit') words.push(unquoted(word));
  });
  const [type = '', ...labels] = words;
  return [{ kind: 'block', start, end, line, type, labels }];
}

function topNodes(root: Node): readonly Node[] {
  return childrenOf(root).flatMap((node) => (node.type === 'body' ? childrenOf(node) : [node]));
}

/** Labels may be escaped: `"\u0064ata"` is `data`. What JSON cannot decode will not agree with the other parser. */
function unquoted(label: string): string {
  try {
    return String(JSON.parse(label));
  } catch {
    return label;
  }
}

function labelOf({ type, text }: Node): string {
  return type === 'identifier' ? text : unquoted(text);
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
