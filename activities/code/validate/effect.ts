import type { Effect, LanguageRules, Shape, View } from '../../../controls/code-change.ts';
import type { LanguageReader } from './language.ts';
import { printable, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';
import type { ScopedChange } from './resource-scope.ts';
import { changedParts } from './safety/attributes.ts';
import type { Nested } from './source/model.ts';

interface Views {
  readonly before: View;
  readonly after: View;
}

/**
 * Check 7: the control's own test, which answers pass, fail or unknown, on the file before and after. Only `pass`
 * counts: a scanner that reports nothing proves nothing, and a value from elsewhere may be anything.
 */
export function checkEffect(
  change: ScopedChange,
  rules: LanguageRules,
  { views, reader, lines }: Means,
): Rejection | null {
  const blocks = [change.target, ...change.companions];
  const address = printable(change.target.after.address);
  if (blocks.every(({ before, after }) => changedParts(before, after).length === 0)) {
    return reject('NO_EFFECT', 'The answer changes only comments or formatting.');
  }
  const undeployable = blocks.map(({ before, after }) =>
    reader.undeployable(change, {
      block: after,
      isNew: before === null,
      changed: changedParts(before, after),
      lines,
    }),
  );
  if (effectOf(rules, views.before) === 'pass') {
    return reject('ALREADY_FIXED', `The file already sets what ${address} needs.`);
  }
  const effect = effectOf(rules, views.after);
  if (effect === 'pass') {
    return checkShape(change, rules, reader) ?? undeployable.find((one) => one !== null) ?? null;
  }
  return effect === 'fail'
    ? reject('NOT_FIXED', `With the answer ${address} still has the problem.`)
    : reject('NOT_PROVABLE', `The file does not show whether ${address} is right with the answer.`);
}

interface Means {
  readonly views: Views;
  readonly reader: LanguageReader;
  /** The added lines of the answer. */
  readonly lines: readonly string[];
}

/** The control's own test. What may not exist, under a `count` or a condition of its own, proves nothing. */
export function effectOf(rules: LanguageRules, view: View): Effect {
  const effect = rules.effect(view);
  const unsure = rules.companions.some(
    ({ type, canBeAbsent }) => canBeAbsent !== true && view.mayBeAbsent(type),
  );
  return effect === 'pass' && unsure ? 'unknown' : effect;
}

/** The resource cannot have what the control asks for, whatever an answer writes; null where it may. */
export function checkFitness(rules: LanguageRules, view: View, address: string): Rejection | null {
  const why = rules.unfit?.(view) ?? null;
  return why === null ? null : reject('UNFIT_TARGET', `${printable(address)} ${why}.`);
}

/** A misspelt argument, or an argument in place of a block, makes the deployment fail. */
function checkShape(
  { target, companions }: ScopedChange,
  { inside: own }: LanguageRules,
  { part, forms }: LanguageReader,
): Rejection | null {
  const all = [
    { ...target, inside: own },
    ...companions.map(({ before, after, rules: { inside } }) => ({ before, after, inside })),
  ];
  for (const { before, after, inside = {} } of all) {
    const changed = new Set(changedParts(before, after));
    const wrong = after
      .nested()
      .filter(({ name }) => changed.has(part(name)))
      .map((one) => findMisplaced(one, inside[one.name] ?? null, forms))
      .find((one) => one !== null);
    if (wrong === undefined) continue;
    const what = `${printable(after.address)} has ${printable(wrong)}`;
    return reject('UNKNOWN_SETTING', `${what}, which is not an argument or a block there.`);
  }
  return null;
}

type Inside = Shape | readonly [Shape] | null;

/** The name of what does not fit; `dynamic` blocks and a template's functions are left to the control's test. */
function findMisplaced(one: Nested, shape: Inside, forms: LanguageReader['forms']): string | null {
  if (one.name === 'dynamic' || isCall(one)) return null;
  const [kind, names] = formOf(shape);
  if (!forms[kind].has(one.form)) return one.name;
  if (names === null) return null;
  for (const inner of one.inside) {
    if (/^(?:dynamic$|Fn::|Ref$)/.test(inner.name)) continue;
    const known = Object.hasOwn(names, inner.name);
    const wrong = known ? findMisplaced(inner, names[inner.name] ?? null, forms) : inner.name;
    if (wrong !== null) return wrong;
  }
  return null;
}

function isCall({ form, inside }: Nested): boolean {
  return form === 'map' && inside.some(({ name }) => /^(?:Fn::|Ref$)/.test(name));
}

function formOf(shape: Inside): readonly ['value' | 'inside' | 'list', Shape | null] {
  if (shape === null) return ['value', null];
  return isList(shape) ? ['list', shape[0]] : ['inside', shape];
}

function isList(shape: Shape | readonly [Shape]): shape is readonly [Shape] {
  return Array.isArray(shape);
}
