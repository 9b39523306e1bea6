/** A document of YAML or JSON with the place of every value. */
export type Tree = ScalarTree | ListTree | MapTree;

interface Place {
  /** Offsets in the text; the end is behind the last character. */
  readonly start: number;
  readonly end: number;
  /** A CloudFormation function in its short form, as the long form's name; null without one. */
  readonly call: string | null;
}

interface ScalarTree extends Place {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, so that 1e400 and 12345678901234567890 are not rounded; quotes do not matter for texts. */
  readonly source: string;
}

interface ListTree extends Place {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

interface MapTree extends Place {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly keyStart: number;
  readonly value: Tree;
}

export interface Document {
  readonly root: Tree;
  /** How many YAML aliases it has. */
  readonly aliases: number;
}

export interface DocumentFailure {
  readonly failure: string;
  /** Offset in the text; null where no place is known. */
  readonly at: number | null;
}

export function entryOf(tree: Tree | undefined, key: string): Entry | undefined {
  return tree?.kind === 'map' ? tree.entries.find((entry) => entry.key === key) : undefined;
}

/** As plain data, with functions in their long form. */
export function toPlainData(tree: Tree): unknown {
  return tree.call === null ? plainContent(tree) : { [tree.call]: plainContent(tree) };
}

function plainContent(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(toPlainData);
  // defineProperty: a key named __proto__ is a key like any other.
  const record: Record<string, unknown> = {};
  for (const { key, value } of tree.entries) {
    Object.defineProperty(record, key, { value: toPlainData(value), enumerable: true });
  }
  return record;
}

/** Normalised text: the order of keys, quotes, comments and white space do not matter. */
export function normalise(tree: Tree): string {
  const call = tree.call === null ? '' : `${tree.call} `;
  if (tree.kind === 'scalar') {
    return call + (typeof tree.value === 'string' ? JSON.stringify(tree.value) : tree.source);
  }
  if (tree.kind === 'list') return `${call}[${tree.items.map(normalise).join(',')}]`;
  const entries = tree.entries.map(
    ({ key, value }) => `${JSON.stringify(key)}:${normalise(value)}`,
  );
  return `${call}{${entries.sort().join(',')}}`;
}
