import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';

/** A deployment fails where a template refers to something that it does not contain. */
export function findUndefinedReference(model: SourceModel, block: Block): Rejection | null {
  const known = new Set(
    model.blocks.filter(({ kind }) => kind === 'resource').map((b) => b.address),
  );
  const parameters = model.blocks.find(
    ({ kind, address }) => kind === 'section' && address === 'Parameters',
  );
  for (const name of Object.keys(parameters?.body ?? {})) known.add(name);
  // A loop makes resources whose names the template does not spell out.
  if (model.blocks.some(({ kind }) => kind === 'loop')) return null;
  const undefinedName = referencesIn(block.body).find(
    (name) => !known.has(name) && !name.startsWith('AWS::'),
  );
  if (undefinedName === undefined) return null;
  const what = `${printable(block.address)} refers to ${printable(undefinedName)}`;
  return reject('UNDEFINED_REFERENCE', `${what}, which the template does not have.`);
}

function referencesIn(raw: unknown): readonly string[] {
  if (Array.isArray(raw)) return raw.flatMap(referencesIn);
  const record = asRecord(raw);
  if (record === null) return [];
  return Object.entries(record).flatMap(([name, value]) => {
    if (name === 'Ref') return typeof value === 'string' ? [value] : [];
    if (name === 'Fn::GetAtt') return logicalIdOf(value);
    return name === 'Fn::Sub' ? substituted(value) : referencesIn(value);
  });
}

function logicalIdOf(value: unknown): readonly string[] {
  const path: unknown = Array.isArray(value) ? value[0] : value;
  return typeof path === 'string' ? [path.split('.')[0] ?? ''] : [];
}

/** `${!Literal}` is text; names of the function's own map are not the template's. */
function substituted(value: unknown): readonly string[] {
  const [text, given]: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (typeof text !== 'string') return [];
  const own = asRecord(given) ?? {};
  const names = [...text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].map(([, name = '']) => name.trim());
  const outer = names
    .map((name) => name.split('.')[0] ?? '')
    .filter((name) => !Object.hasOwn(own, name));
  return [...outer, ...referencesIn(given)];
}
