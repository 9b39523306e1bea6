import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord, includesWord, moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';

/**
 * The model was given one file of a module, so a name that this file neither defines nor used before the change is made
 * up.
 */
export function findUndefinedReference(
  { before, after }: { readonly before: SourceModel; readonly after: SourceModel },
  block: Block,
  changed: readonly string[],
): Rejection | null {
  const defined = new Set(moduleBlocks(after).flatMap(definedBy));
  const references = changed.flatMap((name) => referencesIn(block.body[name]));
  const invented = references.find((name) => !defined.has(name) && !isUsed(name, before));
  if (invented === undefined) return null;
  const what = `${printable(block.address)} refers to ${printable(invented)}`;
  return reject('UNDEFINED_REFERENCE', `${what}, which the file does not know.`);
}

function definedBy({ kind, address, body }: Block): readonly string[] {
  if (kind === 'locals') return Object.keys(body).map((name) => `local.${name}`);
  if (kind === 'variable') return [address.replace(/^variable\./, 'var.')];
  return kind === 'resource' || kind === 'data' || kind === 'module' ? [address] : [];
}

function isUsed(name: string, model: SourceModel): boolean {
  return moduleBlocks(model).some(({ text }) => includesWord(text, name));
}

/** Types of resources have an underscore, which tells them from `each`, `count` and `path`. */
const REFERENCE =
  /(?<![\w./:-])(?:data\.[a-z]\w*\.[A-Za-z_][\w-]*|(?:var|local|module)\.[A-Za-z_][\w-]*|[a-z][a-z0-9]*_\w+\.[A-Za-z_][\w-]*)/g;

export function referencesIn(raw: unknown): readonly string[] {
  if (Array.isArray(raw)) return raw.flatMap(referencesIn);
  const record = asRecord(raw);
  if (record !== null) return Object.values(record).flatMap(referencesIn);
  if (typeof raw !== 'string' || !/[$%]\{/.test(raw)) return [];
  const loops = [...raw.matchAll(/\bfor\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b/g)].flatMap(([, a, b]) => [
    a,
    b,
  ]);
  const found = raw.match(REFERENCE) ?? [];
  return found.filter((name) => !loops.includes(name.split('.')[0]));
}
