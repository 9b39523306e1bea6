import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Block } from './model.ts';

/** What is known of the block to fix before the file is read. */
export interface TargetHints {
  /** Terraform's `type.name` or a logical id, when somebody named it; it wins over all but the block's own name. */
  readonly address: string | null;
  /** What the live resource is called: the bucket's name, the key's id. */
  readonly resourceName: string;
  /** Tags of the live resource. */
  readonly tags: ReadonlyMap<string, string>;
}

/** How surely a block is the one: its name is the resource's, its name's pattern fits, its name is not in the file. */
export type Fit = 'exact' | 'pattern' | 'unnamed' | 'none';

/**
 * The block that makes the resource: the only one of the best fit. Two that fit alike are never chosen between,
 * and a block without a name in the file is taken only where it is the only block of its type.
 */
export function pickTarget(
  candidates: readonly Block[],
  fitOf: (block: Block) => Fit,
  { resourceName }: TargetHints,
): Block | Rejection {
  const fits = candidates.map((block) => ({ block, fit: fitOf(block) }));
  for (const wanted of ['exact', 'pattern'] as const) {
    const best = fits.filter(({ fit }) => fit === wanted);
    const only = best[0];
    if (only !== undefined && best.length === 1) return only.block;
    if (best.length > 1) return ambiguous(best.length, resourceName);
  }
  const unnamed = fits.filter(({ fit }) => fit === 'unnamed');
  if (unnamed.length === 1 && unnamed[0] !== undefined) return unnamed[0].block;
  return unnamed.length > 1 ? ambiguous(unnamed.length, resourceName) : notFound(resourceName);
}

/** Does a name fit a template with `${…}` in it? A template that fixes nothing says nothing. */
export function fitOfTemplate(template: string, name: string): Fit {
  const literals = template.split(/\$\{[^{}]*\}/);
  if (literals.length === 1) return template === name ? 'exact' : 'none';
  if (literals.every((text) => text === '')) return 'unnamed';
  const pattern = literals.map((text) => text.replaceAll(/[^\w-]/g, String.raw`\$&`)).join('.+');
  return new RegExp(`^${pattern}$`).test(name) ? 'pattern' : 'none';
}

/** A tag that was copied from a neighbour names the neighbour's block: its own name says that it makes another. */
export function namedWrongly(address: string, { resourceName }: TargetHints): Rejection {
  return reject(
    'TARGET_NOT_FOUND',
    `${printable(address)} makes a resource of another name than ${printable(resourceName)}.`,
  );
}

export function notFound(what: string): Rejection {
  return reject('TARGET_NOT_FOUND', `The file has no block that makes ${printable(what)}.`);
}

function ambiguous(count: number, what: string): Rejection {
  return reject(
    'TARGET_AMBIGUOUS',
    `${count} blocks of the file could make ${printable(what)}; name one with its address.`,
  );
}
