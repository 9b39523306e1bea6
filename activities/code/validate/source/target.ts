import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Block } from './model.ts';

/** What is known about the block to fix before the file is read. */
export interface TargetHints {
  /** Terraform's `type.name` or a logical id, when it was named; it counts more than all but the block's own name. */
  readonly address: string | null;
  /** What the live resource is called: the bucket's name, the key's id. */
  readonly resourceName: string;
  /** Account and Region of the live resource, where they are known. */
  readonly account?: string;
  readonly region?: string;
  /** The control whose fix is looked for: what people are told about a module depends on it. */
  readonly control?: string;
  /** Tags of the live resource. */
  readonly tags: ReadonlyMap<string, string>;
}

/** How well a block fits the live resource: by its literal name, by a pattern, or it has no name in the file. */
export type Fit = 'exact' | 'pattern' | 'unnamed' | 'none';

/**
 * The block that makes the resource: the only one with the best fit. Between two equal fits nothing is chosen, and a
 * block without a name in the file is taken only where it is the only block of its type.
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

/** How well a name fits a template with `${…}` in it. A template without literal text fits any name: `unnamed`. */
export function fitOfTemplate(template: string, name: string): Fit {
  const literals = literalsOf(template);
  if (literals.length === 1) return template === name ? 'exact' : 'none';
  if (literals.every((text) => text === '')) return 'unnamed';
  return fitsInOrder(literals, name) ? 'pattern' : 'none';
}

/** What stands between the references, which may have others inside of them; the whole text where one has no end. */
function literalsOf(template: string): readonly string[] {
  const literals: string[] = [];
  let from = 0;
  let at = template.indexOf('${');
  while (at >= 0) {
    const end = endOfReference(template, at);
    if (end === null) return [template];
    literals.push(template.slice(from, at));
    from = end;
    at = template.indexOf('${', end);
  }
  return [...literals, template.slice(from)];
}

function endOfReference(template: string, start: number): number | null {
  let depth = 0;
  for (let at = start + 1; at < template.length; at++) {
    if (template[at] === '{') depth++;
    if (template[at] === '}') depth--;
    if (depth === 0) return at + 1;
  }
  return null;
}

/** Every literal in its order, with at least one character between two of them; no pattern is made of text from outside. */
function fitsInOrder(literals: readonly string[], name: string): boolean {
  const first = literals[0] ?? '';
  const last = literals.at(-1) ?? '';
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const literal of literals.slice(1, -1)) {
    const found = name.indexOf(literal, at + 1);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return at + 1 <= name.length - last.length;
}

/** Tags may have been copied from another resource: the block's own name shows that it makes that one. */
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
