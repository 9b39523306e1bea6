import { asRecord } from '../source/model.ts';
import type { SplitItem } from './grammar.ts';

export type SplitBlock = Extract<SplitItem, { kind: 'block' }>;
export type Body = Readonly<Record<string, unknown>>;

/**
 * The bodies that hcl2json found for the blocks that the grammar found, in their order. Null when the two
 * disagree about how many blocks of which type and labels there are: then neither is believed.
 */
export function bodiesOf(json: unknown, blocks: readonly SplitBlock[]): readonly Body[] | null {
  const root = asRecord(json);
  if (root === null) return null;
  const lists = new Map<string, readonly unknown[]>();
  for (const block of blocks) {
    const list = descend(root, [block.type, ...block.labels]);
    if (list === null) return null;
    lists.set(identity(block), list);
  }
  const all = [...lists.values()].reduce((sum, list) => sum + list.length, 0);
  if (all !== blocks.length || countLeaves(root, depths(blocks)) !== all) return null;
  const taken = new Map<string, number>();
  const bodies = blocks.map((block) => {
    const at = taken.get(identity(block)) ?? 0;
    taken.set(identity(block), at + 1);
    return asRecord(lists.get(identity(block))?.[at]);
  });
  return bodies.every((body) => body !== null) ? bodies : null;
}

function identity({ type, labels }: SplitBlock): string {
  return JSON.stringify([type, ...labels]);
}

function descend(
  root: Readonly<Record<string, unknown>>,
  path: readonly string[],
): readonly unknown[] | null {
  let at: unknown = root;
  for (const name of path) {
    const record = asRecord(at);
    if (record === null || !Object.hasOwn(record, name)) return null;
    at = record[name];
  }
  return Array.isArray(at) ? at : null;
}

/** How many labels each type of block has; a type with two numbers of labels is no Terraform. */
function depths(blocks: readonly SplitBlock[]): ReadonlyMap<string, number> {
  return new Map(blocks.map(({ type, labels }) => [type, labels.length]));
}

/** How many blocks the JSON has, including those that the grammar did not find; NaN for what is not a block. */
function countLeaves(
  root: Readonly<Record<string, unknown>>,
  depthOf: ReadonlyMap<string, number>,
): number {
  const count = (value: unknown, depth: number): number => {
    if (depth === 0) return Array.isArray(value) ? value.length : Number.NaN;
    const record = asRecord(value);
    if (record === null) return Number.NaN;
    return Object.values(record).reduce<number>((sum, one) => sum + count(one, depth - 1), 0);
  };
  return Object.entries(root).reduce(
    (sum, [type, value]) => sum + count(value, depthOf.get(type) ?? -1),
    0,
  );
}
