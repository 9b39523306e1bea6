import { isAttributes, isList } from '../../../../../controls/code-change.ts';
import type { Attributes, Expression, Value } from '../../../../../controls/code-change.ts';
import type { KnownCall } from './call.ts';
import type { Input, Keyed, Sets } from './table.ts';
import { compare, versionOf } from './version-range.ts';
import type { VersionRange } from './version-range.ts';

/** A value that the file does not show. */
export const UNKNOWN: Expression = { template: '${?}' };

/**
 * What an input is worth: the call's value, else the default. Undefined for nothing. Null means the default only where
 * that is null too: elsewhere versions differ on it.
 */
export function valueOf(
  name: string,
  input: Input,
  { inputs, range }: { readonly inputs: Attributes; readonly range: VersionRange },
): Value | undefined {
  const usual = defaultIn(input, range);
  const value = inputs.get(name);
  if (value === undefined) return usual ?? undefined;
  const [[since] = ['0.0.0']] = input.defaults;
  if (compare(range.from, versionOf(since)) < 0) return UNKNOWN;
  if (value === null) return usual === null ? undefined : UNKNOWN;
  return value;
}

/** The default, where all versions of the range have the same. */
function defaultIn({ defaults }: Input, { from, below }: VersionRange): Value {
  const starts = defaults.map(([since]) => versionOf(since));
  const within = defaults.filter((_one, at) => {
    const start = starts[at] ?? from;
    const next = starts[at + 1];
    const begins = below === null || compare(start, below) < 0;
    return begins && (next === undefined || compare(from, next) < 0);
  });
  const texts = new Set(within.map(([, value]) => textOf(value)));
  return texts.size > 1 ? UNKNOWN : (within[0]?.[1] ?? null);
}

function textOf(value: Value): string {
  return JSON.stringify(value, (_key, one: unknown) => (one instanceof Map ? [...one] : one));
}

/** Is it a map whose keys are all shown? */
export function isShown(value: Value): value is Attributes {
  return isAttributes(value) && ![...value.keys()].some((key) => key.includes('${'));
}

/** Keys in a call's maps that its table does not have, as `versioning.enable`. */
export function unknownKeys({ table }: KnownCall, inputs: Attributes): readonly string[] {
  return Object.entries(table.inputs).flatMap(([name, { sets }]) => {
    const value = inputs.get(name);
    if (value === undefined) return [];
    if (sets.as === 'blocks') return keysOutside(value, sets.shape, name);
    return sets.as === 'keys' ? keysOutside(value, shapeOf(sets.keys), name) : [];
  });
}

function shapeOf(keys: Readonly<Record<string, Sets>>): Keyed {
  return Object.fromEntries(Object.keys(keys).map((name) => [name, null]));
}

function keysOutside(value: Value, shape: Keyed, path: string): readonly string[] {
  if (isList(value)) return value.flatMap((one) => keysOutside(one, shape, path));
  if (!isAttributes(value)) return [];
  return [...value].flatMap(([name, one]) => {
    if (!Object.hasOwn(shape, name)) return [`${path}.${name}`];
    const inside = shape[name] ?? null;
    return inside === null ? [] : keysOutside(one, inside, `${path}.${name}`);
  });
}
