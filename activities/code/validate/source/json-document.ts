import { parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

import type { Document, DocumentFailure, Entry, Tree } from './tree.ts';

/**
 * Strict JSON (RFC 8259) with the place of every value. Two more things are failures: a key that appears twice in an object, since
 * readers differ on which one counts, and nesting deeper than any real template.
 */
export function readJson(text: string): Document | DocumentFailure {
  if (isTooDeep(text)) return { failure: `nested deeper than ${DEEPEST} levels`, at: null };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [error] = errors;
  if (error !== undefined) return { failure: wordsOf(error), at: error.offset };
  if (root === undefined) return { failure: 'the file is empty', at: null };
  return findRepeatedKey(root) ?? { root: treeOf(root, text), aliases: 0 };
}

const DEEPEST = 200;

/** The parser is recursive: far deeper documents would exhaust its stack. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isText = !isText;
    else if (character === '\\' && isText) at++;
    else if (isText) continue;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** `CommaExpected` as `comma expected`. */
function wordsOf({ error }: ParseError): string {
  const words = printParseErrorCode(error).split(/(?=[A-Z])/);
  return words.join(' ').toLowerCase();
}

function findRepeatedKey(node: Node): DocumentFailure | null {
  const keys = new Set<unknown>();
  for (const property of node.type === 'object' ? (node.children ?? []) : []) {
    const [key] = property.children ?? [];
    if (keys.has(key?.value)) {
      const name = JSON.stringify(key?.value);
      return { failure: `the key ${name} appears twice`, at: property.offset };
    }
    keys.add(key?.value);
  }
  for (const child of node.children ?? []) {
    const fault = findRepeatedKey(child);
    if (fault !== null) return fault;
  }
  return null;
}

function treeOf(node: Node, text: string): Tree {
  const place = { start: node.offset, end: node.offset + node.length, call: null };
  const children = node.children ?? [];
  if (node.type === 'object') return { kind: 'map', entries: children.flatMap(entryOf), ...place };
  if (node.type === 'array') {
    return { kind: 'list', items: children.map((child) => treeOf(child, text)), ...place };
  }
  const source = text.slice(place.start, place.end);
  const scalar = node.type === 'number' ? Number(source) : scalarOf(node.value);
  return { kind: 'scalar', value: scalar, source, ...place };

  function entryOf({ children: [key, value] = [] }: Node): readonly Entry[] {
    if (key === undefined || value === undefined) return [];
    return [{ key: String(key.value), keyStart: key.offset, value: treeOf(value, text) }];
  }
}

function scalarOf(value: unknown): string | boolean | null {
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}
