import { isRejection, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { readJson } from '../source/json-document.ts';
import { lineCounter } from '../source/lines.ts';
import { asRecord, nestedIn, NO_MODULE } from '../source/model.ts';
import type { Block, ModuleParts, SourceModel } from '../source/model.ts';
import { normalise, toPlainData } from '../source/tree.ts';
import type { Entry, Tree } from '../source/tree.ts';

/** Terraform's JSON syntax: https://developer.hashicorp.com/terraform/language/syntax/json */
export function readTerraformJson(
  text: string,
  side: 'before' | 'after',
  module: ModuleParts = NO_MODULE,
): SourceModel | Rejection {
  const document = readJson(text);
  if ('failure' in document) return unreadable(side, document.failure);
  const read = readRoot(document.root, text, side);
  if (isRejection(read)) return read;
  const blocks = read.sort((a, b) => a.start - b.start);
  const order = blocks.map(({ key }) => ({ kind: 'block', key }) as const);
  return { language: 'terraform', blocks, order, aliases: 0, module };
}

interface PlacedBlock extends Block {
  readonly start: number;
}

function readRoot(root: Tree, text: string, side: 'before' | 'after'): PlacedBlock[] | Rejection {
  if (root.kind !== 'map') return unreadable(side, 'it is no object');
  const lineAt = lineCounter(text);
  const blocks: PlacedBlock[] = [];
  for (const entry of root.entries) {
    const labels = LABELS[entry.key] ?? 0;
    const found = descend(entry, labels, []);
    if (found === null)
      return unreadable(side, `"${entry.key}" has another shape than Terraform's`);
    for (const { path, body } of found) {
      if (!path.every((label) => /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(label))) {
        return unreadable(side, 'a block has a name that Terraform does not take');
      }
      const address = entry.key === 'resource' ? path.join('.') : [entry.key, ...path].join('.');
      blocks.push({
        key: `${entry.key} ${address}`,
        address,
        kind: entry.key,
        type: typeOf(entry.key, path),
        text: text.slice(body.keyStart, body.value.end),
        line: lineAt(body.keyStart),
        body: asRecord(toPlainData(single(body.value))) ?? {},
        fingerprint: '',
        parts: () => partsOf(single(body.value)),
        nested: () => nestedIn(toPlainData(single(body.value))),
        start: body.keyStart,
      });
    }
  }
  return blocks;
}

function typeOf(kind: string, [label = '']: readonly string[]): string {
  return kind === 'resource' ? label : kind === 'data' ? `data.${label}` : '';
}

/** How many labels each kind of block has; what is not here is compared as a whole. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  module: 1,
  output: 1,
  variable: 1,
};

interface Found {
  readonly path: readonly string[];
  readonly body: Entry;
}

/** Labels are nested objects, or lists of such objects. Null for anything else. */
function descend(entry: Entry, labels: number, path: readonly string[]): readonly Found[] | null {
  if (labels === 0) return [{ path, body: entry }];
  if (entry.value.kind === 'list') {
    const each = entry.value.items.map((value) => descend({ ...entry, value }, labels, path));
    return each.every((one) => one !== null) ? each.flat() : null;
  }
  if (entry.value.kind !== 'map') return null;
  const found = entry.value.entries
    .filter(({ key }) => key !== '//')
    .map((inner) => descend(inner, labels - 1, [...path, inner.key]));
  return found.every((one) => one !== null) ? found.flat() : null;
}

/** One block may be written as a list of one. */
function single(tree: Tree): Tree {
  return tree.kind === 'list' && tree.items.length === 1 && tree.items[0] ? tree.items[0] : tree;
}

function partsOf(tree: Tree): ReadonlyMap<string, string> {
  if (tree.kind !== 'map') return new Map([['', normalise(tree)]]);
  const entries = tree.entries.filter(({ key }) => key !== '//');
  return new Map(entries.map(({ key, value }) => [key, normalise(value)]));
}

function unreadable(side: 'before' | 'after', why: string): Rejection {
  return side === 'before'
    ? reject('SOURCE_UNPARSABLE', `The file does not parse: ${why}.`)
    : reject('SYNTAX', `The changed file does not parse: ${why}.`);
}
