import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';

/**
 * A deployment fails where a template refers to something that it does not contain. What the block referred to before
 * is left alone: a transform may make it, as SAM makes the roles of functions.
 */
export function findUndefinedReference(
  before: SourceModel,
  after: SourceModel,
  block: Block,
): Rejection | null {
  // A loop makes resources whose names the template does not spell out.
  if (after.blocks.some(({ kind }) => kind === 'loop')) return null;
  const known = new Set(
    after.blocks.filter(({ kind }) => kind === 'resource').map((b) => b.address),
  );
  for (const name of namesIn(after, 'Parameters')) known.add(name);
  for (const name of namesIn(after, 'Conditions')) known.add(`condition ${name}`);
  for (const name of namesIn(after, 'Mappings')) known.add(`map ${name}`);
  const old = before.blocks.find(({ key }) => key === block.key);
  for (const name of old === undefined ? [] : referencesIn(old.body)) known.add(name);
  const undefinedName = referencesIn(block.body).find(
    (name) => !known.has(name) && !name.startsWith('AWS::'),
  );
  if (undefinedName === undefined) return null;
  const what = `${printable(block.address)} refers to ${printable(undefinedName)}`;
  return reject('UNDEFINED_REFERENCE', `${what}, which the template does not have.`);
}

/** CloudFormation refuses resources that refer to each other. */
export function findCircle(
  before: SourceModel,
  after: SourceModel,
  block: Block,
): Rejection | null {
  const circle = circleThrough(block.address, after);
  if (circle === null || circleThrough(block.address, before) !== null) return null;
  const what = `${printable(block.address)} and ${printable(circle)} refer to each other`;
  return reject('CIRCULAR_REFERENCE', `${what}, which CloudFormation refuses.`);
}

/** The resource by which references lead back to `start`; null without a circle. */
function circleThrough(start: string, { blocks }: SourceModel): string | null {
  const resources = new Map(
    blocks.filter(({ kind }) => kind === 'resource').map((b) => [b.address, b]),
  );
  const seen = new Set<string>();
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const body = resources.get(at)?.body;
    for (const name of [...referencesIn(body), ...[body?.['DependsOn'] ?? []].flat().map(String)]) {
      if (name === start) return at;
      if (seen.has(name) || !resources.has(name)) continue;
      seen.add(name);
      open.push(name);
    }
  }
  return null;
}

function namesIn({ blocks }: SourceModel, section: string): readonly string[] {
  const found = blocks.find(({ kind, address }) => kind === 'section' && address === section);
  return Object.keys(found?.body ?? {});
}

/** Logical ids, parameters, conditions and maps that a value refers to. */
export function referencesIn(raw: unknown): readonly string[] {
  if (Array.isArray(raw)) return raw.flatMap(referencesIn);
  const record = asRecord(raw);
  if (record === null) return [];
  return Object.entries(record).flatMap(([name, value]) => {
    if (name === 'Ref') return typeof value === 'string' ? [value] : [];
    if (name === 'Fn::GetAtt') return logicalIdOf(value);
    if (name === 'Fn::If' && Array.isArray(value) && typeof value[0] === 'string') {
      return [`condition ${value[0]}`, ...referencesIn(value)];
    }
    if (name === 'Fn::FindInMap' && Array.isArray(value) && typeof value[0] === 'string') {
      return [`map ${value[0]}`, ...referencesIn(value)];
    }
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
