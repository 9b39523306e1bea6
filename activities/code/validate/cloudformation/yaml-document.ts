import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document as YamlDocument, Node, Scalar, YAMLMap } from 'yaml';

import type { Document, DocumentFailure, Entry, Tree } from '../source/tree.ts';
import { CLOUDFORMATION_TAGS, functionOf } from './tags.ts';

/**
 * One YAML document with places. Several documents, unknown tags, keys that appear twice or are no text, and
 * aliases that multiply are failures: other readers would take them differently.
 */
export function readYaml(text: string): Document | DocumentFailure {
  const documents = parseAllDocuments(text, {
    customTags: CLOUDFORMATION_TAGS,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const [document] = documents;
  if (!Array.isArray(documents) || document === undefined) {
    return { failure: 'the file is empty', at: null };
  }
  if (documents.length > 1) {
    return {
      failure: 'the file has more than one YAML document',
      at: documents[1]?.range[0] ?? null,
    };
  }
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) return { failure: wordsOf(fault.message), at: fault.pos[0] };
  return convert(document);
}

/** The parser is recursive, and takes the end of its stack for a fault of the document. */
function wordsOf(fault: string): string {
  return fault.includes('call stack') ? 'it is nested too deeply' : fault;
}

function convert(document: YamlDocument.Parsed): Document | DocumentFailure {
  const state: State = { document, aliases: 0, left: MOST_NODES };
  const root = treeOf(document.contents, state);
  if (root === null)
    return { failure: 'the file has a key or an alias that no template may have', at: null };
  return { root, aliases: state.aliases };
}

interface State {
  readonly document: YamlDocument.Parsed;
  aliases: number;
  /** How many more nodes may be made: aliases of aliases multiply. */
  left: number;
}

const MOST_NODES = 200_000;

/** Null for a node that is refused. */
function treeOf(node: unknown, state: State): Tree | null {
  if (--state.left < 0) return null;
  if (isAlias(node)) {
    state.aliases++;
    const target = node.resolve(state.document);
    const tree = target === undefined ? null : treeOf(target, state);
    return tree === null ? null : { ...tree, ...placeOf(node) };
  }
  if (isMap(node)) return mapOf(node, state);
  if (isSeq(node)) {
    const items = node.items.map((item) => treeOf(item, state));
    if (!items.every((item) => item !== null)) return null;
    return { kind: 'list', items, ...placeOf(node), call: callOf(node) };
  }
  return isScalar(node) ? scalarOf(node) : null;
}

function mapOf(node: YAMLMap, state: State): Tree | null {
  const entries: Entry[] = [];
  for (const { key, value } of node.items) {
    if (!isScalar(key)) return null;
    const tree = value === null ? emptyAt(placeOf(key).end) : treeOf(value, state);
    if (tree === null) return null;
    entries.push({ key: String(key.value), keyStart: placeOf(key).start, value: tree });
  }
  return { kind: 'map', entries, ...placeOf(node), call: callOf(node) };
}

function scalarOf(node: Scalar): Tree {
  const { value } = node;
  const source = typeof value === 'string' ? value : (node.source ?? '');
  return {
    kind: 'scalar',
    value: isPlain(value) ? value : source,
    source,
    ...placeOf(node),
    call: callOf(node),
  };
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function emptyAt(at: number): Tree {
  return { kind: 'scalar', value: null, source: '', start: at, end: at, call: null };
}

function placeOf(node: Node): { readonly start: number; readonly end: number } {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

function callOf({ tag }: { tag?: string | undefined }): string | null {
  return tag === undefined ? null : functionOf(tag);
}
