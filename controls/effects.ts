/** Three-valued logic for the controls' tests of a file. */
import { isAttributes, isExpression, isList } from './code-change.ts';
import type { Attributes, Effect, Value } from './code-change.ts';

/** True or `"true"`, which both languages convert; unset is `absent`. */
export function isTrue(value: Value | undefined, absent: Effect = 'fail'): Effect {
  if (value === undefined || value === null) return absent;
  if (value === true || value === 'true') return 'pass';
  return value === false || value === 'false' ? 'fail' : 'unknown';
}

/** One of the given texts; unset fails. */
export function isOneOf(value: Value | undefined, wanted: readonly string[]): Effect {
  if (value === undefined || value === null) return 'fail';
  if (isExpression(value)) return 'unknown';
  return typeof value === 'string' && wanted.includes(value) ? 'pass' : 'fail';
}

/** All must pass; a failure outweighs an unknown. */
export function every(effects: readonly Effect[]): Effect {
  if (effects.includes('fail')) return 'fail';
  return effects.includes('unknown') ? 'unknown' : 'pass';
}

/** One that passes is enough. */
export function some(effects: readonly Effect[]): Effect {
  if (effects.includes('pass')) return 'pass';
  return effects.includes('unknown') ? 'unknown' : 'fail';
}

/** Exactly one setting, which must pass: of two, it is not known which one AWS keeps. */
export function only(effects: readonly Effect[]): Effect {
  return effects.length === 1 ? every(effects) : 'fail';
}

/** The blocks of a name inside a block, or the one map of a CloudFormation property. */
export function blocksOf(value: Value | undefined): readonly Attributes[] {
  if (isAttributes(value)) return [value];
  return isList(value) ? value.filter(isAttributes) : [];
}

/** True when the file does not show the blocks: an expression, or a `dynamic` block. */
export function isOpaque(attributes: Attributes, name: string): boolean {
  const value = attributes.get(name);
  if (isExpression(value) || (isList(value) && value.some(isExpression))) return true;
  return blocksOf(attributes.get('dynamic')).some((dynamic) => dynamic.has(name));
}

/** Is it set to anything but an empty text, known or not? */
export function isSet(value: Value | undefined): Effect {
  if (value === undefined || value === null || value === '') return 'fail';
  return 'pass';
}
